package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// sh runs a line of README in the folder of the repository.
func sh(t *testing.T, line string, env ...string) string {
	t.Helper()
	cmd := exec.Command("sh", "-euc", line)
	own := func(v string) bool { return strings.HasPrefix(v, "WXTOOL_") }
	cmd.Dir, cmd.Env = filepath.Join("..", ".."), append(append(slices.DeleteFunc(os.Environ(), own), "WXTOOL_LANG=en"), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, line, out)
	}
	return string(out)
}

func readme(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestReadmeFirstBlock runs the first block of README, except for go test, which runs
// this test.
func TestReadmeFirstBlock(t *testing.T) {
	_, rest, _ := strings.Cut(readme(t), "```sh\n")
	block, _, _ := strings.Cut(rest, "```")
	const self = "go test ./..."
	others := 0
	for line := range strings.Lines(block) {
		command, _, _ := strings.Cut(line, " #")
		switch command = strings.TrimSpace(command); command {
		case "", self:
		default:
			others++
			if got := sh(t, command, "XDG_CONFIG_HOME="+t.TempDir()); !strings.Contains(got, "mp/text") {
				t.Errorf("%s: no word of the push in\n%s", command, got)
			}
		}
	}
	if others != 1 || !strings.Contains(block, "\n"+self) {
		t.Errorf("the first block has other commands than this test knows:\n%s", block)
	}
}

var install = regexp.MustCompile("`(go install [^`]+)`")

// TestReadmeInstallLine runs the install line and the installed program.
func TestReadmeInstallLine(t *testing.T) {
	line := install.FindStringSubmatch(readme(t))
	if line == nil {
		t.Fatal("README has no install line")
	}
	bin := t.TempDir()
	sh(t, line[1], "GOBIN="+bin, "CGO_ENABLED=0")
	program := filepath.Join(bin, "wxtool")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	out, err := exec.Command(program, "version").Output()
	if err != nil || !strings.HasPrefix(string(out), "wxtool ") {
		t.Errorf("the installed program's version is %q, %v", out, err)
	}
}
