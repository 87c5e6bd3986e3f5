package deliver_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
)

// errCloses makes a dialer connect to a server that closes the connection at once.
var errCloses = errors.New("closes")

// dialer answers the n-th connection, from 1, with what its function returns.
type dialer struct {
	n      int
	answer func(ctx context.Context, n int) error
}

func (d *dialer) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d.n++
	err := d.answer(ctx, d.n)
	conn, other := net.Pipe()
	if err != nil {
		other.Close()
	}
	if err == errCloses {
		err = nil
	}
	return conn, err
}

// TestWait: it connects until the port answers, and no longer than the limit. A port
// answers if it keeps a connection for a moment.
func TestWait(t *testing.T) {
	const settled = 100 * time.Millisecond
	stopped := errors.New("stopped")
	silent := func(ctx context.Context, n int) error {
		<-ctx.Done()
		return ctx.Err()
	}
	closed := &net.DNSError{Name: "nosuch.example"}
	for _, tt := range []struct {
		name   string
		answer func(ctx context.Context, n int) error
		cause  string
		took   time.Duration
	}{
		{"at once", func(context.Context, int) error { return nil }, "", settled},
		{"later", func(_ context.Context, n int) error {
			if n < 31 {
				return closed
			}
			return nil
		}, "", 3*time.Second + settled},
		{"a proxy whose server is not there yet", func(_ context.Context, n int) error {
			if n < 31 {
				return errCloses
			}
			return nil
		}, "", 3*time.Second + settled},
		{"a proxy whose server never comes", func(context.Context, int) error { return errCloses }, exchange.Closed, 5 * time.Second},
		{"never", func(context.Context, int) error { return closed }, exchange.NoName, 5 * time.Second},
		{"silent", silent, exchange.Timeout, 5 * time.Second},
		{"silent at the end", func(ctx context.Context, n int) error {
			if n > 3 {
				return silent(ctx, n)
			}
			return closed
		}, exchange.NoName, 5 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &dialer{answer: tt.answer}
				c, start := &deliver.Client{Dial: d.dial}, time.Now()
				cause, err := c.Wait(t.Context(), target(t, "http://nosuch.example/wx"), 5*time.Second)
				if took := time.Since(start); err != nil || took != tt.took || (cause == nil) != (tt.cause == "") || cause != nil && cause.ID != tt.cause {
					t.Errorf("%v, %v after %s and %d connections", cause, err, took, d.n)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(stopped) })
		d := &dialer{answer: silent}
		if cause, err := (&deliver.Client{Dial: d.dial}).Wait(ctx, target(t, "3000"), 5*time.Second); cause != nil || !errors.Is(err, stopped) {
			t.Errorf("interrupted: %v, %v", cause, err)
		}
	})
}

// TestWaitForAPort: with real sockets.
func TestWaitForAPort(t *testing.T) {
	open := serve(t, nil)
	if cause, err := client(t).Wait(t.Context(), open, time.Minute); cause != nil || err != nil {
		t.Errorf("%v, %v", cause, err)
	}
	cause, err := client(t).Wait(t.Context(), target(t, "127.0.0.1:1"), 500*time.Millisecond)
	if err != nil || cause == nil || cause.ID != exchange.Refused || !strings.Contains(cause.Text, "127.0.0.1:1") {
		t.Errorf("%v, %v", cause, err)
	}
}

// TestListens: an accepted connection is enough, even if it is closed at once.
func TestListens(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		want bool
	}{{"open", nil, true}, {"closes at once", errCloses, true}, {"closed", &net.DNSError{}, false}} {
		d := &dialer{answer: func(context.Context, int) error { return tt.err }}
		c := &deliver.Client{Dial: d.dial}
		if got := c.Listens(t.Context(), target(t, "http://localhost:1/wx")); got != tt.want || d.n != 1 {
			t.Errorf("%s: %t after %d connections", tt.name, got, d.n)
		}
	}
}
