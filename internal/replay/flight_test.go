package replay_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/record"
	"wxtool/internal/replay"
)

// span is when a request was recorded, in seconds.
type span struct{ from, to float64 }

// spans are records of requests, in the order of their ends as a recorder writes them.
// Each has its place in the list as its Content.
func spans(t testing.TB, list ...span) string {
	type numbered struct {
		span
		n int
	}
	var order []numbered
	for i, s := range list {
		order = append(order, numbered{s, i})
	}
	slices.SortStableFunc(order, func(a, b numbered) int { return int(1000 * (a.to - b.to)) })
	var records []*record.Record
	for _, s := range order {
		r := pushed(t, plain(), text(fmt.Sprint(s.n)), "success")
		r.Exchange.Start = time.Unix(1600000000, 0).Add(time.Duration(s.from * float64(time.Second)))
		r.Exchange.Duration = time.Duration((s.to - s.from) * float64(time.Second))
		records = append(records, r)
	}
	return file(t, records...)
}

// TestOverlap: requests that overlapped do so again, and one that followed an answer
// follows it again. Results are reported in the order in which the requests were sent.
func TestOverlap(t *testing.T) {
	for _, tt := range []struct {
		name   string
		spans  []span
		speed  float64
		delays map[string]time.Duration // by Content; of the server
		want   string                   // what is sent, and when
	}{
		{"one after the other", []span{{0, 1}, {1, 2}, {3, 4}}, 1, nil, "0@0s 1@1s 2@3s"},
		{"overlapping", []span{{0, 4}, {1, 2}, {3, 5}}, 1, map[string]time.Duration{"0": 4 * time.Second, "1": time.Second}, "0@0s 1@1s 2@3s"},
		{"slower than recorded", []span{{0, 1}, {2, 3}}, 1, map[string]time.Duration{"0": 4 * time.Second}, "0@0s 1@4s"},
		{"slower than recorded, but they overlapped", []span{{0, 3}, {2, 4}}, 1, map[string]time.Duration{"0": 4 * time.Second}, "0@0s 1@2s"},
		{"after one of two", []span{{0, 9}, {0.5, 1}, {2, 3}}, 1, map[string]time.Duration{"0": 5 * time.Second, "1": 3500 * time.Millisecond}, "0@0s 1@500ms 2@4s"},
		{"faster", []span{{0, 4}, {2, 6}}, 2, map[string]time.Duration{"0": 4 * time.Second}, "0@0s 1@1s"},
		{"without waiting", []span{{0, 4}, {1, 2}}, 0, map[string]time.Duration{"0": 3 * time.Second}, "0@0s 1@3s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &server{account: mp(callback.Plain)}
				s.answer = func(_ int, msg string) (int, string) {
					time.Sleep(tt.delays[content(msg)])
					return 200, "success"
				}
				p := s.new()
				p.Speed = tt.speed
				sum, lines := run(t, p, spans(t, tt.spans...))
				var got []string
				for i, msg := range s.messages {
					got = append(got, fmt.Sprintf("%s@%v", content(msg), s.times[i]))
				}
				if strings.Join(got, " ") != tt.want || sum.OK != len(tt.spans) {
					t.Errorf("sent %q, want %s; %+v", got, tt.want, sum)
				}
				if len(lines) != len(tt.spans) {
					t.Errorf("reported %q", lines)
				}
			})
		})
	}
}

func content(msg string) string {
	_, rest, _ := strings.Cut(msg, "<Content>")
	text, _, _ := strings.Cut(rest, "<")
	return text
}

// TestReportedInOrder although the answers come in another.
func TestReportedInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{account: mp(callback.Plain)}
		s.answer = func(n int, _ string) (int, string) {
			time.Sleep(time.Duration(4-n) * time.Second)
			return 200, "success"
		}
		p := s.new()
		p.Speed = 1
		_, lines := run(t, p, spans(t, span{0, 5}, span{0.1, 4}, span{0.2, 3}))
		if want := []string{"3 text ok=true", "2 text ok=true", "1 text ok=true"}; !slices.Equal(lines, want) {
			t.Errorf("%q, want %q", lines, want)
		}
	})
}

// TestRefusedWhileOthersAreSent: all that was sent is counted, and nothing else is sent.
func TestRefusedWhileOthersAreSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{account: mp(callback.Plain), delay: 2 * time.Second, err: &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}}
		p := s.new()
		p.Speed = 1
		sum, lines := run(t, p, spans(t, span{0, 5}, span{1, 6}, span{3, 7}, span{8, 9}))
		if sum.Sent != 2 || sum.Unreached != 2 || len(lines) != 2 {
			t.Errorf("%+v, %q", sum, lines)
		}
	})
}

// TestInterruptedWhileSending: Run returns when no request is being sent any more.
func TestInterruptedWhileSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{account: mp(callback.Plain)}
		s.answer = func(int, string) (int, string) {
			time.Sleep(time.Second)
			return 200, "success"
		}
		p := s.new()
		p.Speed = 1
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3500*time.Millisecond, cancel)
		sum, err := p.Run(ctx, record.Read(strings.NewReader(spans(t, span{0, 1}, span{3, 4}, span{3.2, 5}, span{9, 10})), nil), func(*replay.Event) error { return nil })
		if active := s.active.Load(); active != 0 {
			t.Errorf("%d requests are being sent", active)
		}
		if !errors.Is(err, context.Canceled) || sum.OK != 1 || len(s.times) != 3 {
			t.Errorf("%+v, %v, %d requests", sum, err, len(s.times))
		}
	})
}

// TestHoldsLittle: when a request is sent, only the records of the seconds after it were
// read.
func TestHoldsLittle(t *testing.T) {
	s := &server{account: mp(callback.Plain)}
	p := s.new()
	source := &endless{line: strings.TrimSuffix(file(t, pushed(t, plain(), text(strings.Repeat("x", 10_000)), "success")), "\n")}
	enough := errors.New("enough")
	_, err := p.Run(t.Context(), record.Read(source, nil), func(e *replay.Event) error {
		if e.Kind == replay.Done && e.Line.Number == 100 {
			return enough
		}
		return nil
	})
	// 100 records are sent, those of 10 s are held, and the reader has a buffer.
	if !errors.Is(err, enough) || source.lines > 100+11+64 {
		t.Errorf("%v after %d lines", err, source.lines)
	}
}

// endless is a recording without an end, of one request per second.
type endless struct {
	line  string
	lines int
	rest  string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		began := time.Unix(1600000000, 0).UTC().Add(time.Duration(e.lines) * time.Second)
		e.lines++
		_, after, ok := strings.Cut(e.line, `"time":"2020-09-13T12:26:40Z","mono_ms":0,"first":true,`)
		if !ok {
			return 0, io.ErrUnexpectedEOF
		}
		e.rest = fmt.Sprintf(`{"version":2,"seq":%d,"time":"%s",`, e.lines, began.Format(time.RFC3339)) + after + "\n"
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}
