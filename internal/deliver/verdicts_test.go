package deliver_test

import (
	"net/http"
	"slices"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// TestReplyIsJudged: the judge gets all it needs of a push: its account, mode,
// form and nonce, its platform, and the expected answer.
func TestReplyIsJudged(t *testing.T) {
	mp, safe, bot := wxtest.Account(callback.MP, callback.Plain), wxtest.Account(callback.MP, callback.Safe), wxtest.Account(callback.Work, callback.Safe)
	bot.ReceiveID = ""
	const said, stream = `{"msgtype":"text","text":{"content":"hi"}}`, `{"msgtype":"stream","stream":{"id":"1","finish":true,"content":"hi"}}`
	seal := func(acct callback.Account, form callback.ReplyForm, text, nonce string) string {
		body, err := acct.AppendReply(nil, []byte(text), callback.Stamp{Timestamp: "1751328001", Nonce: nonce}, form)
		if err != nil {
			t.Error(err)
		}
		return string(body)
	}
	toBot := push.Push{Message: []byte(said), Form: callback.FormBot, Expect: expect.Answer{Kind: expect.Bot}}
	toMini := push.Push{Message: []byte(textPush), Expect: expect.Answer{Kind: expect.Transfer}, Family: "miniprogram"}
	for _, tt := range []struct {
		name    string
		account callback.Account
		push    push.Push
		answer  func(nonce string) string
		want    []string
	}{
		{"a good reply", mp, push.Push{Message: []byte(textPush)}, func(string) string { return goodReply }, []string{}},
		{"not swapped", mp, push.Push{Message: []byte(textPush)}, func(string) string { return reply("oFan", "gh_1") }, []string{"wrong-to-user"}},
		{"a good encrypted reply", safe, push.Push{Message: []byte(textPush)}, func(nonce string) string { return seal(safe, callback.ReplyXML, goodReply, nonce) }, []string{}},
		{"plain in safe mode", safe, push.Push{Message: []byte(textPush)}, func(string) string { return goodReply }, []string{"plaintext-in-safe-mode"}},
		{"a bot's reply", bot, toBot, func(nonce string) string { return seal(bot, callback.ReplyLower, stream, nonce) }, []string{}},
		{"a bot's reply with another nonce", bot, toBot, func(string) string { return seal(bot, callback.ReplyLower, stream, "1") }, []string{"wrong-nonce"}},
		{"a text in a mini program", mp, toMini, func(string) string { return goodReply }, []string{"transfer-only"}},
	} {
		to := serve(t, func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(tt.answer(r.URL.Query().Get("nonce")))) })
		d, err := client(t).Deliver(t.Context(), as(tt.account, tt.push), to)
		if err != nil {
			t.Fatal(err)
		}
		if got := ids(d.Reply.Problems); !slices.Equal(got, tt.want) || d.OK() != (len(tt.want) == 0) {
			t.Errorf("%s: ok %t, problems %q, want %q", tt.name, d.OK(), got, tt.want)
		}
		for _, p := range d.Reply.Problems {
			if notice := "该小程序客服暂时无法提供服务，请稍后再试"; (p.Notice() == notice) != (tt.push.Family == "miniprogram") {
				t.Errorf("%s: the chat shows %q", tt.name, p.Notice())
			}
		}
	}
}

// TestNotHTTP: a server that speaks something else.
func TestNotHTTP(t *testing.T) {
	to := serve(t, wxtest.HangingUp("220 ready\r\n\r\n"))
	d, err := client(t).Deliver(t.Context(), as(wxtest.Account(callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if err != nil || len(d.Attempts) != 3 || !d.Last().Cause.Answered() {
		t.Fatalf("%+v, %v", d, err)
	}
	if got := ids(d.Reply.Problems); !slices.Equal(got, []string{"not-http"}) {
		t.Errorf("problems %q", got)
	}
	h, err := client(t).Handshake(t.Context(), wxtest.Account(callback.MP, callback.Plain), to)
	if err != nil || h.OK() || !slices.Equal(ids(h.Problems), []string{"not-http"}) {
		t.Errorf("%+v, %v", h, err)
	}
}
