package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func build(t *testing.T, flags ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "wxtool")
	cmd := exec.Command("go", append(append([]string{"build", "-o", program}, flags...), ".")...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// TestStrippedSize: the program must stay small, because CI runs download it.
func TestStrippedSize(t *testing.T) {
	const limit = 15_000_000
	info, err := os.Stat(build(t, "-trimpath", "-ldflags=-s -w"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes", info.Size())
	if info.Size() > limit {
		t.Errorf("the stripped program has %d bytes, more than %d", info.Size(), limit)
	}
}

// TestNoTemplates: with text/template the linker keeps every exported method, which is a
// third of the size of the program.
func TestNoTemplates(t *testing.T) {
	out, err := exec.Command("go", "tool", "nm", build(t)).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, symbol := range []string{"text/template.(*Template).Execute", "reflect.Value.MethodByName", "testing.(*T)."} {
		if strings.Contains(string(out), symbol) {
			t.Errorf("%s is linked", symbol)
		}
	}
}

// TestLinkedModules: the modules in the program, except for the standard library.
func TestLinkedModules(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]bool{}
	for _, path := range strings.Fields(string(out)) {
		modules[path] = true
	}
	delete(modules, "wxtool")
	if len(modules) > 12 {
		t.Errorf("%d modules are linked: %v", len(modules), modules)
	}
}
