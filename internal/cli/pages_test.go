package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPagesRun runs the shell blocks of README and the cookbook. The blocks of the
// cookbook run in one folder. A command followed by "# exit code 1" must exit with that
// code.
func TestPagesRun(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "wxtool"), "../../cmd/wxtool")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	env := append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "WXTOOL_") }),
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "XDG_CONFIG_HOME="+t.TempDir(), "XDG_CACHE_HOME="+t.TempDir())
	run := func(t *testing.T, dir, script string) {
		cmd := exec.Command(shell, "-euo", "pipefail", "-c", script)
		cmd.Dir, cmd.Env = dir, env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s\n%s", err, script, out)
		}
	}
	t.Run("README", func(t *testing.T) {
		for _, script := range shellBlocks(t, "../../README.md")[1:] { // a test of cmd/wxtool runs the first
			run(t, t.TempDir(), script)
		}
	})
	t.Run("cookbook", func(t *testing.T) {
		dir := t.TempDir()
		for _, script := range shellBlocks(t, "../../docs/cookbook.md") {
			if _, err := exec.LookPath("curl"); err != nil && strings.Contains(script, "curl ") {
				t.Run("curl", func(t *testing.T) { t.Skipf("curl is not installed, for\n%s", script) })
				continue
			}
			run(t, dir, script)
		}
	})
}

// expectNo matches the commands with the comment "exit code 1".
var expectNo = regexp.MustCompile(`(?m)^(.*?) +# exit code 1$`)

// shellBlocks returns the code blocks of a page with language sh.
func shellBlocks(t *testing.T, page string) (scripts []string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range strings.Split(string(text), "```sh\n")[1:] {
		script, _, _ := strings.Cut(block, "```")
		scripts = append(scripts, expectNo.ReplaceAllString(script, "code=0; $1 || code=$$?; test $$code = 1"))
	}
	if len(scripts) < 4 {
		t.Fatalf("%s has only %d shell blocks", page, len(scripts))
	}
	return scripts
}
