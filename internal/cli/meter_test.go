package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wxtool/internal/lines"
	"wxtool/internal/ui"
)

func lineCount(n, in int64) lines.Count { return lines.Count{Lines: n, In: in} }

// TestMeter: at a terminal, a batch shows its progress a few times per second by the clock
// of the environment, erases it before results and at the end, and shows none with -q,
// with --json, or if stderr is not a terminal.
func TestMeter(t *testing.T) {
	log := strings.Repeat(goodQuery+"\n", 20_000) + badQuery + "\n" + strings.Repeat(goodQuery+"\n", 20_000)
	for name, tt := range map[string]struct {
		args  string
		tty   bool
		step  time.Duration // of the clock at each look
		shown bool
	}{
		"a terminal":         {"", true, 100 * time.Millisecond, true},
		"fast":               {"", true, 0, false},
		"quiet":              {"-q", true, time.Second, false},
		"JSON":               {"--json", true, time.Second, false},
		"no terminal":        {"", false, time.Second, false},
		"results and errors": {"--show-expected", true, time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.file(t, "access.log", log)
			env, stdout, stderr := w.env()
			now := fixedNow()
			env.ErrTTY, env.Now = tt.tty, func() time.Time { now = now.Add(tt.step); return now }
			code := Main(t.Context(), env, append([]string{"verify", "--token", "AAAAA", "--log", "access.log"}, strings.Fields(tt.args)...))
			if code != exitNo || strings.Contains(stdout.String(), "\x1b[K") {
				t.Fatalf("exit code %d, %q, %s", code, stdout, stderr)
			}
			shown := strings.Contains(stderr.String(), " MB/s")
			if shown != tt.shown {
				t.Errorf("stderr is %q", stderr)
			}
			if shown && (!strings.Contains(stderr.String(), "s left") || !strings.HasSuffix(stderr.String(), "\r\x1b[K")) {
				t.Errorf("stderr is %q", stderr)
			}
		})
	}
}

// TestMeterErasesBeforeResults: stdout and stderr may be the same terminal.
func TestMeterErasesBeforeResults(t *testing.T) {
	var terminal bytes.Buffer
	now := fixedNow()
	m := newMeter(&ui.Env{Err: &terminal, ErrTTY: true, Now: func() time.Time { now = now.Add(time.Second); return now }}, "-", nil)
	out := m.writer(&terminal)
	m.update(lineCount(10, 2_500_000))
	out.Write(nil) // no result
	out.Write([]byte("result\n"))
	m.update(lineCount(20, 5_000_000))
	m.end()
	m.end()
	if want := "\r\x1b[K10 lines, 2.5 MB, 2.5 MB/s\r\x1b[Kresult\n\r\x1b[K20 lines, 5.0 MB, 2.5 MB/s\r\x1b[K"; terminal.String() != want {
		t.Errorf("%q, want %q", terminal.String(), want)
	}
}

// TestMeterKnowsStdin: the size of a redirected stdin is known.
func TestMeterKnowsStdin(t *testing.T) {
	name := filepath.Join(t.TempDir(), "in")
	if err := os.WriteFile(name, make([]byte, 3_000_000), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	now := fixedNow()
	m := newMeter(&ui.Env{In: f, Now: fixedNow}, "-", nil)
	if text := m.text(lineCount(1, 1_000_000), now.Add(2*time.Second)); text != "1 lines, 1.0 MB, 0.5 MB/s, 4s left" {
		t.Errorf("%q", text)
	}
}
