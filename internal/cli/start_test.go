package cli

import (
	"bytes"
	"testing"
)

// BenchmarkStart measures the start of the program.
func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var out, errs bytes.Buffer
		Main(b.Context(), newTestEnv(&out, &errs), []string{"version"})
	}
}

// TestChosen: a command line with a command creates only that one, under the name in the
// list.
func TestChosen(t *testing.T) {
	var out, errs bytes.Buffer
	for _, c := range commands() {
		root := newRoot(newTestEnv(&out, &errs), []string{c.name, "--help"})
		if made := root.Commands(); len(made) != 1 || made[0].Name() != c.name {
			t.Errorf("%s makes %d commands, first %s", c.name, len(made), made[0].Name())
		}
	}
	for _, args := range [][]string{{"__complete", "fixture", ""}, {"__completeNoDesc", "fixture", "show", "--raw", "x"}} {
		if made := newRoot(newTestEnv(&out, &errs), args).Commands(); len(made) != 1 || made[0].Name() != "fixture" {
			t.Errorf("%q makes %d commands, first %s", args, len(made), made[0].Name())
		}
	}
	for _, args := range [][]string{nil, {"--json", "version"}, {"help"}, {"__complete", ""}, {"__complete", "fixture"}, {"__complete", "help", ""}, {"__complete", "--json", ""}, {"sing"}} {
		if made := newRoot(newTestEnv(&out, &errs), args).Commands(); len(made) != len(commands()) {
			t.Errorf("%q makes %d commands", args, len(made))
		}
	}
}
