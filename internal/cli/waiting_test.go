package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// TestWaitingLine: on a terminal a line says what is being waited for, and is erased
// before anything else is printed.
func TestWaitingLine(t *testing.T) {
	for _, terminal := range []bool{true, false} {
		var requests atomic.Int32
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if requests.Add(1) < 3 {
				panic(http.ErrAbortHandler)
			}
		}))
		defer server.Close()
		env, _, stderr := newWorld(t).env()
		env.ErrTTY, env.OutTTY = terminal, terminal
		if code := Main(t.Context(), env, []string{"send-fixture", "text", "--no-probe", "--token", "mytoken", "--to", server.URL}); code != exitOK {
			t.Errorf("exit code %d, %s", code, stderr)
		}
		all := stderr.String()
		for _, attempt := range []string{"attempt 1 of 3", "attempt 2 of 3", "attempt 3 of 3"} {
			if strings.Contains(all, "waiting for an answer to mp/text, "+attempt) != terminal {
				t.Errorf("terminal %v: stderr %q", terminal, all)
			}
		}
		if left := all[strings.LastIndex(all, "\x1b[K")+1:]; terminal && strings.Contains(left, "waiting") || !terminal && strings.ContainsAny(all, "\r\x1b") {
			t.Errorf("terminal %v: not erased: %q", terminal, all)
		}
	}
}
