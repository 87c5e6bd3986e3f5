package deliver_test

import (
	"slices"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

// TestUnreadReply: nothing in an answer that the platform does not read is an
// error, and an encrypted one is shown in plaintext.
func TestUnreadReply(t *testing.T) {
	plain, safe, work := account(t, callback.MP, callback.Plain), account(t, callback.MP, callback.Safe), account(t, callback.Work, callback.Safe)
	otherToken, otherID := safe, safe
	otherToken.Token, otherID.ReceiveID = "other", "wx0000000000000000"
	forged, foreign := sealed(t, otherToken, goodReply), sealed(t, otherID, goodReply)
	for _, tt := range []struct {
		name, body string
		account    callback.Account
		kind       string
		encrypted  bool
		shown      string
		warning    string // part of its text, "" for no problem
	}{
		{"empty", "", safe, "empty", false, "", ""},
		{"success", "success", safe, "success", false, "success", ""},
		{"plaintext", goodReply, safe, "text", false, goodReply, "does not read"},
		{"encrypted", sealed(t, safe, goodReply), safe, "text", true, goodReply, "does not read"},
		{"encrypted, WeCom", sealed(t, work, goodReply), work, "text", true, goodReply, "does not read"},
		{"success, encrypted", sealed(t, safe, "success"), safe, "success", true, "success", "does not read"},
		{"nothing, encrypted", sealed(t, safe, ""), safe, "empty", true, "", "does not read"},
		{"wrong MsgSignature", forged, safe, "other", true, forged, "it does not decrypt either"},
		{"another account's receiveid", foreign, safe, "other", true, foreign, "it does not decrypt either"},
		{"encrypted, although the push was not", sealed(t, plain, goodReply), plain, "other", false, sealed(t, plain, goodReply), "does not read"},
		{"letters that could be base64", "hello", safe, "other", false, "hello", "does not read"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := client(t).Deliver(t.Context(), as(tt.account, push.Push{Message: []byte(textPush), Expect: expect.Answer{Kind: expect.Unread}}), serve(t, answering(200, tt.body)))
			if err != nil {
				t.Fatal(err)
			}
			r := d.Reply
			if !r.Valid || r.Kind != tt.kind || r.Encrypted != tt.encrypted || string(r.XML) != tt.shown {
				t.Errorf("valid %t, kind %s, encrypted %t, shown %q; want true, %s, %t, %q", r.Valid, r.Kind, r.Encrypted, r.XML, tt.kind, tt.encrypted, tt.shown)
			}
			if tt.warning == "" {
				if len(r.Problems) > 0 {
					t.Errorf("problems %+v", r.Problems)
				}
				return
			}
			if !slices.Equal(ids(r.Problems), []string{"not-read"}) || r.Problems[0].Level != verdict.Warning || !strings.Contains(r.Problems[0].Text, tt.warning) {
				t.Errorf("problems %+v, want the warning not-read with %q", r.Problems, tt.warning)
			}
		})
	}
}

// TestUnreadIsNotUnanswered: what must be success or nothing stays an error,
// encrypted or not.
func TestUnreadIsNotUnanswered(t *testing.T) {
	safe := account(t, callback.MP, callback.Safe)
	for _, tt := range []struct {
		answer expect.Kind
		body   string
		want   string
	}{
		{expect.Success, sealed(t, safe, "success"), "not-success"},
		{expect.Success, sealed(t, safe, goodReply), "not-success"},
		{expect.Success, "", "not-success"},
		{expect.Empty, sealed(t, safe, goodReply), "not-empty"},
		{expect.Empty, "success", "not-empty"},
	} {
		d, err := client(t).Deliver(t.Context(), as(safe, push.Push{Message: []byte(textPush), Expect: expect.Answer{Kind: tt.answer}}), serve(t, answering(200, tt.body)))
		if err != nil || d.OK() || !slices.Equal(ids(d.Reply.Problems), []string{tt.want}) {
			t.Errorf("%s, %q: %+v, %v; want %s", tt.answer, tt.body, d.Reply, err, tt.want)
		}
	}
}
