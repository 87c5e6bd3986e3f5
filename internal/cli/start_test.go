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
	for _, args := range [][]string{nil, {"--json", "version"}, {"help"}, {"__complete", ""}, {"sing"}} {
		if made := newRoot(newTestEnv(&out, &errs), args).Commands(); len(made) != len(commands()) {
			t.Errorf("%q makes %d commands", args, len(made))
		}
	}
}
