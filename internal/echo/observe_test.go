package echo_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/echo"
	"wxtool/internal/exchange"
)

// firstWrite is a response that reports when it begins to be written.
type firstWrite struct {
	http.ResponseWriter
	begins func()
}

func (f firstWrite) WriteHeader(status int) { f.begins(); f.ResponseWriter.WriteHeader(status) }

// TestRecordedObservedAnswered, in this order.
func TestRecordedObservedAnswered(t *testing.T) {
	s, _ := server(t, account(callback.MP, callback.Plain))
	var order []string
	s.Record = func(e *echo.Event) error {
		order = append(order, "recorded "+string(e.Exchange.Response.Body))
		return nil
	}
	s.Observe = func(e *echo.Event) { order = append(order, "observed "+string(e.Kind)) }
	s.Reply = echo.Literal("success")
	w := firstWrite{httptest.NewRecorder(), func() { order = append(order, "answered") }}
	s.ServeHTTP(w, httptest.NewRequest("POST", signedURL(""), strings.NewReader(push)))
	if want := []string{"recorded success", "observed push", "answered"}; !slices.Equal(order, want) {
		t.Errorf("%q", order)
	}
}

// TestUnrecordedIsNotAcknowledged: the sender must not take as received what the
// record has not.
func TestUnrecordedIsNotAcknowledged(t *testing.T) {
	s, events := server(t, account(callback.MP, callback.Plain))
	failure := errors.New("disk full")
	s.Record = func(*echo.Event) error { return failure }
	if w := do(s, "POST", signedURL(""), push); w.Code != 500 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("HTTP %d %q", w.Code, w.Body)
	}
	if e := events.last(t); e.Kind != echo.Failed || !errors.Is(e.Err, failure) || e.Exchange.Response.Status != 500 {
		t.Errorf("observed %s, %v", e.Kind, e.Err)
	}
}

// TestOneRequestAtATime: many requests at once are recorded and observed one
// after the other, in one order.
func TestOneRequestAtATime(t *testing.T) {
	s, _ := server(t, account(callback.MP, callback.Plain))
	var feed exchange.Feed[*echo.Event]
	observed := feed.Subscribe(exchange.Bound{Events: 100, Bytes: 1 << 20})
	var recorded []*echo.Event // the race detector sees two at once
	s.Record = func(e *echo.Event) error { recorded = append(recorded, e); return nil }
	s.Observe = func(e *echo.Event) { feed.Publish(e, e.Size()) }
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { do(s, "POST", signedURL(""), push) })
	}
	all.Wait()
	if len(recorded) != 50 {
		t.Fatalf("%d are recorded", len(recorded))
	}
	for i := range recorded {
		if e, dropped, err := observed.Next(t.Context()); e != recorded[i] || dropped != 0 || err != nil {
			t.Fatalf("event %d is another, %d dropped, %v", i, dropped, err)
		}
	}
}

// TestSize: the size of an event includes its parts of the request and the answer.
func TestSize(t *testing.T) {
	for _, mode := range []callback.Mode{callback.Plain, callback.Safe} {
		acct := account(callback.MP, mode)
		s, events := server(t, acct)
		long := strings.Replace(push, "你好", strings.Repeat("x", 1_000_000), 1)
		signed, err := acct.Seal([]byte(long), callback.Stamp{Timestamp: "1751328000", Nonce: "77"})
		if err != nil {
			t.Fatal(err)
		}
		s.Reply = echo.Literal(strings.Repeat("y", 300_000))
		do(s, "POST", "/?"+signed.Query.Encode(), string(signed.Body))
		e := events.last(t)
		held := len(e.Exchange.Request.Body) + len(e.Reply) + len(e.Exchange.Response.Body)
		if mode == callback.Safe { // the plaintext is another copy
			held += len(e.Push.Message)
		}
		if got := e.Size(); got < held || got > held+10_000 {
			t.Errorf("%s: %d, want a little more than %d", mode, got, held)
		}
	}
}

// TestSizeOfHeader: the size of an event includes the header of the request, which may be
// most of it.
func TestSizeOfHeader(t *testing.T) {
	s, events := server(t, account(callback.MP, callback.Plain))
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(push))
	r.Header.Add("X-Long", strings.Repeat("x", 30_000))
	r.Header.Add("X-Long", strings.Repeat("y", 30_000))
	s.ServeHTTP(httptest.NewRecorder(), r)
	if got := events.last(t).Size(); got < 60_000 || got > 70_000 {
		t.Errorf("%d, want a little more than 60000", got)
	}
}
