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
	"wxtool/internal/wxtest"
)

func mp(mode callback.Mode) callback.Account { return wxtest.Account(callback.MP, mode) }
func work() callback.Account                 { return wxtest.Account(callback.Work, callback.Safe) }
func plain() callback.Account                { return recordedAccount(callback.MP, callback.Plain) }

// three are records that began at 0, 2 and 12 seconds.
func three(t testing.TB) []*record.Record {
	list := []*record.Record{pushed(t, plain(), text("a"), "success"), pushed(t, plain(), text("b"), "success"), pushed(t, plain(), text("c"), "success")}
	return at(list, 0, 2, 12)
}

func TestPace(t *testing.T) {
	seconds := func(s ...float64) (list []time.Duration) {
		for _, x := range s {
			list = append(list, time.Duration(x*float64(time.Second)))
		}
		return list
	}
	for _, tt := range []struct {
		name   string
		speed  float64
		max    time.Duration
		delay  time.Duration
		at     []float64
		want   []time.Duration
		behind time.Duration
	}{
		{"recorded", 1, 0, 0, nil, seconds(0, 2, 12), 0},
		{"twice as fast", 2, 0, 0, nil, seconds(0, 1, 6), 0},
		{"half as fast", 0.5, 0, 0, nil, seconds(0, 4, 24), 0},
		{"without waiting", 0, 0, 0, nil, seconds(0, 0, 0), 0},
		{"short gaps", 1, 5 * time.Second, 0, nil, seconds(0, 2, 7), 0},
		{"short gaps of the replay, not of the recording", 2, 3 * time.Second, 0, nil, seconds(0, 1, 4), 0},
		{"answers take time", 1, 0, time.Second, nil, seconds(0, 2, 12), 0},
		{"answers take longer than recorded", 1, 0, 3 * time.Second, nil, seconds(0, 3, 12.9), 900 * time.Millisecond}, // 100 ms are caught up with
		{"records are in the order of their ends", 1, 0, 0, []float64{5, 1, 6}, seconds(0, 4, 5), 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &server{account: mp(callback.Plain), delay: tt.delay}
				p := s.new()
				p.Speed, p.MaxGap = tt.speed, tt.max
				records := three(t)
				if tt.at != nil {
					at(records, tt.at...)
				}
				sum, _ := run(t, p, file(t, records...))
				if !slices.Equal(s.times, tt.want) || sum.Behind != tt.behind {
					t.Errorf("sent at %v, %v behind, want %v, %v behind", s.times, sum.Behind, tt.want, tt.behind)
				}
			})
		})
	}
}

// TestGapOfSelected: between two selected records passes the time between them.
func TestGapOfSelected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{account: mp(callback.Plain)}
		p := s.new()
		p.Speed = 1
		p.Filter.Where = []record.Condition{{Path: "Content", Value: "b", Not: true}}
		sum, lines := run(t, p, file(t, three(t)...))
		if want := []time.Duration{0, 12 * time.Second}; !slices.Equal(s.times, want) || sum.NotSelected != 1 || len(lines) != 2 {
			t.Errorf("sent at %v, want %v; %+v, %q", s.times, want, sum, lines)
		}
	})
}

// TestInterrupted: a wait ends with the context, and the sum is that until then.
func TestInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &server{account: mp(callback.Plain)}
		p := s.new()
		p.Speed = 1
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		sum, err := p.Run(ctx, record.Read(strings.NewReader(file(t, three(t)...)), nil), func(*replay.Event) error { return nil })
		if !errors.Is(err, context.DeadlineExceeded) || sum.Sent != 2 || sum.OK != 2 || time.Since(start) != 5*time.Second {
			t.Errorf("%+v, %v after %v", sum, err, time.Since(start))
		}
	})
}

// TestClosedPort: a refused connection ends the run, any other failure does not.
func TestClosedPort(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{&net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}, "1 sent, 0 ok, 0 bad, 1 unreached"},
		{&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}, "3 sent, 0 ok, 0 bad, 3 unreached"},
		{io.EOF, "3 sent, 0 ok, 3 bad, 0 unreached"}, // the server closes the connection
	} {
		s := &server{account: mp(callback.Plain), err: tt.err}
		sum, _ := run(t, s.new(), file(t, three(t)...))
		if got := fmt.Sprintf("%d sent, %d ok, %d bad, %d unreached", sum.Sent, sum.OK, sum.Bad, sum.Unreached); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.err, got, tt.want)
		}
	}
}

// TestOnce: a request without an answer is not repeated, as the platform's retries are
// recorded too.
func TestOnce(t *testing.T) {
	s := &server{account: mp(callback.Plain), err: errors.New("broken")}
	p := s.new()
	p.Client.Attempts = 3
	if sum, _ := run(t, p, file(t, three(t)...)); len(s.times) != 3 || sum.Sent != 3 {
		t.Errorf("%d requests, %+v", len(s.times), sum)
	}
}

// TestEndsWithItsCallbacks: an error of report, or of Target, ends the run.
func TestEndsWithItsCallbacks(t *testing.T) {
	failed := errors.New("failed")
	records := func() string { return file(t, three(t)...) }
	s := &server{account: mp(callback.Plain)}
	for _, kind := range []replay.Kind{replay.Waiting, replay.Done} {
		_, err := s.new().Run(t.Context(), record.Read(strings.NewReader(records()), nil), func(e *replay.Event) error {
			if e.Kind == kind {
				return failed
			}
			return nil
		})
		if err != failed {
			t.Errorf("event %d: %v", kind, err)
		}
	}
	p := s.new()
	p.Target = func(callback.Platform) (*replay.Target, error) { return nil, failed }
	if _, err := p.Run(t.Context(), record.Read(strings.NewReader(records()), nil), func(*replay.Event) error { return nil }); err != failed {
		t.Errorf("target: %v", err)
	}
	if _, err := s.new().Run(t.Context(), record.Read(errReader{failed}, nil), func(*replay.Event) error { return nil }); err != failed {
		t.Errorf("reader: %v", err)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }
