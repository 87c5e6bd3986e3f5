package deliver_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

const goodReply = `<xml><ToUserName><![CDATA[oFan]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName><CreateTime>1751328001</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello]]></Content></xml>`

// reply is goodReply with one thing changed.
func reply(old, new string) string {
	if !strings.Contains(goodReply, old) {
		panic("goodReply has no " + old)
	}
	return strings.Replace(goodReply, old, new, 1)
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
	if _, err := client(t).Deliver(t.Context(), as(wxtest.Account(callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to); err != nil {
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
	to := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies <- string(body)
		nonces <- r.URL.Query().Get("nonce")
		wxtest.Silent(w, r)
	})
	acct, c := wxtest.Account(callback.MP, callback.Plain), client(t)
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
	to := serve(t, wxtest.First(1, wxtest.HangingUp(""), wxtest.Answering(200, "success")))
	d, err := client(t).Deliver(t.Context(), as(wxtest.Account(callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if err != nil || len(d.Attempts) != 2 || !d.OK() || !slices.Equal(ids(d.Reply.Problems), []string{"late"}) {
		t.Errorf("%+v, %v", d, err)
	}
	if d.Attempts[0].Cause.ID != "closed" {
		t.Errorf("first attempt: %+v", d.Attempts[0].Cause)
	}
}

func TestNobodyListens(t *testing.T) {
	to, _ := deliver.ParseTarget(wxtest.Closed())
	d, err := client(t).Deliver(t.Context(), as(wxtest.Account(callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
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
	d, err := client(t).Deliver(t.Context(), as(wxtest.Account(callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if err != nil || len(d.Attempts) != 1 || d.Last().Cause == nil || d.Last().Cause.ID != "too-large" {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	to := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.ReadAll(r.Body)
		cancel()
		wxtest.Silent(w, r)
	})
	_, err := client(t).Deliver(ctx, as(wxtest.Account(callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}

func TestNoKey(t *testing.T) {
	acct := wxtest.Account(callback.MP, callback.Safe)
	acct.Key = nil
	_, err := client(t).Deliver(t.Context(), as(acct, push.Push{Message: []byte(textPush)}), &url.URL{Scheme: "http", Host: "127.0.0.1:1", Path: "/"})
	if !errors.Is(err, callback.ErrNoKey) {
		t.Errorf("err = %v", err)
	}
}
