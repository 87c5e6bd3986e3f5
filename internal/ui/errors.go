package ui

import (
	"fmt"
	"strings"
)

// Failure is an error as the user sees it.
type Failure struct {
	Kind    string `json:"kind"` // usage, config, io, network, timeout, invalid, platform, interrupted, internal
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Errcode *int   `json:"errcode,omitempty"`
}

// Fail writes a failure to stderr.
func (e *Env) Fail(f Failure) {
	f.Message, f.Hint = e.mask(f.Message), e.mask(f.Hint)
	if e.JSON {
		e.errJSON(Failed{"error", f})
		return
	}
	out := e.stderr()
	out.Linef("wxtool: %s %s", out.Bad("error:"), OneLine(f.Message))
	if f.Hint != "" {
		out.Linef("wxtool: %s %s", out.Bold("hint:"), OneLine(f.Hint))
	}
}

// Notef prints a note to stderr, unless --quiet is given. With --json it prints an
// object {"note": text}, because stderr must then contain only JSON.
func (e *Env) Notef(format string, args ...any) { e.aside("note:", e.Quiet, format, args...) }

// Warnf prints a warning in the same way.
func (e *Env) Warnf(format string, args ...any) { e.aside("warning:", e.Quiet, format, args...) }

// AlwaysNotef and AlwaysWarnf are Notef and Warnf without regard to --quiet, for
// messages about where secrets are sent.
func (e *Env) AlwaysNotef(format string, args ...any) { e.aside("note:", false, format, args...) }
func (e *Env) AlwaysWarnf(format string, args ...any) { e.aside("warning:", false, format, args...) }

// Show prints what was sent or received to stderr: a line, and indented text.
func (e *Env) Show(line, text string) {
	if e.Quiet || e.JSON {
		return
	}
	out := e.stderr()
	out.Linef("wxtool: %s", OneLine(e.mask(line)))
	out.Block("  ", e.mask(text))
}

func (e *Env) aside(label string, silent bool, format string, args ...any) {
	text := Printable(e.mask(fmt.Sprintf(format, args...)))
	if silent {
		return
	}
	if e.JSON {
		e.errJSON(newAside(strings.TrimSuffix(label, ":"), text))
		return
	}
	out := e.stderr()
	out.Linef("wxtool: %s %s", out.Warn(label), text)
}

// Aside is a note or a warning as JSON.
type Aside struct {
	Type    string `json:"type"` // note or warning
	Note    string `json:"note,omitempty"`
	Warning string `json:"warning,omitempty"`
}

func newAside(kind, text string) Aside {
	if kind == "note" {
		return Aside{Type: kind, Note: text}
	}
	return Aside{Type: kind, Warning: text}
}

// Failed is an error as JSON.
type Failed struct {
	Type  string  `json:"type"` // error
	Error Failure `json:"error"`
}

func (e *Env) stderr() *Printer { return &Printer{w: e.Err, color: e.hasColor(e.ErrTTY), mask: e.mask} }

func (e *Env) errJSON(v any) {
	line, err := appendJSON(nil, v)
	if err == nil {
		e.Err.Write(line) // there is no place to report an error of stderr
	}
}

// Masked returns a text with its secrets masked, for a file that others may read.
func (e *Env) Masked(s string) string { return e.mask(s) }

func (e *Env) mask(s string) string {
	return e.secrets.mask(s)
}
