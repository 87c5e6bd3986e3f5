package verdict_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/lang"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
	"wxtool/internal/wxtest"
)

const (
	nonce = "1372623149"

	// pushed is a user's text, and good a reply to it.
	pushed = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName>
<FromUserName><![CDATA[oFan]]></FromUserName>
<CreateTime>1751328000</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[hi]]></Content>
<MsgId>24958310472839105</MsgId>
</xml>`
	good = `<xml><ToUserName><![CDATA[oFan]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>1751328001</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content></xml>`
)

func account(platform callback.Platform) *callback.Account {
	acct := wxtest.Account(platform, callback.Plain)
	return &acct
}

// asked is a push and the mode in which it was sent.
type asked struct {
	push.Push
	mode callback.Mode
}

func (a *asked) judge(attempts []exchange.Exchange) verdict.Reply {
	return verdict.Judge(&a.Push, a.mode, attempts)
}

// ask is a push of an Official Account in plain mode.
func ask(message string, want expect.Answer) asked {
	p := push.Of("x", []byte(message), *account(callback.MP))
	p.Expect = want
	return asked{*p, callback.Plain}
}

// toText is pushed, and what it takes.
func toText(kind expect.Kind) asked { return ask(pushed, expect.Answer{Kind: kind}) }

// in is a push in another mode, or of another family, or both.
func in(mode callback.Mode, family string, a asked) asked {
	a.mode, a.Family = mode, family
	if strings.HasPrefix(family, "work") {
		a.Account = *account(callback.Work)
	}
	return a
}

func request() exchange.Request {
	return exchange.Request{Method: http.MethodPost, URL: "http://127.0.0.1:8080/wx?nonce=" + nonce}
}

// answer is one attempt that got a response.
func answer(status int, body string) exchange.Exchange {
	res := &exchange.Response{Status: status, Header: http.Header{}, Body: []byte(body)}
	if status/100 == 3 {
		res.Header.Set("Location", "/login")
	}
	return exchange.Exchange{Request: request(), Response: res}
}

// silence is one attempt that got none.
func silence(id, text string) exchange.Exchange {
	return exchange.Exchange{Request: request(), Cause: &exchange.Cause{ID: id, Text: text}}
}

func once(body string) []exchange.Exchange { return []exchange.Exchange{answer(200, body)} }

// at is the same attempts with requests to another path and query.
func at(target string, attempts []exchange.Exchange) []exchange.Exchange {
	for i := range attempts {
		attempts[i].Request.URL = "http://127.0.0.1:8080" + target
	}
	return attempts
}

// sealed encrypts a reply with the nonce of the push.
func sealed(acct *callback.Account, form callback.ReplyForm, plaintext string) string {
	return sealedFor(acct, form, plaintext, nonce)
}

func sealedFor(acct *callback.Account, form callback.ReplyForm, plaintext, nonce string) string {
	body, err := acct.AppendReply(nil, []byte(plaintext), callback.Stamp{Timestamp: "1751328001", Nonce: nonce}, form)
	if err != nil {
		panic(err)
	}
	return string(body)
}

// but is good with one thing changed.
func but(old, new string) string {
	if !strings.Contains(good, old) {
		panic("good has no " + old)
	}
	return strings.Replace(good, old, new, 1)
}

// typed is a reply of another type.
func typed(msgType, rest string) string {
	return but("<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content>", "<MsgType>"+msgType+"</MsgType>"+rest)
}

func news(count string, items int) string {
	return typed("news", "<ArticleCount>"+count+"</ArticleCount><Articles>"+strings.Repeat("<item><Title>t</Title><Url>https://example.com</Url></item>", items)+"</Articles>")
}

// nameOf is the topic, the ID and, unless it is empty, the key of a problem:
// reply/bom, or reply/create-time:missing.
func nameOf(p verdict.Problem) string {
	name := string(p.Rule.Topic) + "/" + p.Rule.ID
	if p.Finding.Key != "" {
		name += ":" + p.Finding.Key
	}
	return name
}

func names(problems []verdict.Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, nameOf(p))
	}
	return list
}

// check compares problems with what a case wants: names, and if says is not empty
// a part of a sentence, its effect or remedy.
func check(t *testing.T, problems []verdict.Problem, want []string, says string) {
	t.Helper()
	if got := names(problems); !slices.Equal(got, want) {
		t.Errorf("problems %q, want %q", got, want)
	}
	found := says == ""
	for _, p := range verdict.Render(problems, lang.English) {
		found = found || strings.Contains(p.Problem+"; so "+p.Effect, says)
	}
	if !found {
		t.Errorf("%q is nowhere in %+v", says, verdict.Render(problems, lang.English))
	}
}
