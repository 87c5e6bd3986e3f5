package ui

import (
	"io"
	"slices"

	"github.com/fatih/color"
)

// Printer writes lines to a stream, with or without colour.
type Printer struct {
	w     io.Writer
	color bool
	tty   bool
	mask  func(string) string
	err   error
}

// Masked returns a text from another program, such as the answer of a server, with the
// secrets of the account masked: what is printed is often kept in the log of a CI job.
func (p *Printer) Masked(text string) string { return p.mask(text) }

// Output returns the Printer of stdout.
func (e *Env) Output() *Printer {
	return &Printer{w: e.Out, color: e.hasColor(e.OutTTY), tty: e.OutTTY, mask: e.mask}
}

// hasColor reports whether a stream gets colour. The first of these decides:
// --color, NO_COLOR, FORCE_COLOR or CLICOLOR_FORCE, whether the stream is a terminal
// with colours.
func (e *Env) hasColor(tty bool) bool {
	switch {
	case e.Color == "always":
		return true
	case e.Color == "never", e.env("NO_COLOR") != "":
		return false
	case truthy(e.env("FORCE_COLOR")), truthy(e.env("CLICOLOR_FORCE")):
		return true
	}
	return tty && e.env("TERM") != "dumb"
}

func truthy(s string) bool { return s != "" && s != "0" && s != "false" }

func (e *Env) env(name string) string {
	value, _ := e.LookupEnv(name)
	return value
}

// HasColour reports whether the stream gets colour.
func (p *Printer) HasColour() bool { return p.color }

func (p *Printer) paint(s string, attrs ...color.Attribute) string {
	if !p.color {
		return s
	}
	c := color.New(slices.Clone(attrs)...) // a copy, so that without colour nothing is allocated
	c.EnableColor()
	return c.Sprint(s)
}

// Good, Bad, Warn, Dim and Bold add colour to s if the stream gets colour.
func (p *Printer) Good(s string) string { return p.paint(s, color.FgGreen) }
func (p *Printer) Bad(s string) string  { return p.paint(s, color.FgRed, color.Bold) }
func (p *Printer) Warn(s string) string { return p.paint(s, color.FgYellow) }
func (p *Printer) Dim(s string) string  { return p.paint(s, color.Faint) }
func (p *Printer) Bold(s string) string { return p.paint(s, color.Bold) }
