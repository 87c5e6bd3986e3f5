package cli

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what scripts compare stdout and stderr with")

// TestScript runs the scripts in testdata/script, which are also the manual of every
// command. In addition to the commands of testscript there are
//
//	exits N wxtool …         run it; the exit code must be N
//	await NAME file          wait for file, set $NAME to its content
//	let NAME                 set $NAME to the stdout of the last command
//	stale FOLDER             make the tokens in it an hour older
//	distinct N file          the file has N different lines
//	text file CONTENT        write a file without a line end; CONTENT has Go escapes
//	append file FROM         append the content of another file
//	answer …                 start a callback server, see answerCommand
//	banner NAME BYTES        start a server of another protocol, see bannerCommand
//	browse URL NAME=VALUE…   make a GET with these headers, see browseCommand
//	free NAME                set $NAME to an address on which nothing listens, and $NAME_port to its port
//	login …                  start a web site with a login, see loginCommand
func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		Setup:         isolate,
		UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exitsCommand,
			"await":    awaitCommand,
			"let":      letCommand,
			"stale":    staleCommand,
			"distinct": distinctCommand,
			"text":     textCommand,
			"append":   appendCommand,
			"answer":   answerCommand,
			"banner":   bannerCommand,
			"browse":   browseCommand,
			"post":     postCommand,
			"login":    loginCommand,
			"free":     freeCommand,
		},
	})
}

// isolate gives a script its own home folder. The only environment variable of the
// machine that testscript passes on is PATH.
func isolate(env *testscript.Env) error {
	env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
	env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "home", ".config"))
	env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, "home", ".cache"))
	env.Setenv("TZ", "UTC")
	env.Setenv("GORACE", "atexit_sleep_ms=0") // otherwise every command of a race build waits a second at exit
	return nil
}

func exitsCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N program [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code is %d, not %d", got, want)
	}
}

func freeCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: free NAME")
	}
	addr := freePort()
	_, port, _ := strings.Cut(addr, ":")
	ts.Setenv(args[0], addr)
	ts.Setenv(args[0]+"_port", port)
}

func letCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: let NAME")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

func staleCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: stale FOLDER")
	}
	names, err := filepath.Glob(filepath.Join(args[0], "token-*.json"))
	ts.Check(err)
	for _, name := range names {
		var kept map[string]any
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(name)), &kept))
		kept["fetched"] = "2025-06-30T23:00:00Z"
		data, err := json.Marshal(kept)
		ts.Check(err)
		ts.Check(os.WriteFile(name, data, 0o600))
	}
}

func awaitCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await NAME file")
	}
	path := ts.MkAbs(args[1])
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if data, err := os.ReadFile(path); err == nil {
			ts.Setenv(args[0], strings.TrimSpace(string(data)))
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s did not appear", args[1])
		}
	}
}

func distinctCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: distinct N file")
	}
	lines := map[string]bool{}
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		lines[line] = true
	}
	if strconv.Itoa(len(lines)) != args[0] {
		ts.Fatalf("%s has %d different lines, not %s", args[1], len(lines), args[0])
	}
}

func textCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: text file CONTENT")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(unescaped(ts, args[1])), 0o600))
}

func appendCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: append file FROM")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(ts.ReadFile(args[0])+ts.ReadFile(args[1])), 0o600))
}

// unescaped decodes the escapes of Go strings.
func unescaped(ts *testscript.TestScript, text string) string {
	s, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`)
	ts.Check(err)
	return s
}
