package deliver_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/expect"
	"wxtool/internal/message"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

const goodReply = `<xml><ToUserName><![CDATA[oFan]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>1751328001</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content></xml>`

// reply is goodReply with one thing changed.
func reply(old, new string) string {
	if !strings.Contains(goodReply, old) {
		panic("goodReply has no " + old)
	}
	return strings.Replace(goodReply, old, new, 1)
}

func news(count string, items int) string {
	articles := strings.Repeat("<item><Title>t</Title><Url>https://example.com</Url></item>", items)
	return reply("<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content>",
		"<MsgType><![CDATA[news]]></MsgType><ArticleCount>"+count+"</ArticleCount><Articles>"+articles+"</Articles>")
}

func TestPlainReplies(t *testing.T) {
	tests := []struct {
		name, body string
		status     int
		answer     expect.Kind
		kind       string
		problems   []string
		valid      bool
	}{
		{"good", goodReply, 200, "", "text", nil, true},
		{"empty", "", 200, "", "empty", nil, true},
		{"success", "success", 200, "", "success", nil, true},
		{"success in quotes", `"success"`, 200, "", "other", []string{"almost-success"}, false},
		{"success with a line end", "success\n", 200, "", "other", []string{"almost-success"}, false},
		{"blank", " \n", 200, "", "other", []string{"blank"}, false},
		{"status 500", goodReply, 500, "", "other", []string{"http-status"}, false},
		{"status 201", goodReply, 201, "", "other", []string{"http-status"}, false},
		{"redirect", "", 302, "", "other", []string{"redirect"}, false},
		{"plain text", "hello", 200, "", "other", []string{"not-xml"}, false},
		{"JSON", `{"Content":"x"}`, 200, "", "other", []string{"not-xml"}, false},
		{"HTML", "<!DOCTYPE html><html></html>", 200, "", "other", []string{"not-xml"}, false},
		{"broken CDATA", reply("<![CDATA[hello]]>", "< ![CDATA[hello]]>"), 200, "", "other", []string{"not-xml"}, false},
		{"wrong root", strings.NewReplacer("<xml>", "<root>", "</xml>", "</root>").Replace(goodReply), 200, "", "text", []string{"wrong-root"}, false},
		{"not swapped", strings.NewReplacer("oFan", "gh_1", "gh_1", "oFan").Replace(goodReply), 200, "", "text", []string{"not-swapped"}, false},
		{"appid as sender", strings.Replace(goodReply, "gh_1", "wx5823bf96d3bd56c7", 1), 200, "", "text", []string{"wrong-from-user"}, false},
		{"space around sender", strings.Replace(goodReply, "gh_1", " gh_1", 1), 200, "", "text", []string{"wrong-from-user"}, false},
		{"other receiver", strings.Replace(goodReply, "oFan", "oOther", 1), 200, "", "text", []string{"wrong-to-user"}, false},
		{"milliseconds", reply("1751328001", "1751328001000"), 200, "", "text", []string{"create-time-milliseconds"}, true},
		{"last second", reply("1751328001", "99999999999"), 200, "", "text", nil, true},
		{"first millisecond", reply("1751328001", "100000000000"), 200, "", "text", []string{"create-time-milliseconds"}, true},
		{"microseconds", reply("1751328001", "1751328001000000"), 200, "", "text", []string{"create-time"}, false},
		{"nanoseconds", reply("1751328001", "1751328001000000000"), 200, "", "text", []string{"create-time"}, false},
		{"zero time", reply("1751328001", "0"), 200, "", "text", []string{"create-time"}, false},
		{"negative time", reply("1751328001", "-1751328001000"), 200, "", "text", []string{"create-time"}, false},
		{"fraction of a second", reply("1751328001", "1751328001.5"), 200, "", "text", []string{"create-time"}, false},
		{"space around the time", reply("1751328001", " 1751328001000"), 200, "", "text", []string{"create-time"}, false},
		{"time in words", reply("1751328001", "now"), 200, "", "text", []string{"create-time"}, false},
		{"no time", reply("<CreateTime>1751328001</CreateTime>", ""), 200, "", "text", []string{"create-time"}, false},
		{"unknown type", reply("[text]", "[sticker]"), 200, "", "sticker", []string{"unknown-msg-type"}, false},
		{"upper-case type", reply("[text]", "[Text]"), 200, "", "Text", []string{"unknown-msg-type"}, false},
		{"no type", reply("<MsgType><![CDATA[text]]></MsgType>", ""), 200, "", "other", []string{"no-msg-type"}, false},
		{"no content", reply("<Content><![CDATA[hello]]></Content>", ""), 200, "", "text", []string{"missing-part"}, false},
		{"empty content", reply("hello", ""), 200, "", "text", []string{"empty-part"}, false},
		{"lower-case name", reply("<Content><![CDATA[hello]]></Content>", "<content>hello</content>"), 200, "", "text", []string{"missing-part"}, false},
		{"2048 bytes", reply("hello", strings.Repeat("é", 1024)), 200, "", "text", []string{"text-long"}, true},
		{"2049 bytes", reply("hello", strings.Repeat("é", 1024)+"x"), 200, "", "text", []string{"text-too-long"}, false},
		{"image without MediaId", reply("[text]", "[image]"), 200, "", "image", []string{"missing-part"}, false},
		{"news", news("1", 1), 200, "", "news", nil, true},
		{"two articles to a user", news("2", 2), 200, "", "news", []string{"one-article"}, true},
		{"article count", news("3", 1), 200, "", "news", []string{"article-count"}, false},
		{"nine articles to a user", news("9", 9), 200, "", "news", []string{"one-article"}, true},
		{"eight said, nine there", news("8", 9), 200, "", "news", []string{"article-count"}, false},
		{"no article", news("0", 0), 200, "", "news", []string{"article-count"}, false},
		{"count in words", news("one", 1), 200, "", "news", []string{"article-count"}, false},
		{"encrypted in plain mode", `<xml><Encrypt>abcd</Encrypt></xml>`, 200, "", "other", []string{"encrypted-in-plain-mode"}, false},
		{"notice answered success", "success", 200, expect.Success, "success", nil, true},
		{"notice answered empty", "", 200, expect.Success, "other", []string{"not-success"}, false},
		{"notice answered SUCCESS", "SUCCESS", 200, expect.Success, "other", []string{"not-success"}, false},
		{"reply that nobody reads", goodReply, 200, expect.Unread, "text", []string{"not-read"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			to := serve(t, answering(tt.status, tt.body))
			d, err := client(t).Deliver(t.Context(), as(account(t, callback.MP, callback.Plain), push.Push{Name: "x", Message: []byte(textPush), Expect: expect.Answer{Kind: tt.answer}}), to)
			if err != nil {
				t.Fatal(err)
			}
			if d.Reply.Kind != tt.kind || d.OK() != tt.valid || !slices.Equal(ids(d.Reply.Problems), append([]string{}, tt.problems...)) {
				t.Errorf("kind %s, ok %t, problems %+v; want %s, %t, %v", d.Reply.Kind, d.OK(), d.Reply.Problems, tt.kind, tt.valid, tt.problems)
			}
			for _, p := range d.Reply.Problems {
				if p.Text == "" || p.Effect == "" {
					t.Errorf("a problem without text or effect: %+v", p)
				}
			}
		})
	}
}

// sealed answers what make returns for the nonce of the push.
func sealed(t *testing.T, acct callback.Account, plaintext string) string {
	t.Helper()
	body, err := acct.AppendReply(nil, []byte(plaintext), callback.Stamp{Timestamp: "1751328001", Nonce: "1372623149"}, callback.ReplyXML)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestEncryptedReplies(t *testing.T) {
	safe := account(t, callback.MP, callback.Safe)
	otherID, otherToken := safe, safe
	otherID.ReceiveID, otherToken.Token = "wx0000000000000000", "other"
	good := sealed(t, safe, goodReply)
	tests := []struct {
		name, body string
		problems   []string
	}{
		{"good", good, nil},
		{"empty body", "", nil},
		{"success", "success", nil},
		{"plaintext", goodReply, []string{"plaintext-in-safe-mode"}},
		{"empty inside", sealed(t, safe, ""), []string{"empty-encrypted"}},
		{"wrong MsgSignature", sealed(t, otherToken, goodReply), []string{"wrong-msg-signature"}},
		{"another account's receiveid", sealed(t, otherID, goodReply), []string{"wrong-receiveid"}},
		{"Timestamp for TimeStamp", strings.ReplaceAll(good, "TimeStamp", "Timestamp"), []string{"unsigned"}},
		{"wrong root", strings.NewReplacer("<xml>", "<root>", "</xml>", "</root>").Replace(good), []string{"wrong-root"}},
		{"bad inside", sealed(t, safe, reply("[text]", "[sticker]")), []string{"unknown-msg-type"}},
		{"JSON", "{}", []string{"not-xml"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			to := serve(t, answering(200, tt.body))
			d, err := client(t).Deliver(t.Context(), as(safe, push.Push{Message: []byte(textPush)}), to)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(ids(d.Reply.Problems), append([]string{}, tt.problems...)) || d.OK() != (tt.problems == nil) {
				t.Errorf("problems %+v, want %v", d.Reply.Problems, tt.problems)
			}
		})
	}
}

func TestCompatibleModeTakesBoth(t *testing.T) {
	acct := account(t, callback.MP, callback.Compatible)
	for _, body := range []string{goodReply, sealed(t, acct, goodReply)} {
		d, err := client(t).Deliver(t.Context(), as(acct, push.Push{Message: []byte(textPush)}), serve(t, answering(200, body)))
		if err != nil || !d.OK() || d.Reply.Kind != "text" {
			t.Errorf("%+v, %v", d.Reply, err)
		}
	}
}

func TestCardTakesCardsOnly(t *testing.T) {
	acct := account(t, callback.Work, callback.Safe)
	card := reply("<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content>", "<MsgType>update_button</MsgType><Button><ReplaceName>done</ReplaceName></Button>")
	for body, want := range map[string]bool{goodReply: false, card: true} {
		d, err := client(t).Deliver(t.Context(), as(acct, push.Push{Message: []byte(textPush), Expect: expect.Answer{Kind: expect.Card}}), serve(t, answering(200, sealed(t, acct, body))))
		if err != nil || d.OK() != want {
			t.Errorf("%s: %+v, %v", body, d.Reply, err)
		}
	}
}

// seen keeps what a server was sent.
type seen struct {
	query  url.Values
	header http.Header
	body   string
	length int64
}

func TestTheRequestIsThePlatforms(t *testing.T) {
	var got seen
	to := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = seen{r.URL.Query(), r.Header, string(body), r.ContentLength}
	})
	to.RawQuery = "tenant=7&tenant=8"
	if _, err := client(t).Deliver(t.Context(), as(account(t, callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to); err != nil {
		t.Fatal(err)
	}
	if got.body != textPush || got.length != int64(len(textPush)) {
		t.Errorf("body %q, length %d", got.body, got.length)
	}
	if !slices.Equal(got.query["tenant"], []string{"7", "8"}) || got.query.Get("openid") != "oFan" || len(got.query.Get("signature")) != 40 {
		t.Errorf("query %v", got.query)
	}
	want := http.Header{"User-Agent": {"Mozilla/4.0"}, "Accept": {"*/*"}, "Content-Type": {"text/xml"}, "Pragma": {"no-cache"}, "Connection": {"close"},
		"Cache-Control": {"no-cache"}} // net/http derives it from Pragma on reading
	for name, values := range got.header {
		if name != "Content-Length" && !slices.Equal(values, want[name]) {
			t.Errorf("%s: %q", name, values)
		}
	}
}

// TestTimeoutIsTriedThreeTimes: same message, new signature, and then the
// verdict names the timeout.
func TestTimeoutIsTriedThreeTimes(t *testing.T) {
	bodies, nonces := make(chan string, 9), make(chan string, 9)
	release := make(chan struct{})
	to := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies <- string(body)
		nonces <- r.URL.Query().Get("nonce")
		<-release
	})
	defer close(release)
	acct, c := account(t, callback.MP, callback.Plain), client(t)
	c.Deadline = 50 * time.Millisecond
	d, err := c.Deliver(t.Context(), as(acct, push.Push{Message: []byte(textPush)}), to)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Attempts) != 3 || !slices.Equal(ids(d.Reply.Problems), []string{"timeout"}) || d.Reply.Kind != "none" {
		t.Errorf("%d attempts, %+v", len(d.Attempts), d.Reply)
	}
	if a, b, c := <-bodies, <-bodies, <-bodies; a != textPush || b != textPush || c != textPush {
		t.Error("the message changed between attempts")
	}
	if a, b := <-nonces, <-nonces; a == b {
		t.Error("the nonce did not change")
	}
}

func TestSecondAttemptCounts(t *testing.T) {
	n := 0
	to := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			conn, _, _ := w.(http.Hijacker).Hijack()
			conn.Close()
			return
		}
		w.Write([]byte("success"))
	})
	d, err := client(t).Deliver(t.Context(), as(account(t, callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if err != nil || len(d.Attempts) != 2 || !d.OK() || !slices.Equal(ids(d.Reply.Problems), []string{"late"}) {
		t.Errorf("%+v, %v", d, err)
	}
	if d.Attempts[0].Cause.ID != "closed" {
		t.Errorf("first attempt: %+v", d.Attempts[0].Cause)
	}
}

func TestNobodyListens(t *testing.T) {
	server := httptest.NewServer(nil)
	to, _ := deliver.ParseTarget(server.URL)
	server.Close()
	d, err := client(t).Deliver(t.Context(), as(account(t, callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if err != nil || d.Last().Cause == nil || d.Last().Cause.ID != "refused" || d.Last().Cause.Answered() {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestEndlessReplyIsCut(t *testing.T) {
	to := serve(t, func(w http.ResponseWriter, r *http.Request) {
		chunk := make([]byte, 1<<20)
		for range 12 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	d, err := client(t).Deliver(t.Context(), as(account(t, callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if err != nil || len(d.Attempts) != 1 || d.Last().Cause == nil || d.Last().Cause.ID != "too-large" {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	to := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		io.ReadAll(r.Body)
		cancel()
		<-r.Context().Done()
	})
	_, err := client(t).Deliver(ctx, as(account(t, callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func TestNoKey(t *testing.T) {
	acct := account(t, callback.MP, callback.Safe)
	acct.Key = nil
	_, err := client(t).Deliver(t.Context(), as(acct, push.Push{Message: []byte(textPush)}), &url.URL{Scheme: "http", Host: "127.0.0.1:1", Path: "/"})
	if !errors.Is(err, callback.ErrNoKey) {
		t.Errorf("err = %v", err)
	}
}

func BenchmarkJudge(b *testing.B) {
	body := []byte(goodReply)
	head, err := message.Scan([]byte(textPush))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if problems := verdict.JudgeReply(body, verdict.ReplyContext{Push: head}); problems != nil {
			b.Fatal(problems)
		}
	}
}
