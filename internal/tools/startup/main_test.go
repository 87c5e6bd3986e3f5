package main

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

// TestRun: a line for each command, all of which succeed.
func TestRun(t *testing.T) {
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"-runs", "1"}, &out, &errs); code != 0 {
		t.Fatalf("exit %d\n%s", code, &errs)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(commands()) || len(lines) < 7 {
		t.Fatalf("%d lines for %d commands:\n%s", len(lines), len(commands()), &out)
	}
	ratio := regexp.MustCompile(`^[0-9]+\.[0-9]{2}$`)
	for i, c := range commands() {
		if name, value, _ := strings.Cut(lines[i], " "); name != c.name || !ratio.MatchString(value) || value == "0.00" {
			t.Errorf("line %q for %s", lines[i], c.name)
		}
	}
	if !strings.Contains(errs.String(), "  hello: median ") {
		t.Errorf("stderr lacks the times:\n%s", &errs)
	}
}

func TestChoose(t *testing.T) {
	chosen, err := choose([]string{"fixture-list", "version"})
	if err != nil || len(chosen) != 2 || chosen[0].name != "version" || chosen[1].name != "fixture-list" {
		t.Errorf("%+v, %v", chosen, err)
	}
	if all, err := choose(nil); err != nil || len(all) != len(commands()) {
		t.Errorf("%d of %d, %v", len(all), len(commands()), err)
	}
}

func TestWrongCommandLine(t *testing.T) {
	for _, args := range [][]string{{"-runs", "0"}, {"-runs", "x"}, {"nonsense"}, {"-nonsense"}} {
		var out, errs bytes.Buffer
		if code := run(t.Context(), args, &out, &errs); code != 2 || out.Len() > 0 || errs.Len() == 0 {
			t.Errorf("%q: exit %d, %s%s", args, code, &out, &errs)
		}
	}
}

// TestFailingCommand: a command that fails is not measured as a fast one.
func TestFailingCommand(t *testing.T) {
	dir := t.TempDir()
	if err := build(t.Context(), program(dir, "hello"), packages()["hello"]); err != nil {
		t.Fatal(err)
	}
	times, err := inTurn(t.Context(), dir, []command{{"wrong", "hello", []string{"nonsense"}}}, 1)
	if err == nil || !strings.Contains(err.Error(), "wrong: ") {
		t.Errorf("%v, %v", times, err)
	}
}
