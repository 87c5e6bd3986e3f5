package ui

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Result is the result of a command: a struct with JSON tags that can also write
// itself as text.
type Result interface {
	WriteText(p *Printer)

	// JSONType is the field "type" of the JSON object, which comes first. A struct
	// whose first field is "type" sets it itself.
	JSONType() string
}

// Judged is a Result with a verdict: the field "ok" of the JSON object. A struct that
// has the field "type" or "ok" itself is not Judged.
type Judged interface {
	Result
	IsOK() bool
}

// Print writes a result to stdout, as one line of JSON or as text, in one call of
// Write.
func (e *Env) Print(r Result) error {
	if e.JSON {
		return e.PrintJSON(r)
	}
	_, err := e.Out.Write(e.Append(nil, r))
	return err
}

// Append appends to dst what Print would write. It is safe for concurrent use.
func (e *Env) Append(dst []byte, r Result) []byte {
	if e.JSON {
		return e.AppendJSON(dst, r)
	}
	buf := bytes.NewBuffer(dst)
	out := e.Output()
	out.w = buf
	r.WriteText(out)
	return buf.Bytes()
}

// AppendJSON appends r as one line of JSON, see PrintJSON. A value that cannot be
// encoded appends nothing; results can always be encoded.
func (e *Env) AppendJSON(dst []byte, r Result) []byte {
	dst, _ = appendResult(dst, r)
	return dst
}

// PrintJSON writes r to stdout as one line of JSON with unescaped UTF-8 and & < >.
func (e *Env) PrintJSON(r Result) error {
	line, err := appendResult(nil, r)
	if err != nil {
		return err
	}
	_, err = e.Out.Write(line)
	return err
}

// Write writes bytes to stdout unchanged; on a terminal it escapes control
// characters.
func (e *Env) Write(b []byte) error {
	if e.OutTTY {
		b = []byte(document(string(b)))
	}
	_, err := e.Out.Write(b)
	return err
}

// Progress shows the progress of a long operation in place; "" removes it. It
// prints only if stderr is a terminal and stdout is not: results on the terminal
// show progress themselves.
func (e *Env) Progress(text string) {
	if e.ErrTTY && !e.OutTTY && !e.Quiet && !e.JSON {
		fmt.Fprintf(e.Err, "\r\x1b[K%s", Printable(text))
	}
}

// Wait shows what a command waits for, in place, where stderr is a terminal that can
// erase a line; "" removes it. The caller must remove it before anything else is
// printed.
func (e *Env) Wait(text string) {
	if !e.ErrTTY || e.Quiet || e.JSON || e.env("TERM") == "dumb" || text == "" && !e.waiting {
		return
	}
	e.waiting = text != ""
	fmt.Fprintf(e.Err, "\r\x1b[K%s", OneLine(e.mask(text)))
}

// Linef writes one line, escaped for a terminal except for colours. After a write
// error the Printer writes nothing more.
func (p *Printer) Linef(format string, args ...any) {
	if p.err == nil {
		p.Lines(fmt.Sprintf(format, args...) + "\n")
	}
}

// Lines writes text of any number of lines, each with its line feed, as Linef does.
func (p *Printer) Lines(text string) {
	if p.err == nil {
		if p.color {
			text = colourful(text)
		} else {
			text = Printable(text)
		}
		p.write(text)
	}
}

// Err returns the error of the first write that failed.
func (p *Printer) Err() error { return p.err }

// Raw writes lines for another program: unchanged, unless stdout is a terminal.
func (p *Printer) Raw(text string) {
	if text += "\n"; p.tty {
		text = document(text)
	}
	p.write(text)
}

// Block writes untrusted text, indented and escaped.
func (p *Printer) Block(indent, text string) {
	for line := range strings.Lines(Printable(text)) {
		p.write(indent)
		p.write(strings.TrimRight(line, "\n"))
		p.write("\n")
	}
}

func (p *Printer) write(text string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.w, text)
	}
}
