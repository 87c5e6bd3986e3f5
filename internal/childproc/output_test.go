package childproc

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// writes records each Write.
type writes []string

func (w *writes) Write(b []byte) (int, error) { *w = append(*w, string(b)); return len(b), nil }

func TestPrefixed(t *testing.T) {
	var got writes
	p := NewPrefixed(&got, "py | ")
	for _, part := range []string{"one\ntw", "o\n\n", "", "end"} {
		if n, err := p.Write([]byte(part)); n != len(part) || err != nil {
			t.Fatal(n, err)
		}
	}
	if want := (writes{"py | one\n", "py | two\n", "py | \n"}); strings.Join(got, "") != strings.Join(want, "") || len(got) != len(want) {
		t.Errorf("%q", got)
	}
	p.Close()
	p.Close()
	if len(got) != 4 || got[3] != "py | end\n" {
		t.Errorf("%q", got)
	}
}

// TestPrefixedLongLine: a line without an end does not fill the memory.
func TestPrefixedLongLine(t *testing.T) {
	var got writes
	p := NewPrefixed(&got, "> ")
	p.Write([]byte(strings.Repeat("x", 3*maxLine+5) + "\n"))
	p.Close()
	if len(got) != 4 || strings.Count(strings.Join(got, ""), "x") != 3*maxLine+5 || got[3] != "> xxxxx\n" {
		t.Errorf("%d lines", len(got))
	}
}

func TestPrefixedConcurrently(t *testing.T) {
	var got writes
	p := NewPrefixed(&got, "> ")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 100 {
				p.Write([]byte("line\n"))
			}
		})
	}
	group.Wait()
	for _, line := range got {
		if line != "> line\n" {
			t.Fatalf("%q", line)
		}
	}
	if len(got) != 800 {
		t.Errorf("%d lines", len(got))
	}
}

func TestTail(t *testing.T) {
	tail := &Tail{Lines: 3}
	if tail.Text() != "" {
		t.Errorf("%q", tail.Text())
	}
	for i := range 5000 {
		fmt.Fprintf(tail, "line %d\n", i)
	}
	if got := tail.Text(); got != "line 4997\nline 4998\nline 4999" {
		t.Errorf("%q", got)
	}
	if len(tail.kept) > 2*tailBytes {
		t.Errorf("%d bytes are kept", len(tail.kept))
	}
}
