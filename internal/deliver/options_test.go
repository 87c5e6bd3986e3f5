package deliver_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// TestOnAttempt: the hook knows each attempt before the server does.
func TestOnAttempt(t *testing.T) {
	var events []string
	to := serve(t, func(w http.ResponseWriter, r *http.Request) {
		events = append(events, "got "+r.URL.Query().Get("nonce"))
		w.WriteHeader(500)
	})
	p := as(wxtest.Account(callback.Work, callback.Safe), push.Push{Name: "x", Message: []byte(textPush)})
	c := client(t)
	c.OnAttempt = func(a *deliver.Attempt) {
		if a.Push != p || a.To != to || a.Request.Method != http.MethodPost || string(a.Request.Body) != string(a.Signed.Body) {
			t.Errorf("%+v", a)
		}
		events = append(events, fmt.Sprintf("send %d %s", a.Number, a.Signed.Query.Get("nonce")))
	}
	d, err := c.Deliver(t.Context(), p, to)
	if err != nil || len(d.Attempts) != 3 {
		t.Fatalf("%+v, %v", d, err)
	}
	var want []string
	for i, a := range d.Attempts {
		nonce := callback.NewClaim(a.Request.URL, nil).Query.Get("nonce")
		want = append(want, fmt.Sprintf("send %d %s", i+1, nonce), "got "+nonce)
	}
	if !slices.Equal(events, want) {
		t.Errorf("%q, want %q", events, want)
	}
}

// TestRetryOption: a rule of the caller replaces the platform's.
func TestRetryOption(t *testing.T) {
	var count atomic.Int32
	to := serve(t, answersInTurn(&count, 404, 404, 404, 200))
	c := client(t)
	c.Attempts = 5
	c.Retry = func(p *push.Push, last *exchange.Exchange) bool {
		return p.Name == "x" && last.Cause == nil && last.Response.Status == 404
	}
	d, err := c.Deliver(t.Context(), as(wxtest.Account(callback.MP, callback.Plain), push.Push{Name: "x", Message: []byte(textPush)}), to)
	if err != nil || count.Load() != 4 || len(d.Attempts) != 4 {
		t.Errorf("%d requests, %+v, %v", count.Load(), d, err)
	}
}

// TestKeepAlive: the platform opens a connection for each request.
func TestKeepAlive(t *testing.T) {
	for keep, want := range map[bool]int{false: 3, true: 1} {
		from := map[string]bool{}
		to := serve(t, func(_ http.ResponseWriter, r *http.Request) {
			from[r.RemoteAddr] = true
			if r.Close == keep {
				t.Errorf("keep %t: the request says close: %t", keep, r.Close)
			}
		})
		c := client(t)
		c.KeepAlive = keep
		for range 3 {
			if _, err := c.Deliver(t.Context(), as(wxtest.Account(callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to); err != nil {
				t.Fatal(err)
			}
		}
		if len(from) != want {
			t.Errorf("keep %t: %d connections, want %d", keep, len(from), want)
		}
	}
}

// TestDeliveriesAtTheSameTime: one client serves several goroutines, and each gets
// the answer to its own push.
func TestDeliveriesAtTheSameTime(t *testing.T) {
	acct := wxtest.Account(callback.MP, callback.Plain)
	to := serve(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.URL.Query().Get("openid")) })
	c := client(t)
	c.KeepAlive = true
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			own := fmt.Sprintf("oFan%d", i)
			p := push.Of("x", fmt.Appendf(nil, "<xml><FromUserName>%s</FromUserName><MsgType>text</MsgType></xml>", own), acct)
			for range 5 {
				d, err := c.Deliver(t.Context(), p, to)
				if err != nil || d.Last().Cause != nil || string(d.Last().Response.Body) != own {
					t.Errorf("%s: %+v, %v", own, d, err)
					return
				}
			}
		})
	}
	all.Wait()
}
