package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"wxtool/fixtures"
	"wxtool/internal/deliver"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// TestMain lets the test binary run as wxtool and as child in scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"wxtool": wxtoolMain, "child": childMain})
}

// wxtoolMain is the main function of cmd/wxtool with a fixed clock and random bytes from
// a constant seed.
func wxtoolMain() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	env := &ui.Env{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		LookupEnv: os.LookupEnv, Now: fixedNow, Rand: seeded(), HTTP: deliver.Transport(), API: wxapi.Transport(),
		Dir: dir, ConfigDir: os.Getenv("XDG_CONFIG_HOME"), CacheDir: os.Getenv("XDG_CACHE_HOME"), UID: os.Geteuid(), Fixtures: fixtures.Files(),
		Signals: relaySignals,
	}
	fault := checkSchema(env, os.Args[1:])
	code := Main(ctx, env, os.Args[1:])
	if err := fault(); err != nil {
		fmt.Fprintln(os.Stderr, "the output does not fit docs/json.schema.json:", err)
		code = 99
	}
	os.Exit(code)
}

// relaySignals is that of cmd/wxtool for the signals that scripts send.
func relaySignals() (<-chan syscall.Signal, func()) {
	received, relayed := make(chan os.Signal, 1), make(chan syscall.Signal)
	signal.Notify(received, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		for s := range received {
			relayed <- s.(syscall.Signal)
		}
	}()
	return relayed, func() { signal.Stop(received) }
}

// fixedNow is the time in all tests: 1751328000 in seconds.
func fixedNow() time.Time { return time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC) }

func seeded() io.Reader { return rand.NewChaCha8([32]byte([]byte("wxtool's tests repeat themselves"))) }

// world runs wxtool in the process of the test, in a temporary folder.
type world struct {
	dir    string
	cache  string
	config string // the user's config folder
	uid    int
	tty    bool // stdout is a terminal
	vars   map[string]string
	stdin  string
	http   http.RoundTripper
	api    http.RoundTripper
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return &world{dir: t.TempDir(), cache: t.TempDir(), config: t.TempDir(), vars: map[string]string{}, http: deliver.Transport(), api: wxapi.Transport()}
}

// file writes a file of the world, with mode 0600.
func (w *world) file(t testing.TB, name, content string) {
	t.Helper()
	path := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// env returns the environment of a command, and its stdout and stderr.
func (w *world) env() (env *ui.Env, stdout, stderr *bytes.Buffer) {
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	return &ui.Env{
		In: strings.NewReader(w.stdin), Out: stdout, Err: stderr, OutTTY: w.tty,
		LookupEnv: func(name string) (string, bool) { value, ok := w.vars[name]; return value, ok },
		Now:       fixedNow, Rand: seeded(), HTTP: w.http, API: w.api, Dir: w.dir, ConfigDir: w.config, CacheDir: w.cache, UID: w.uid, Fixtures: fixtures.Files(),
	}, stdout, stderr
}

// run runs one command line.
func (w *world) run(args ...string) (code int, stdout, stderr string) {
	env, out, errOut := w.env()
	code = Main(context.Background(), env, args)
	return code, out.String(), errOut.String()
}
