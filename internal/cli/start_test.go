package cli

import (
	"bytes"
	"testing"
)

// BenchmarkStart is what every run of the program does first.
func BenchmarkStart(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var out, errs bytes.Buffer
		Main(b.Context(), newTestEnv(&out, &errs), []string{"version"})
	}
}
