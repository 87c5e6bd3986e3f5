package deliver_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// TestProbe: a probe is one request with the same message and a signature that
// the account does not make, and only the same answer to it is doubtful.
func TestProbe(t *testing.T) {
	// refusing answers a right signature as right, and any other as wrong.
	refusing := func(acct callback.Account, right, wrong http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			acct := acct
			if _, err := acct.Open(callback.ParseQuery(r.URL.RawQuery), body); err != nil {
				wrong(w, r)
				return
			}
			right(w, r)
		}
	}
	hangUp := func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }
	success, nothing := wxtest.Answering(200, "success"), wxtest.Answering(200, "")
	tests := []struct {
		name         string
		right, wrong http.HandlerFunc
		status       int
		same         bool
	}{
		{"success to all", success, success, 200, true},
		{"nothing to all", nothing, nothing, 200, true},
		{"403", success, wxtest.Answering(403, ""), 403, false},
		{"500", success, wxtest.Answering(500, "success"), 500, false},
		{"another word", success, wxtest.Answering(200, "fail"), 200, false},
		{"nothing, which differs from success", success, nothing, 200, false},
		{"204", nothing, wxtest.Answering(204, ""), 204, false},
		{"no answer", success, hangUp, 0, false},
	}
	modes := map[string]callback.Account{
		"plain":      wxtest.Account(callback.MP, callback.Plain),
		"compatible": wxtest.Account(callback.MP, callback.Compatible),
		"safe":       wxtest.Account(callback.MP, callback.Safe),
		"WeCom":      wxtest.Account(callback.Work, callback.Safe),
	}
	for mode, acct := range modes {
		for _, tt := range tests {
			t.Run(mode+"/"+tt.name, func(t *testing.T) {
				var requests atomic.Int32
				handler := refusing(acct, tt.right, tt.wrong)
				to := serve(t, func(w http.ResponseWriter, r *http.Request) { requests.Add(1); handler(w, r) })
				c := client(t)
				d, err := c.Deliver(t.Context(), as(acct, push.Push{Name: "x", Message: []byte(textPush)}), to)
				if err != nil || !d.Silent() {
					t.Fatalf("%v, silent %t, %+v", err, d.Silent(), d.Reply)
				}
				p, err := c.Probe(t.Context(), d)
				if err != nil {
					t.Fatal(err)
				}
				status := 0
				if res := p.Attempt.Response; res != nil {
					status = res.Status
				}
				want := []string{}
				if tt.same {
					want = []string{"same-answer"}
				}
				if requests.Load() != 2 || status != tt.status || p.Same != tt.same || !slices.Equal(ids(p.Problems), want) {
					t.Errorf("%d requests, status %d, same %t, problems %+v", requests.Load(), status, p.Same, p.Problems)
				}
				sent := p.Attempt.Request
				if mode == "plain" && string(sent.Body) != textPush {
					t.Errorf("another message was sent: %s", sent.Body)
				}
			})
		}
	}
}

// TestProbeSignatures: both signatures of a push are wrong, and look right.
func TestProbeSignatures(t *testing.T) {
	var query callback.Query
	to := serve(t, func(_ http.ResponseWriter, r *http.Request) { query = callback.ParseQuery(r.URL.RawQuery) })
	acct, c := wxtest.Account(callback.MP, callback.Safe), client(t)
	d, err := c.Deliver(t.Context(), as(acct, push.Push{Name: "x", Message: []byte(textPush)}), to)
	if err != nil {
		t.Fatal(err)
	}
	right := query
	if _, err := c.Probe(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"signature", "msg_signature"} {
		got := query.Get(name)
		if len(got) != 40 || strings.Trim(got, "0123456789abcdef") != "" || got == right.Get(name) {
			t.Errorf("%s=%s", name, got)
		}
	}
	for _, name := range []string{"openid", "encrypt_type"} {
		if query.Get(name) == "" || query.Get(name) != right.Get(name) {
			t.Errorf("%s=%s, was %s", name, query.Get(name), right.Get(name))
		}
	}
}

// TestSilent: a passive reply shows that the push was read.
func TestSilent(t *testing.T) {
	for body, silent := range map[string]bool{"": true, "success": true, goodReply: false, "SUCCESS": false, "words": false} {
		d, err := client(t).Deliver(t.Context(), as(wxtest.Account(callback.MP, callback.Plain), push.Push{Name: "x", Message: []byte(textPush)}), serve(t, wxtest.Answering(200, body)))
		if err != nil || d.Silent() != silent {
			t.Errorf("%q: silent %t, %v", body, d.Silent(), err)
		}
	}
}

// TestProbeInterrupted: an interrupt is no answer of the server.
func TestProbeInterrupted(t *testing.T) {
	acct, c := wxtest.Account(callback.MP, callback.Plain), client(t)
	d, err := c.Deliver(t.Context(), as(acct, push.Push{Name: "x", Message: []byte(textPush)}), serve(t, wxtest.Answering(200, "")))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if p, err := c.Probe(ctx, d); p != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", p, err)
	}
}
