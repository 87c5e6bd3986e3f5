package journal_test

import (
	"bytes"
	"slices"
	"testing"

	"wxtool/internal/journal"
)

// FuzzOpen: for any content, the complete lines of a file stay, its tail is
// completed or removed, and the next line is read back as it was written.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("a\nb"), []byte("c"), true)
	f.Add([]byte("a\r\n\n"), []byte("c\n"), false)
	f.Add([]byte(""), []byte(""), true)
	f.Fuzz(func(t *testing.T, data, line []byte, keep bool) {
		if bytes.Contains(bytes.TrimSuffix(line, []byte("\n")), []byte("\n")) {
			t.Skip("two lines")
		}
		path := file(t, string(data))
		before := entries(read(t, path))
		if tail := read(t, path).Tail; keep && len(tail) > 0 {
			before = append(before, string(tail))
		}
		w := open(t, path, journal.Options{KeepTail: keep})
		if err := w.Append(line); err != nil {
			t.Fatal(err)
		}
		want := append(before, string(bytes.TrimSuffix(line, []byte("\n"))))
		if after := read(t, path); len(after.Tail) > 0 || !slices.Equal(entries(after), want) {
			t.Errorf("%q, tail %q; want %q", entries(after), after.Tail, want)
		}
	})
}
