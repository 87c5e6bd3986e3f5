package cli

import (
	"context"
	"strings"
	"testing"
)

// TestRunAnnouncesTheServer: when the port of --to answers, a note has the command that
// pushes to it. An interrupt is passed on, and the exit code is that of the server.
func TestRunAnnouncesTheServer(t *testing.T) {
	env, _, _ := newWorld(t).env()
	seen := make(chan string, 100)
	env.Err = writerFunc(func(p []byte) (int, error) {
		for line := range strings.Lines(string(p)) {
			if strings.Contains(line, "wxtool: note:") {
				seen <- line
			}
		}
		return len(p), nil
	})
	ctx, interrupt := context.WithCancel(t.Context())
	addr, code := freePort(), make(chan int)
	go func() {
		code <- Main(ctx, env, []string{"run", "--to", addr, "--", "wxtool", "serve", "--listen", addr})
	}()
	first, second := <-seen, <-seen
	interrupt()
	sandbox := strings.Fields(first)[4]
	if want := "wxtool: note: " + addr + " answers; wxtool sandbox do follow --user lily --api-base " + sandbox + " pushes to it\n"; second != want {
		t.Errorf("%q, want %q", second, want)
	}
	if got := <-code; got != exitInterrupted {
		t.Errorf("exit code %d", got)
	}
}
