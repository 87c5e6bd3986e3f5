package childproc

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

// maxLine is how much of a line is kept to be written as a whole.
const maxLine = 64 << 10

// Prefixed writes lines, each with a prefix and in one Write. It is safe for concurrent
// use.
type Prefixed struct {
	to     io.Writer
	prefix string

	mu   sync.Mutex
	rest []byte // of a line that has no end yet
}

// NewPrefixed returns a Prefixed that writes to w.
func NewPrefixed(w io.Writer, prefix string) *Prefixed { return &Prefixed{to: w, prefix: prefix} }

// Write writes the complete lines, and keeps the last.
func (p *Prefixed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rest = append(p.rest, b...)
	for {
		n := bytes.IndexByte(p.rest, '\n') + 1
		if n == 0 && len(p.rest) < maxLine {
			return len(b), nil
		}
		if n == 0 || n > maxLine {
			n = maxLine
		}
		if err := p.line(p.rest[:n]); err != nil {
			return 0, err
		}
		p.rest = append(p.rest[:0], p.rest[n:]...)
	}
}

// Close writes a last line without an end.
func (p *Prefixed) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.rest) == 0 {
		return nil
	}
	err := p.line(p.rest)
	p.rest = nil
	return err
}

func (p *Prefixed) line(text []byte) error {
	line := append([]byte(p.prefix), text...)
	if !bytes.HasSuffix(line, []byte("\n")) {
		line = append(line, '\n')
	}
	_, err := p.to.Write(line)
	return err
}

// Tail keeps the last lines of what is written to it. It is safe for concurrent use.
type Tail struct {
	Lines int // how many

	mu   sync.Mutex
	kept []byte
}

// tailBytes is the most that a Tail keeps.
const tailBytes = 8 << 10

// Write keeps b. It never fails.
func (t *Tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, b...)
	if len(t.kept) > 2*tailBytes {
		t.kept = append(t.kept[:0], t.kept[len(t.kept)-tailBytes:]...)
	}
	return len(b), nil
}

// Text returns the last lines.
func (t *Tail) Text() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.TrimRight(string(t.kept), "\r\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-t.Lines):], "\n")
}
