package cli

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// failing is a stdout that takes the first line and fails with err from then on.
type failing struct {
	err   error
	first chan string

	mu    sync.Mutex
	lines int
}

func (f *failing) Write(b []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.lines++; f.lines > 1 {
		return 0, f.err
	}
	f.first <- string(b)
	return len(b), nil
}

// TestServeEndsWhenOutputFails: the push whose line cannot be written has its
// answer, and then the server ends: with an error where the disk is full, and
// without one where the reader of a pipe has gone.
func TestServeEndsWhenOutputFails(t *testing.T) {
	tests := []struct {
		name, flags string
		err         error
		code        int
		message     string
	}{
		{"full disk", "", syscall.ENOSPC, exitIO, "wxtool: error: no space left on device"},
		{"full disk, more pushes wanted", "--exit-after 5", syscall.ENOSPC, exitIO, "no space left on device"},
		{"reader gone", "", syscall.EPIPE, exitOK, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env, _, stderr := newWorld(t).env()
			out := &failing{err: tt.err, first: make(chan string, 1)}
			env.Out = out
			ended := make(chan int, 1)
			go func() {
				ended <- Main(t.Context(), env, append([]string{"serve", "--listen", "127.0.0.1:0"}, strings.Fields(tt.flags)...))
			}()
			_, url, found := strings.Cut(strings.TrimSpace(<-out.first), "listening on ")
			if !found {
				t.Fatal("the server is not ready")
			}
			if status := postUnsigned(t, url); status != http.StatusForbidden {
				t.Errorf("status %d", status)
			}
			select {
			case code := <-ended:
				if code != tt.code || !strings.Contains(stderr.String(), tt.message) {
					t.Errorf("exit code %d, want %d\n%s", code, tt.code, stderr)
				}
			case <-time.After(30 * time.Second): // only where the test fails
				t.Fatal("the server goes on")
			}
			if res, err := http.Get(url); err == nil {
				res.Body.Close()
				t.Errorf("the server still answers, with %s", res.Status)
			}
		})
	}
}

// postUnsigned sends a push without a signature, which is one line of output.
func postUnsigned(t *testing.T, url string) int {
	t.Helper()
	res, err := http.Post(url, "text/xml", strings.NewReader("<xml></xml>"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal(err)
	}
	return res.StatusCode
}

// gated is a stdout that takes the first line, and then nothing until it is opened.
type gated struct {
	first chan string
	open  chan struct{}

	mu     sync.Mutex
	writes []string
}

func (g *gated) Write(b []byte) (int, error) {
	g.mu.Lock()
	g.writes = append(g.writes, string(b))
	n := len(g.writes)
	g.mu.Unlock()
	if n == 1 {
		g.first <- string(b)
	} else {
		<-g.open
	}
	return len(b), nil
}

// TestEventsAreWrittenTogether: events that wait while stdout is slow are written in few
// pieces, none larger than what a pipe takes as a whole.
func TestEventsAreWrittenTogether(t *testing.T) {
	const pushes, largest = 60, 4 << 10
	env, _, _ := newWorld(t).env()
	out := &gated{first: make(chan string, 1), open: make(chan struct{})}
	env.Out = out
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() { ended <- Main(ctx, env, []string{"serve", "--listen", "127.0.0.1:0"}) }()
	_, url, _ := strings.Cut(strings.TrimSpace(<-out.first), "listening on ")
	for range pushes {
		if status := postUnsigned(t, url); status != http.StatusForbidden {
			t.Errorf("status %d", status)
		}
	}
	close(out.open)
	stop()
	<-ended
	all := strings.Join(out.writes, "")
	if n := strings.Count(all, "because:"); n != pushes || len(out.writes) > pushes/2 {
		t.Errorf("%d events in %d pieces", n, len(out.writes))
	}
	for _, piece := range out.writes {
		if len(piece) > largest {
			t.Errorf("a piece of %d bytes", len(piece))
		}
	}
}
