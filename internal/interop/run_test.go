package interop

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// runLine is a command line of wxtool run that a page shows.
func runLine(t *testing.T, has string) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(page)) {
		if strings.Contains(line, "wxtool run ") && strings.Contains(line, has) && !strings.Contains(line, "`") {
			return line
		}
	}
	t.Fatalf("docs/ci.md has no line with %s", has)
	return ""
}

// runShell runs a line and returns what it prints, and its exit code.
func runShell(t *testing.T, dir, line string, env ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs strings.Builder
	cmd := exec.CommandContext(t.Context(), "bash", "-c", line)
	cmd.Dir, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = dir, &out, &errs, 10*time.Second
	cmd.Env = append(append(cleanEnv(), "PATH="+filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH")), env...)
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// TestRunLine runs the line of the page with a Flask server, right and with mistakes. No
// process listens on the port afterwards.
func TestRunLine(t *testing.T) {
	needFlask(t)
	line := runLine(t, "--check")
	for _, tt := range []struct {
		mistake string
		code    int
		finding string
	}{
		{"", 0, "mp, plain mode: "},
		{"late", 0, "mp, plain mode: "},
		{"newline", 1, "mp/handshake/echo-exact"},
		{"unchecked", 1, "mp/handshake/"},
		{"swapped", 1, "ToUserName and FromUserName are those of the push"},
		{"absent", 3, "python3 has ended with exit code 1 before 127.0.0.1:"},
	} {
		t.Run("mistake "+tt.mistake, func(t *testing.T) {
			t.Parallel()
			dir, port := ciFolder(t), freePort(t)
			stdout, stderr, code := runShell(t, dir, strings.ReplaceAll(line, "5000", port), "MISTAKE="+tt.mistake)
			if where := map[bool]string{true: stderr, false: stdout}[tt.code == 3]; code != tt.code || !strings.Contains(where, tt.finding) {
				t.Errorf("exit code %d, want %d with %q\n%s\n%s", code, tt.code, tt.finding, stdout, stderr)
			}
			if _, err := os.Stat(filepath.Join(dir, "report.xml")); (err == nil) != (tt.code != 3) {
				t.Errorf("report.xml: %v", err)
			}
			if conn, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
				conn.Close()
				t.Error("a process still listens on the port")
			}
		})
	}
}

// TestRunTests: a test in another language calls the sandbox with what is in its
// environment.
func TestRunTests(t *testing.T) {
	needFlask(t)
	const test = `
import json, os, urllib.request
base, app, secret = (os.environ["WXTOOL_" + name] for name in ("API_BASE", "APP_ID", "APP_SECRET"))
url = f"{base}/cgi-bin/token?grant_type=client_credential&appid={app}&secret={secret}"
answer = json.load(urllib.request.urlopen(url))
assert answer["expires_in"] == 7200, answer
`
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "test.py"), []byte(test), 0o600); err != nil {
		t.Fatal(err)
	}
	line := strings.Replace(runLine(t, "go test"), "go test ./...", "python3 test.py", 1)
	if _, stderr, code := runShell(t, dir, line); code != 0 {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
	if _, _, code := runShell(t, dir, strings.Replace(line, "test.py", "none.py", 1)); code != 2 {
		t.Errorf("exit code %d, want that of Python", code)
	}
}
