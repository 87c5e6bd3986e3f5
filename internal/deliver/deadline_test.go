package deliver_test

import (
	"math"
	"net/http"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// deadlines keeps how long each request may still take, and answers with an
// empty 200.
type deadlines struct{ left []time.Duration }

func (d *deadlines) RoundTrip(r *http.Request) (*http.Response, error) {
	left := time.Duration(math.MaxInt64)
	if at, ok := r.Context().Deadline(); ok {
		left = time.Until(at)
	}
	d.left = append(d.left, left)
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// TestDeadlineOfRequests: the client's own deadline replaces the platform's, for
// pushes and for all requests of the check. An hour is far enough from five
// seconds for the slowest machine.
func TestDeadlineOfRequests(t *testing.T) {
	target, err := deliver.ParseTarget("http://127.0.0.1:1/")
	if err != nil {
		t.Fatal(err)
	}
	const long = 30 * time.Minute
	for _, tt := range []struct {
		name     string
		platform callback.Platform
		own      time.Duration
		push     time.Duration // at most
		check    time.Duration // at most
	}{
		{"own, Official Account", callback.MP, time.Hour, time.Hour, time.Hour},
		{"own, WeCom", callback.Work, time.Hour, time.Hour, time.Hour},
		{"Official Account's", callback.MP, 0, 5 * time.Second, 5 * time.Second},
		{"WeCom's", callback.Work, 0, 5 * time.Second, time.Second},
	} {
		seen := &deadlines{}
		acct, c := wxtest.Account(tt.platform, callback.Safe), client(t)
		c.HTTP, c.Deadline = seen, tt.own
		if _, err := c.Deliver(t.Context(), as(acct, push.Push{Message: []byte(textPush)}), target); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Handshake(t.Context(), acct, target); err != nil {
			t.Fatal(err)
		}
		limits := []time.Duration{tt.push, tt.check, tt.check}
		if tt.platform == callback.MP { // the answer is wrong, so the verification of WeCom is tried
			limits = append(limits, tt.check)
		}
		if len(seen.left) != len(limits) {
			t.Fatalf("%s: %d requests, want a push and %d checks", tt.name, len(seen.left), len(limits)-1)
		}
		for i, most := range limits {
			if left := seen.left[i]; left > most || tt.own > 0 && left < long {
				t.Errorf("%s: request %d may take %v, want %v", tt.name, i+1, left, most)
			}
		}
	}
}
