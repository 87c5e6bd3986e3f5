package ui

import (
	"bytes"
	"fmt"
	"io"
	"strings"
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
	_, err := e.Out.Write(e.Append(nil, r))
	return err
}

// Append appends to dst what Print would write. Several goroutines may use it at
// once.
func (e *Env) Append(dst []byte, r Result) []byte {
	if e.JSON {
		return e.AppendJSON(dst, r)
	}
	buf := bytes.NewBuffer(dst)
	paper := e.Output()
	paper.w = buf
	r.WriteText(paper)
	return buf.Bytes()
}

// AppendJSON appends v as one line of JSON, see PrintJSON. What cannot be JSON,
// which no result is, appends nothing.
func (e *Env) AppendJSON(dst []byte, v any) []byte {
	line, err := jsonLine(v)
	if err != nil {
		return dst
	}
	return append(dst, line...)
}

// PrintJSON writes v to stdout as one line of JSON, with raw UTF-8 and & < >.
func (e *Env) PrintJSON(v any) error {
	line, err := jsonLine(v)
	if err != nil {
		return err
	}
	_, err = e.Out.Write(line)
	return err
}

// Write writes bytes to stdout as they are; on a terminal, which would act on
// them, with control characters escaped.
func (e *Env) Write(b []byte) error {
	if e.OutTTY {
		b = []byte(document(string(b)))
	}
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

// Linef writes one line, made safe for a terminal: whatever the arguments hold,
// only colours are obeyed. A failure to write is kept and the rest not written.
func (p *Paper) Linef(format string, args ...any) {
	if p.err == nil {
		line := fmt.Sprintf(format, args...) + "\n"
		if p.color {
			line = colourful(line)
		} else {
			line = Printable(line)
		}
		_, p.err = io.WriteString(p.w, line)
	}
}

// Raw writes a line, or several, for another program to read: as it is, unless
// stdout is a terminal.
func (p *Paper) Raw(text string) {
	if text += "\n"; p.tty {
		text = document(text)
	}
	if p.err == nil {
		_, p.err = io.WriteString(p.w, text)
	}
}

// Block writes text that came from outside, indented and made printable.
func (p *Paper) Block(indent, text string) {
	for line := range strings.Lines(Printable(text)) {
		p.Linef("%s%s", indent, strings.TrimRight(line, "\n"))
	}
}
