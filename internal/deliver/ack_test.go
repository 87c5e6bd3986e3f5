package deliver_test

import (
	"slices"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/push"
)

// TestAckCreateTime: milliseconds are forgiven in passive replies only, where
// they were seen to arrive.
func TestAckCreateTime(t *testing.T) {
	for text, want := range map[string][]string{
		"1751328001":    {},
		"1751328001000": {"create-time"},
		"now":           {"create-time"},
		"":              {"create-time"},
	} {
		to := serve(t, answering(200, "<xml><CreateTime>"+text+"</CreateTime></xml>"))
		d, err := client(t).Deliver(t.Context(), as(account(t, callback.MP, callback.Plain), push.Push{
			Message: []byte(textPush), Expect: expect.Answer{Kind: expect.Fields, Fields: []expect.Field{{Name: "CreateTime"}}},
		}), to)
		if err != nil || !slices.Equal(ids(d.Reply.Problems), want) || d.OK() != (len(want) == 0) {
			t.Errorf("%q: %+v, %v; want %v", text, d.Reply, err, want)
		}
	}
}
