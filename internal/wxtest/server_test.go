package wxtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/wxtest"
)

// TestServers: each of them behaves as its name says.
func TestServers(t *testing.T) {
	to := wxtest.Serve(t, wxtest.First(1, wxtest.HangingUp(""), wxtest.Answering(503, "busy")))
	if body, err := post(t.Context(), to); err == nil {
		t.Errorf("hanging up: %q", body)
	}
	if body, err := post(t.Context(), to); body != "503 busy" {
		t.Errorf("answering: %q, %v", body, err)
	}
	if body, err := post(t.Context(), wxtest.Serve(t, wxtest.HangingUp("220 ready\r\n"))); err == nil {
		t.Errorf("not HTTP: %q", body)
	}
	if body, err := post(t.Context(), wxtest.Closed()); err == nil {
		t.Errorf("closed: %q", body)
	}
	ctx, cancel := context.WithCancel(t.Context())
	silent := wxtest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cancel()
		wxtest.Silent(w, r)
	}))
	if body, err := post(ctx, silent); !errors.Is(err, context.Canceled) {
		t.Errorf("silent: %q, %v", body, err)
	}
}

// post sends one request on a new connection, so that the client does not retry it.
func post(ctx context.Context, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader("x"))
	if err != nil {
		return "", err
	}
	res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.Status[:4] + string(body), err
}

// TestClock: the clock moves only when the test moves it, and the same seed gives the
// same bytes.
func TestClock(t *testing.T) {
	var clock wxtest.Clock
	if got := clock.Now().Unix(); got != 1751328000 {
		t.Errorf("starts at %d", got)
	}
	clock.Advance(time.Minute)
	if got := clock.Now().Unix(); got != 1751328060 {
		t.Errorf("a minute later: %d", got)
	}
	first, same, other := make([]byte, 16), make([]byte, 16), make([]byte, 16)
	wxtest.Random(1).Read(first)
	wxtest.Random(1).Read(same)
	wxtest.Random(2).Read(other)
	if !slices.Equal(first, same) || slices.Equal(first, other) {
		t.Errorf("%x, %x, %x", first, same, other)
	}
}
