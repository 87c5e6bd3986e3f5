package interop

import (
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestCIScript runs a CI script as users write it, with a Flask server in the background:
// it is green, and with a mistake planted in the server red. The cause is in the first
// five lines of its output.
func TestCIScript(t *testing.T) {
	needFlask(t)
	for _, tt := range []struct {
		mistake string
		code    int
		cause   string
		report  string // a pattern of its counts; "": none is written
	}{
		{"", 0, "", `failures="0" errors="0"`},
		{"late", 0, "", `failures="0" errors="0"`},
		{"unchecked", 1, "the echostr was answered to a wrong signature: the signature is not checked", ""},
		{"newline", 1, "whitespace follows the echostr; print it without a line end", ""},
		{"crash", 1, ": the Flask view raised an exception", `failures="[1-9]\d*" errors="0"`},
		{"swapped", 1, "mp/text: ToUserName and FromUserName are those of the push; a reply has them swapped", `failures="[1-9]\d*" errors="0"`},
		{"absent", 3, "waited 3s, but nothing listens at 127.0.0.1:", ""},
	} {
		t.Run("mistake "+tt.mistake, func(t *testing.T) {
			t.Parallel()
			dir, wait := ciFolder(t), "30s"
			if tt.mistake == "absent" {
				wait = "3"
			}
			out, code := runCI(t, dir, tt.mistake, wait)
			first := strings.Join(firstOf(strings.SplitAfter(out, "\n"), 5), "")
			if code != tt.code || !strings.Contains(first, tt.cause) {
				log, _ := os.ReadFile(filepath.Join(dir, "server.log"))
				t.Errorf("exit code %d, want %d with %q in the first lines\n%s\n%s", code, tt.code, tt.cause, out, log)
			}
			report, err := os.ReadFile(filepath.Join(dir, "report.xml"))
			if written := err == nil; written != (tt.report != "") || !regexp.MustCompile(tt.report).Match(report) {
				t.Errorf("report: %v, want %q\n%.200s", err, tt.report, report)
			}
		})
	}
}

// TestCIPage: the page shows the script that is tested.
func TestCIPage(t *testing.T) {
	script, err := os.ReadFile("testdata/ci/ci.sh")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/ci.md")
	if err != nil || !strings.Contains(string(page), "```bash\n"+string(script)+"```\n") {
		t.Errorf("docs/ci.md does not contain testdata/ci/ci.sh (%v)", err)
	}
}

// needFlask skips the test unless its programs are there.
func needFlask(t *testing.T) {
	t.Helper()
	for _, name := range []string{"bash", "jq", "python3"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("there is no %s", name)
		}
	}
	if err := exec.CommandContext(t.Context(), "python3", "-c", "import flask").Run(); err != nil {
		t.Skip("Python has no Flask")
	}
}

func ciFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/ci")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// runCI runs the script and returns what it prints, as a CI log shows it.
func runCI(t *testing.T, dir, mistake, wait string) (out string, code int) {
	t.Helper()
	script, err := os.ReadFile(filepath.Join(dir, "ci.sh"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", strings.Replace(string(script), "--wait 30s", "--wait "+wait, 1))
	cmd.Dir, cmd.WaitDelay = dir, 10*time.Second
	cmd.Env = append(cleanEnv(), "MISTAKE="+mistake, "PORT="+freePort(t), "PATH="+filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
	both, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%v\n%s", err, both)
	}
	return string(both), cmd.ProcessState.ExitCode()
}

// freePort returns a port that is free now, for a server that needs its number.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

func firstOf(lines []string, n int) []string { return lines[:min(n, len(lines))] }
