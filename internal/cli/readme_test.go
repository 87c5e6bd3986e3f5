package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestReadmeRuns pastes README's shell blocks that begin with wxtool, or with a
// remark, into a shell, as a reader would.
func TestReadmeRuns(t *testing.T) {
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	build := exec.Command("go", "build", "-o", filepath.Join(bin, "wxtool"), "../../cmd/wxtool")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	blocks := strings.Split(string(readme), "```sh\n")[1:]
	ran := 0
	for _, block := range blocks {
		script, _, _ := strings.Cut(block, "```")
		if !strings.HasPrefix(script, "wxtool") && !strings.HasPrefix(script, "#") {
			continue // the two commands that this test is part of
		}
		ran++
		cmd := exec.Command(shell, "-euo", "pipefail", "-c", strings.ReplaceAll(script, "wxtool verify --token 'AAAAA '", "! wxtool verify --token 'AAAAA '"))
		cmd.Dir = t.TempDir()
		cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "WXTOOL_") }), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "XDG_CONFIG_HOME="+t.TempDir())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s\n%s", err, script, out)
		}
	}
	if ran < 2 {
		t.Errorf("only %d blocks ran", ran)
	}
}
