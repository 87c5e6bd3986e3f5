package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// files of a module with tests that pass, fail and are skipped, and a package that does
// not compile.
var files = map[string]string{
	"go.mod":          "module sample\n\ngo 1.26\n",
	"a/a_test.go":     "package a\n\nimport \"testing\"\n\nfunc TestGood(t *testing.T) { t.Log(\"quiet\") }\n\nfunc TestMore(t *testing.T) {\n\tt.Run(\"sub\", func(t *testing.T) { t.Skip(\"no moon\") })\n\tt.Run(\"bare\", func(t *testing.T) { t.SkipNow() })\n}\n",
	"bad/b_test.go":   "package bad\n\nimport \"testing\"\n\nfunc TestBad(t *testing.T) { t.Error(\"wrong moon\") }\n",
	"none/none.go":    "package none\n",
	"odd/odd_test.go": "package odd\n\nfunc x() { y() }\n",
}

// goTest returns the output of go test -json for some packages of the sample.
func goTest(t *testing.T, packages ...string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", append([]string{"test", "-json"}, packages...)...)
	cmd.Dir = dir
	out, _ := cmd.Output()
	return string(out)
}

func TestPrintsWhatGoTestPrints(t *testing.T) {
	var stdout, stderr strings.Builder
	if code := run(nil, strings.NewReader(goTest(t, "./...")), &stdout, &stderr); code != 0 {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	got := stdout.String()
	for _, want := range []string{
		"ok  \tsample/a\t", "--- FAIL: TestBad", "wrong moon", "FAIL\tsample/bad\t", "undefined: y", "FAIL\tsample/odd [build failed]",
		"skipped: sample/a TestMore/sub: no moon\n", "skipped: sample/a TestMore/bare: no reason given\n",
	} {
		if strings.Count(got, want) != 1 {
			t.Errorf("%q is not exactly once in\n%s", want, got)
		}
	}
	for _, unwanted := range []string{"=== ", "--- PASS", "--- SKIP", "quiet", "Action", "skipped: sample/none"} {
		if strings.Contains(got, unwanted) {
			t.Errorf("%q is in\n%s", unwanted, got)
		}
	}
}

func TestSkipsFail(t *testing.T) {
	events := goTest(t, "./a")
	for _, tt := range []struct {
		args []string
		code int
	}{
		{nil, 0},
		{[]string{"-fail"}, 1},
		{[]string{"-fail", "-allow", "moon"}, 1},
		{[]string{"-fail", "-allow", "moon|no reason"}, 0},
		{[]string{"-fail", "-allow", "("}, 2},
		{[]string{"-nothing"}, 2},
	} {
		var stdout, stderr strings.Builder
		if code := run(tt.args, strings.NewReader(events), &stdout, &stderr); code != tt.code {
			t.Errorf("%v: exit code %d, want %d\n%s%s", tt.args, code, tt.code, stdout.String(), stderr.String())
		}
	}
}

// TestKilledRun: if the run is killed, some tests have no final event. Lines that are not
// JSON come from the go command.
func TestKilledRun(t *testing.T) {
	events := `{"Action":"output","Package":"a","Test":"TestLong","Output":"half way\n"}` + "\ngo: signal: killed"
	var stdout, stderr strings.Builder
	run(nil, strings.NewReader(events), &stdout, &stderr)
	if got := stdout.String(); got != "go: signal: killedhalf way\n" {
		t.Errorf("printed %q", got)
	}
}
