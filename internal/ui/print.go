package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Result is what a command found out: a value with JSON tags that can also
// write itself as text.
type Result interface{ WriteText(p *Paper) }

// Print writes a result to stdout, as one line of JSON or as text. The error is
// that of writing.
func (e *Env) Print(r Result) error {
	if e.JSON {
		return e.PrintJSON(r)
	}
	var buf bytes.Buffer
	paper := e.Output()
	out := paper.w
	paper.w = &buf
	r.WriteText(paper)
	_, err := out.Write(buf.Bytes())
	return err
}

// PrintJSON writes v to stdout as one line of JSON, with raw UTF-8 and & < >.
func (e *Env) PrintJSON(v any) error {
	enc := json.NewEncoder(e.Out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// Write writes bytes to stdout as they are.
func (e *Env) Write(b []byte) error {
	_, err := e.Out.Write(b)
	return err
}

// Progress shows how far a long work has come, in place, on a terminal whose
// stdout goes elsewhere; "" takes it away. Where results scroll by, or nobody
// watches, they are progress enough.
func (e *Env) Progress(text string) {
	if e.ErrTTY && !e.OutTTY && !e.Quiet && !e.JSON {
		fmt.Fprintf(e.Err, "\r\x1b[K%s", Printable(text))
	}
}

// Linef writes one line. A failure to write is kept and the rest not written.
func (p *Paper) Linef(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

// Block writes text that came from outside, indented and made printable.
func (p *Paper) Block(indent, text string) {
	for line := range strings.Lines(Printable(text)) {
		p.Linef("%s%s", indent, strings.TrimRight(line, "\n"))
	}
}

// Word makes text from outside safe to stand within a line.
func Word(s string) string {
	return strings.NewReplacer("\n", `\n`, "\t", " ").Replace(Printable(s))
}

// Printable makes text from outside safe for a terminal: control characters,
// escape sequences and bytes that are not UTF-8 are shown instead of obeyed.
func Printable(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n' || r == '\t' || !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r):
			b.WriteRune(r)
		case r == '\r':
			b.WriteString(`\r`)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
