package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The demo account of wxtool sandbox.
const (
	demoAppID  = "wxdemo0000000000aa"
	demoCorpID = "wwdemo0000000000aa"
	demoSecret = "wxtoolDemoAppSecretForTheSandbox"
	demoAgent  = 1000002
)

// startSandbox runs wxtool sandbox with these flags until the end of the test, and returns
// its origin.
func startSandbox(t *testing.T, flags ...string) string {
	t.Helper()
	addr := filepath.Join(t.TempDir(), "addr")
	cmd := exec.Command(program, append([]string{"sandbox", "--listen", "127.0.0.1:0", "--addr-file", addr}, flags...)...)
	cmd.Dir, cmd.Env = workdir, cleanEnv()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for range 1000 {
		if data, err := os.ReadFile(addr); err == nil {
			return "http://" + strings.TrimSpace(string(data))
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the sandbox does not get ready")
	return ""
}
