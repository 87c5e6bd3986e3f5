package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const source = `package sample

import "errors"

const limit = 9

var table = []int{1, 2} // data

func clamp(n int) (int, error) {
	if n < 0 || broken() {
		return 0, errors.New("negative")
	}
	for n > limit {
		n--
	}
	mu.Unlock()
	log("x" + name)
	return n, nil
}

func kind(s string) bool {
	switch s {
	case "a", "b":
		return true
	}
	return func() bool { return !broken() }()
}
`

// TestPlaces lists every change of a small file.
func TestPlaces(t *testing.T) {
	found, err := places("sample.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range found {
		got = append(got, p.what)
	}
	want := []string{
		"9 becomes 10",
		"n < 0 || broken() becomes (n < 0 || broken()) && false",
		"n < 0 becomes n <= 0",
		"0 becomes 1",
		"n < 0 || broken() becomes n < 0 && broken()",
		"0 becomes 1",
		`errors.New("negative") becomes nil`,
		"n > limit becomes n >= limit",
		"n-- is left out",
		`log("x" + name) is left out`,
		`"a", is left out`,
		"true becomes false",
		"!broken() becomes broken()",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, p := range found {
		line := strings.Split(source, "\n")[p.line-1]
		if from, _, _ := strings.Cut(p.what, " becomes "); p.what != from && !strings.Contains(line, from) {
			t.Errorf("%q is not in line %d: %s", from, p.line, line)
		}
	}
}

const held = `package held

func Larger(a, b int) int {
	if a > b {
		return a
	}
	return b
}

func Positive(n int) bool { return n > 0 }
`

const heldTest = `package held

import "testing"

func Test(t *testing.T) {
	if Larger(1, 2) != 2 || Larger(2, 1) != 2 || !Positive(1) || Positive(-1) {
		t.Fail()
	}
}
`

// TestMeasure: the tests above kill two of four mutants. One of the survivors, > instead
// of >= in Larger, is equivalent to the source.
func TestMeasure(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module held\n\ngo 1.26\n", "held.go": held, "held_test.go": heldTest} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	var stdout, stderr strings.Builder
	if code := run(context.Background(), []string{"-sample", "0", "."}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	slices.Sort(lines)
	want := []string{
		"held.go:10: n > 0 becomes n >= 0",
		"held.go:4: a > b becomes a >= b",
		"held: 50 % killed, 2 of 4 mutants; 4 places, 0 tried did not compile",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("printed\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
	if text, err := os.ReadFile(filepath.Join(dir, "held.go")); err != nil || string(text) != held {
		t.Errorf("the source was written to: %v", err)
	}
}

// TestAlso: what the package's own tests miss, another package's may notice. Its
// pattern is as seen from the working directory, not from the mutated package.
func TestAlso(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module sample\n\ngo 1.26\n", "held/held.go": held, "held/held_test.go": heldTest,
		"user/user_test.go": "package user\n\nimport (\n\t\"testing\"\n\n\t\"sample/held\"\n)\n\nfunc Test(t *testing.T) {\n\tif held.Positive(0) {\n\t\tt.Fail()\n\t}\n}\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	var stdout, stderr strings.Builder
	if code := run(context.Background(), []string{"-sample", "0", "-also", "./user", "./held"}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	if want := "sample/held: 75 % killed, 3 of 4 mutants"; !strings.Contains(stdout.String(), want) {
		t.Errorf("printed\n%s\nwant %s", stdout.String(), want)
	}
}

// TestFailingTests: a package whose tests fail without a mutant has no kill rate.
func TestFailingTests(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module held\n\ngo 1.26\n", "held.go": strings.ReplaceAll(held, ">", "<"), "held_test.go": heldTest} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	var stdout, stderr strings.Builder
	if code := run(context.Background(), []string{"."}, &stdout, &stderr); code != 1 || !strings.Contains(stderr.String(), "the tests fail without a mutant") {
		t.Errorf("exit code %d: %s%s", code, stdout.String(), stderr.String())
	}
}
