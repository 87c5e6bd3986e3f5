// Package ui is what a command sees of the world (streams, clock, randomness,
// environment, HTTP) and how it speaks to its user.
//
// The rules, for all commands:
//
//   - stdout is the result and nothing else; notes, warnings, progress, errors
//     and hints go to stderr.
//   - An error is one line "wxtool: error: subject: problem", a hint one line
//     "wxtool: hint: next step"; lower case, no full stop.
//   - With --json a result is one JSON object per line, an error one on stderr.
//   - Each stream decides for itself whether it has colour.
//   - Secrets are masked wherever they might slip into stderr.
package ui

import (
	"io"
	"net/http"
	"time"
)

// Env is the world, as a command may touch it. The fields up to Dir are made
// by main or by a test; Options are set by the flags that all commands share.
type Env struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer

	OutTTY, ErrTTY bool

	LookupEnv func(string) (string, bool)
	Now       func() time.Time
	Rand      io.Reader
	HTTP      http.RoundTripper // to callback servers
	API       http.RoundTripper // to the platform's API
	Done      <-chan struct{}   // closed when the user interrupts; nil for never
	Dir       string            // working directory
	ConfigDir string            // the user's config folder, "" when there is none
	CacheDir  string            // the user's cache folder, "" when there is none
	UID       int               // the user's id; 0 is root, and negative where users have none

	Options

	secrets secrets
	atEnd   []func()
}

// AtEnd has fn called when the command ends, the last one first.
func (e *Env) AtEnd(fn func()) { e.atEnd = append(e.atEnd, fn) }

// End calls what AtEnd was given.
func (e *Env) End() {
	for i := len(e.atEnd) - 1; i >= 0; i-- {
		e.atEnd[i]()
	}
	e.atEnd = nil
}

// Options are the flags that every command has.
type Options struct {
	JSON    bool
	Quiet   bool
	Verbose bool
	Color   string // auto, always, never
}

// Hide shows secret as shown in everything that goes to stderr from now on, in
// whatever form it is printed there. A very short secret is left alone: masking
// it would garble ordinary words.
func (e *Env) Hide(secret, shown string) {
	if len(secret) >= 6 {
		e.secrets.add(secret, shown)
	}
}
