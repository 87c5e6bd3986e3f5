package cli

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stuck is a stdin without data. The first Read interrupts the command.
type stuck struct{ interrupt context.CancelFunc }

func (s stuck) Read([]byte) (int, error) {
	s.interrupt()
	select {}
}

// TestInterruptedWhileReading: every command that reads stdin ends with 130 when the user
// interrupts, even if there is no data.
func TestInterruptedWhileReading(t *testing.T) {
	for _, line := range []string{
		"decrypt", "decrypt --batch", "encrypt", "verify --log -", "verify --request -", "verify -",
		"sign --encrypt -", "send-fixture -", "fixture show -", "explain -", "menu validate -", "replay - --to 3000", "record show -", "record export - 1",
	} {
		t.Run(line, func(t *testing.T) {
			env, _, stderr := newWorld(t).env()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			env.In = stuck{cancel}
			if code := Main(ctx, env, strings.Fields(line)); code != exitInterrupted {
				t.Errorf("exit code %d, %s", code, stderr)
			}
		})
	}
}

// TestInterruptedWhileALogRuns: the same with endless data.
func TestInterruptedWhileALogRuns(t *testing.T) {
	env, _, stderr := newWorld(t).env()
	ctx, cancel := context.WithCancel(t.Context())
	lines := 0
	env.In = readerFunc(func(p []byte) (int, error) {
		if lines++; lines == 100 {
			cancel()
		}
		return copy(p, "no signature here\n"), nil
	})
	if code := Main(ctx, env, []string{"verify", "--log", "-"}); code != exitInterrupted {
		t.Errorf("exit code %d, %s", code, stderr)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestSettingsAreBounded: an endless file is an error.
func TestSettingsAreBounded(t *testing.T) {
	if _, err := os.Stat("/dev/zero"); errors.Is(err, os.ErrNotExist) {
		t.Skip("there is no /dev/zero")
	}
	w := newWorld(t)
	if err := os.Symlink("/dev/zero", filepath.Join(w.dir, "wxtool.yaml")); err != nil {
		t.Fatal(err)
	}
	env, _, stderr := w.env()
	if code := Main(t.Context(), env, []string{"sign"}); code != exitUsage || !strings.Contains(stderr.String(), "larger than") {
		t.Errorf("exit code %d, %s", code, stderr)
	}
}

// TestServeAnswersIfStdoutIsNotRead: the sender gets its answer even if stdout of the
// server blocks.
func TestServeAnswersIfStdoutIsNotRead(t *testing.T) {
	w := newWorld(t)
	env, _, _ := w.env()
	reader, writer := io.Pipe()
	env.Out = writer
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int)
	go func() { ended <- Main(ctx, env, []string{"serve", "--listen", "127.0.0.1:0"}) }()
	ready := make([]byte, 200)
	n, err := reader.Read(ready) // the ready line, and then no more
	if err != nil {
		t.Fatal(err)
	}
	_, url, _ := strings.Cut(strings.TrimSpace(string(ready[:n])), "listening on ")
	other, _, stderr := newWorld(t).env()
	for range 3 {
		if code := Main(t.Context(), other, []string{"send-fixture", "text", "--to", url}); code != exitOK {
			t.Errorf("exit code %d, %s", code, stderr)
		}
	}
	cancel()
	go io.Copy(io.Discard, reader)
	if code := <-ended; code != exitInterrupted {
		t.Errorf("the server ended with %d", code)
	}
}

// TestInterruptedAmidAll: the summary counts the pushes that were sent, and the report
// lists the others as skipped.
func TestInterruptedAmidAll(t *testing.T) {
	w := newWorld(t)
	env, stdout, stderr := w.env()
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	env.HTTP = roundTripFunc(func(r *http.Request) (*http.Response, error) {
		if n++; n == 3 {
			cancel()
			return nil, ctx.Err()
		}
		return answering("success").RoundTrip(r)
	})
	code := Main(ctx, env, []string{"send-fixture", "mp/pic-*", "--to", "127.0.0.1:1", "--junit", "report.xml", "--repeat", "2"})
	report, err := os.ReadFile(filepath.Join(w.dir, "report.xml"))
	if err != nil || code != exitInterrupted {
		t.Fatalf("exit code %d, %v", code, err)
	}
	if !strings.Contains(stdout.String(), "2 sent, 2 ok") || !strings.Contains(stderr.String(), "interrupted after 2 of 6 deliveries") {
		t.Errorf("%s%s", stdout, stderr)
	}
	if !strings.Contains(string(report), `tests="6" failures="0" errors="0" skipped="4"`) || strings.Count(string(report), "<skipped") != 4 {
		t.Errorf("%s", report)
	}
}

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
