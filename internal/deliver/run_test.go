package deliver_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// item is a push to send; its n-th message has n as its id.
func item(t *testing.T, name string, to *url.URL) deliver.Item {
	acct, made := wxtest.Account(callback.MP, callback.Plain), 0
	return deliver.Item{Name: name, To: to, Push: func() (*push.Push, error) {
		made++
		return push.Of(name, fmt.Appendf(nil, "<xml><FromUserName>%s</FromUserName><MsgType>text</MsgType><MsgId>%d</MsgId></xml>", name, made), acct), nil
	}}
}

// history keeps what a run reports, in words.
type history struct {
	events []string
	stop   func(*deliver.Event) error
}

func (h *history) report(e *deliver.Event) error {
	kind := [...]string{"sending", "delivered", "probed", "skipped"}[e.Kind]
	h.events = append(h.events, fmt.Sprintf("%s %d/%d %s", kind, e.Number, e.Total, e.Item.Name))
	if h.stop != nil {
		return h.stop(e)
	}
	return nil
}

// keeping answers with body and keeps who sent which message.
func keeping(got *[]string, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		msg, _ := io.ReadAll(r.Body)
		_, rest, _ := strings.Cut(string(msg), "<FromUserName>")
		name, rest, _ := strings.Cut(rest, "</FromUserName><MsgType>text</MsgType><MsgId>")
		id, _, _ := strings.Cut(rest, "<")
		*got = append(*got, name+id)
		io.WriteString(w, body)
	}
}

// TestRunOrder: the list is delivered round by round. Each round makes new pushes, and
// each push is followed by its duplicate with the same message.
func TestRunOrder(t *testing.T) {
	var got []string
	to := serve(t, keeping(&got, "success"))
	plan := &deliver.Plan{Items: []deliver.Item{item(t, "a", to), item(t, "b", to)}, Rounds: 2, Duplicate: true}
	var h history
	sum, err := client(t).Run(t.Context(), plan, h.report)
	if err != nil || sum != (deliver.Sum{Sent: 8, OK: 8}) || plan.Total() != 8 {
		t.Fatalf("%+v, %v", sum, err)
	}
	if want := []string{"a1", "a1", "b1", "b1", "a2", "a2", "b2", "b2"}; !slices.Equal(got, want) {
		t.Errorf("the server got %q, want %q", got, want)
	}
	var want []string
	for n, name := range []string{"a", "a", "b", "b", "a", "a", "b", "b"} {
		want = append(want, fmt.Sprintf("sending %d/8 %s", n+1, name), fmt.Sprintf("delivered %d/8 %s", n+1, name))
	}
	if !slices.Equal(h.events, want) {
		t.Errorf("%q, want %q", h.events, want)
	}
}

// TestRunSum: a bad answer is not a server that is not reached.
func TestRunSum(t *testing.T) {
	plan := &deliver.Plan{Items: []deliver.Item{
		item(t, "good", serve(t, wxtest.Answering(200, ""))),
		item(t, "bad", serve(t, wxtest.Answering(500, ""))),
		item(t, "closed", serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })),
		item(t, "not reached", target(t, "http://127.0.0.1:1")),
	}}
	var h history
	if sum, err := client(t).Run(t.Context(), plan, h.report); err != nil || sum != (deliver.Sum{Sent: 4, OK: 1, Bad: 2, Unreached: 1}) {
		t.Errorf("%+v, %v", sum, err)
	}
}

// TestRunStopsWhenRefused: at a closed port one refusal is enough, but another failure
// ends nothing.
func TestRunStopsWhenRefused(t *testing.T) {
	closed := target(t, "http://127.0.0.1:1")
	hangup := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	plan := &deliver.Plan{StopRefused: true, Items: []deliver.Item{item(t, "a", hangup), item(t, "b", closed), item(t, "c", closed), item(t, "d", hangup)}}
	var h history
	h.stop = func(e *deliver.Event) error {
		if cause, ok := errors.AsType[*exchange.Cause](e.Why); ok != (e.Kind == deliver.Skipped) || ok && cause.ID != exchange.Refused {
			t.Errorf("%s: %v", h.events[len(h.events)-1], e.Why)
		}
		return nil
	}
	sum, err := client(t).Run(t.Context(), plan, h.report)
	if err != nil || sum != (deliver.Sum{Sent: 2, Bad: 1, Unreached: 1, Skipped: 2}) {
		t.Errorf("%+v, %v", sum, err)
	}
	want := []string{"sending 1/4 a", "delivered 1/4 a", "sending 2/4 b", "delivered 2/4 b", "skipped 3/4 c", "skipped 4/4 d"}
	if !slices.Equal(h.events, want) {
		t.Errorf("%q", h.events)
	}
}

// TestRunRequire: every reply must have the text.
func TestRunRequire(t *testing.T) {
	plan := &deliver.Plan{Items: []deliver.Item{item(t, "a", serve(t, wxtest.Answering(200, "success")))}}
	for text, ok := range map[string]bool{"succ": true, "hello": false} {
		plan.Require = text
		var h history
		h.stop = func(e *deliver.Event) error {
			if e.Kind == deliver.Delivered && (e.Delivery.OK() != ok || (len(e.Delivery.Reply.Problems) == 0) != ok) {
				t.Errorf("%s: %+v", text, e.Delivery.Reply)
			}
			return nil
		}
		if sum, err := client(t).Run(t.Context(), plan, h.report); err != nil || sum.OK == 1 != ok {
			t.Errorf("%s: %+v, %v", text, sum, err)
		}
	}
}

// TestRunProbes: behind the last delivery to each URL that has shown nothing.
func TestRunProbes(t *testing.T) {
	var got []string
	silent, empty := serve(t, keeping(&got, "success")), serve(t, keeping(&got, ""))
	reading, count := serve(t, wxtest.Answering(200, goodReply)), 0
	mixed := serve(t, func(w http.ResponseWriter, _ *http.Request) { // one answer shows that a push was read
		if count++; count == 1 {
			io.WriteString(w, goodReply)
		}
	})
	probed := func(name string, to *url.URL) deliver.Item {
		i := item(t, name, to)
		i.Probe = true
		return i
	}
	plan := &deliver.Plan{Rounds: 2, Items: []deliver.Item{
		probed("silent", silent), probed("silent too", silent), probed("reading", reading), probed("mixed", mixed), item(t, "not asked", empty),
	}}
	var h history
	same := false
	h.stop = func(e *deliver.Event) error {
		if next := e.Kind == deliver.Delivered && e.Number == 7; e.ProbeNext != next {
			t.Errorf("%s: probe next: %t", h.events[len(h.events)-1], e.ProbeNext)
		}
		if e.Kind == deliver.Probed {
			same = e.Probe.Same && e.Delivery.Push == e.Probe.Push
		}
		return nil
	}
	sum, err := client(t).Run(t.Context(), plan, h.report)
	if err != nil || sum.Sent != 10 || !same {
		t.Errorf("%+v, %v", sum, err)
	}
	at := slices.Index(h.events, "probed 7/10 silent too")
	if at < 0 || h.events[at-1] != "delivered 7/10 silent too" || len(h.events) != 21 {
		t.Errorf("%q", h.events)
	}
	if n := len(got); n != 7 {
		t.Errorf("%d requests of seven: %q", n, got)
	}
}

// TestRunEnds: whatever ends a run, the deliveries that are not made are reported.
func TestRunEnds(t *testing.T) {
	to := serve(t, wxtest.Answering(200, "success"))
	stopped := errors.New("stopped")
	broken := item(t, "b", to)
	broken.Push = func() (*push.Push, error) { return nil, stopped }
	plain := item(t, "b", to)
	plain.Push = func() (*push.Push, error) {
		acct := wxtest.Account(callback.MP, callback.Safe)
		acct.Key = nil
		return push.Of("b", []byte(textPush), acct), nil
	}
	for _, tt := range []struct {
		name string
		b    deliver.Item
		stop func(e *deliver.Event, cancel context.CancelCauseFunc) error
		err  error
	}{
		{"interrupted", item(t, "b", to), func(e *deliver.Event, cancel context.CancelCauseFunc) error {
			if e.Kind == deliver.Sending && e.Number == 2 {
				cancel(stopped)
			}
			return nil
		}, stopped},
		{"report fails", item(t, "b", to), func(e *deliver.Event, _ context.CancelCauseFunc) error {
			if e.Number == 2 {
				return stopped
			}
			return nil
		}, stopped},
		{"push cannot be made", broken, func(*deliver.Event, context.CancelCauseFunc) error { return nil }, stopped},
		{"push cannot be sealed", plain, func(*deliver.Event, context.CancelCauseFunc) error { return nil }, callback.ErrNoKey},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		h := history{stop: func(e *deliver.Event) error { return tt.stop(e, cancel) }}
		sum, err := client(t).Run(ctx, &deliver.Plan{Items: []deliver.Item{item(t, "a", to), tt.b, item(t, "c", to)}, Rounds: 2}, h.report)
		cancel(nil)
		if !errors.Is(err, tt.err) || sum.Sent != 1 || sum.Skipped != 5 {
			t.Errorf("%s: %+v, %v", tt.name, sum, err)
		}
		want := []string{"skipped 2/6 b", "skipped 3/6 c", "skipped 4/6 a"}
		if n := len(h.events); n < 3 || !slices.Equal(h.events[n-3:], want) {
			t.Errorf("%s: %q", tt.name, h.events)
		}
	}
}

// TestSkippedRounds: one event says how many deliveries of a push were not made. A run of
// many rounds may be ended early.
func TestSkippedRounds(t *testing.T) {
	const rounds = 1_000_000_000
	closed := target(t, "http://127.0.0.1:1")
	plan := &deliver.Plan{StopRefused: true, Rounds: rounds, Duplicate: true, Items: []deliver.Item{item(t, "a", closed), item(t, "b", closed)}}
	var got []string
	sum, err := client(t).Run(t.Context(), plan, func(e *deliver.Event) error {
		if e.Kind == deliver.Skipped {
			got = append(got, fmt.Sprintf("%d: %d of %s", e.Number, e.Skipped, e.Item.Name))
		}
		if len(got) > 2 {
			t.Fatalf("%q", got)
		}
		return nil
	})
	want := []string{"2: 1999999999 of a", "3: 2000000000 of b"}
	if err != nil || sum.Skipped != 4*rounds-1 || !slices.Equal(got, want) {
		t.Errorf("%+v, %v, %q", sum, err, got)
	}
}

// answered answers every request with an empty 200, in no time.
type answered struct{}

func (answered) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// TestRunRate: the probe has its place in the rate too.
func TestRunRate(t *testing.T) {
	to := target(t, "http://127.0.0.1:1")
	synctest.Test(t, func(t *testing.T) {
		one := item(t, "a", to)
		one.Probe = true
		c, start := client(t), time.Now()
		c.HTTP = answered{}
		var h history
		sum, err := c.Run(t.Context(), &deliver.Plan{Items: []deliver.Item{one}, Rounds: 400, Rate: 200}, h.report)
		if took := time.Since(start); err != nil || sum.OK != 400 || took != 2*time.Second {
			t.Errorf("%+v, %v in %v", sum, err, took)
		}
	})
}
