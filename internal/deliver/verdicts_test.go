package deliver_test

import (
	"net/http"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

// What is seen of a problem, as the official pages and the clients have it.
const (
	faultMP   = "the user sees 「该公众号提供的服务出现故障，请稍后再试」"
	faultMini = "the user sees 「该小程序客服暂时无法提供服务，请稍后再试」"
	faultWork = "the member sees no answer"
)

// answer is what a server sends back for the nonce of the push.
type answer func(t *testing.T, acct callback.Account, nonce string) string

func text(s string) answer {
	return func(*testing.T, callback.Account, string) string { return s }
}

// inForm encrypts a reply in one form; nonce is another than the push's unless
// it is empty.
func inForm(form callback.ReplyForm, reply, nonce string) answer {
	return func(t *testing.T, acct callback.Account, own string) string {
		t.Helper()
		if nonce != "" {
			own = nonce
		}
		body, err := acct.AppendReply(nil, []byte(reply), callback.Stamp{Timestamp: "1751328001", Nonce: own}, form)
		if err != nil {
			t.Error(err)
		}
		return string(body)
	}
}

// TestVerdicts: one answer for each problem, and beside it the nearest answer
// that has none.
func TestVerdicts(t *testing.T) {
	mp, safe, work := account(t, callback.MP, callback.Plain), account(t, callback.MP, callback.Safe), account(t, callback.Work, callback.Safe)
	bot := work
	bot.ReceiveID = ""
	const botText = `{"msgid":"1","aibotid":"a","chattype":"single","from":{"userid":"u"},"msgtype":"text","text":{"content":"hi"}}`
	const stream = `{"msgtype":"stream","stream":{"id":"1","finish":true,"content":"hi"}}`
	typed := func(msgType, rest string) string {
		return reply("<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content>", "<MsgType>"+msgType+"</MsgType>"+rest)
	}
	card := typed("update_button", "<Button><ReplaceName>done</ReplaceName></Button>")
	article := func(url string) string {
		return typed("news", "<ArticleCount>1</ArticleCount><Articles><item><Title>t</Title>"+url+"</item></Articles>")
	}
	toBot := push.Push{Message: []byte(botText), Form: callback.FormBot, Expect: expect.Answer{Kind: expect.Bot}}
	usual := push.Push{Message: []byte(textPush)}
	release := push.Push{Message: []byte(textPush), Expect: expect.Answer{Kind: expect.Passive, Content: "hello"}}
	for _, tt := range []struct {
		id         string
		level      verdict.Level
		effect     string
		account    callback.Account
		push       push.Push
		bad, right answer
	}{
		{"wrong-nonce", verdict.Error, faultWork, bot, toBot, inForm(callback.ReplyLower, stream, "1372623149"), inForm(callback.ReplyLower, stream, "")},
		{"wrong-envelope", verdict.Error, faultWork, bot, toBot, inForm(callback.ReplyJSON, stream, ""), inForm(callback.ReplyLower, stream, "")},
		{"not-bot", verdict.Warning, "nothing is shown", bot, toBot, text("success"), text("")},
		{"json-envelope", verdict.Error, faultMP, safe, usual, inForm(callback.ReplyJSON, goodReply, ""), inForm(callback.ReplyXML, goodReply, "")},
		{"card-only", verdict.Error, faultWork, work, push.Push{Message: []byte(textPush), Expect: expect.Answer{Kind: expect.Card}}, inForm(callback.ReplyXML, goodReply, ""), inForm(callback.ReplyXML, card, "")},
		{"transfer-only", verdict.Error, faultMini, mp, push.Push{Message: []byte(textPush), Expect: expect.Answer{Kind: expect.Transfer}, Family: "miniprogram"}, text(goodReply), text(typed("transfer_customer_service", ""))},
		{"not-empty", verdict.Error, "the platform takes the push as not received, and may send it again", mp, push.Push{Message: []byte(textPush), Expect: expect.Answer{Kind: expect.Empty}}, text("success"), text("")},
		{"no-url", verdict.Warning, "tapping the article opens nothing", mp, usual, text(article("")), text(article("<Url>https://example.com</Url>"))},
		{"no-url", verdict.Warning, "tapping the article opens nothing", mp, usual, text(article("<Url></Url>")), text(article("<Url>https://example.com</Url>"))},
		{"no-addresses", verdict.Error, faultMP, mp, usual, text(strings.NewReplacer("<ToUserName><![CDATA[oFan]]></ToUserName>", "", "<FromUserName><![CDATA[gh_1]]></FromUserName>", "").Replace(goodReply)), text(goodReply)},
		{"wrong-content", verdict.Error, "the platform's release check fails", mp, release, text(reply("hello", "Hello")), text(goodReply)},
		{"wrong-content", verdict.Error, "the platform's release check fails", mp, release, text("success"), text(goodReply)},
		{"wrong-content", verdict.Error, "the platform's release check fails", mp, release, text(""), text(goodReply)},
	} {
		deliverTo := func(a answer) verdict.Reply {
			to := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Write([]byte(a(t, tt.account, r.URL.Query().Get("nonce"))))
			})
			d, err := client(t).Deliver(t.Context(), as(tt.account, tt.push), to)
			if err != nil {
				t.Fatal(err)
			}
			return d.Reply
		}
		r := deliverTo(tt.bad)
		if len(r.Problems) != 1 || r.Problems[0].ID != tt.id || r.Problems[0].Level != tt.level || r.Problems[0].Effect != tt.effect || r.Valid != (tt.level == verdict.Warning) {
			t.Errorf("valid %t, problems %+v; want the %s %s: %s", r.Valid, r.Problems, tt.level, tt.id, tt.effect)
		}
		if r := deliverTo(tt.right); !r.Valid || len(r.Problems) > 0 {
			t.Errorf("%s: the right answer has problems: %+v", tt.id, r)
		}
	}
}

// TestNotHTTP: a server that speaks something else.
func TestNotHTTP(t *testing.T) {
	to := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		conn.Write([]byte("220 ready\r\n\r\n"))
		conn.Close()
	})
	d, err := client(t).Deliver(t.Context(), as(account(t, callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if err != nil || len(d.Attempts) != 3 || !d.Last().Cause.Answered() {
		t.Fatalf("%+v, %v", d, err)
	}
	if p := d.Reply.Problems; len(p) != 1 || p[0].ID != "not-http" || p[0].Level != verdict.Error || p[0].Effect != faultMP || !strings.HasPrefix(p[0].Text, "the answer is no HTTP response") {
		t.Errorf("problems %+v", p)
	}
	h, err := client(t).Handshake(t.Context(), account(t, callback.MP, callback.Plain), to)
	if err != nil || h.OK() || len(h.Problems) != 1 || h.Problems[0].ID != "not-http" || !strings.Contains(h.Problems[0].Effect, "「token验证失败」") {
		t.Errorf("%+v, %v", h, err)
	}
}
