package expect_test

import (
	"testing"

	"wxtool/internal/expect"
)

func TestGuess(t *testing.T) {
	for infoType, want := range map[string]expect.Kind{"": expect.Passive, "component_verify_ticket": expect.Success} {
		if got := expect.Guess(infoType); got.Kind != want || got.Fields != nil || got.Content != "" {
			t.Errorf("%q: %+v, want %s", infoType, got, want)
		}
	}
}

func TestString(t *testing.T) {
	for _, test := range []struct {
		answer expect.Answer
		want   string
	}{
		{expect.Answer{}, ""},
		{expect.Answer{Kind: expect.Unread}, "none"},
		{expect.Answer{Kind: expect.Passive, Content: "hello"}, "passive"},
		{expect.Answer{Kind: expect.Fields, Fields: []expect.Field{{"ErrCode", "0"}}}, "fields: ErrCode=0"},
		{expect.Answer{Kind: expect.Fields, Fields: []expect.Field{{"CreateTime", ""}, {"ErrMsg", "success"}}}, "fields: CreateTime, ErrMsg=success"},
	} {
		if got := test.answer.String(); got != test.want {
			t.Errorf("%+v: %q, want %q", test.answer, got, test.want)
		}
	}
}
