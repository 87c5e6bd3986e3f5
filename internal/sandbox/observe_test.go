package sandbox_test

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// TestObserversMayUseTheSandbox: observers are called without a lock held.
func TestObserversMayUseTheSandbox(t *testing.T) {
	w := newPushing(t)
	config := w.config(w.origin)
	var seen []string
	observe := func(what string) {
		w.Users()
		answer := httptest.NewRecorder()
		w.ServeHTTP(answer, from("GET", "/sandbox/users", ""))
		if answer.Code != 200 {
			t.Errorf("HTTP %d", answer.Code)
		}
		seen = append(seen, what)
	}
	config.Observe = func(e sandbox.Event) { observe(e.Path) }
	config.ObserveAct = func(o *sandbox.Outcome) { observe(o.Action) }
	w.Server = sandbox.New(config)
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "http://127.0.0.1/cgi-bin/token", nil))
		w.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "http://127.0.0.1/cgi-bin/stable_token", strings.NewReader("{}")))
		if _, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: "anna", Action: "follow"}); err != nil {
			t.Error(err)
		}
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("an observer waits for the sandbox, which waits for it")
	}
	if want := []string{"/cgi-bin/token", "/cgi-bin/stable_token", "follow"}; !slices.Equal(seen, want) {
		t.Errorf("observed %q, want %q", seen, want)
	}
}

// TestUnreadBodyIsObserved: a request whose body is too large is in the list of calls.
func TestUnreadBodyIsObserved(t *testing.T) {
	w := newPushing(t)
	config := w.config(w.origin)
	var seen []sandbox.Event
	config.Observe = func(e sandbox.Event) { seen = append(seen, e) }
	w.Server = sandbox.New(config)
	if res := w.ask("POST", "/cgi-bin/stable_token", strings.Repeat("x", 1<<20+1)); res.Code != 413 || res.Body.String() != "the body is too large\n" {
		t.Errorf("%d %s", res.Code, res.Body)
	}
	if len(seen) != 1 || seen[0].Status != 413 || seen[0].Msg != "the body is too large" || seen[0].Path != "/cgi-bin/stable_token" {
		t.Errorf("%+v", seen)
	}
}
