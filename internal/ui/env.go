// Package ui holds what a command takes from its environment (streams, clock,
// randomness, variables, HTTP) and prints results, notes and errors.
//
// Rules for all commands:
//
//   - Only the result goes to stdout; notes, warnings, progress, errors and hints
//     go to stderr.
//   - An error is one line "wxtool: error: subject: problem", a hint one line
//     "wxtool: hint: next step"; lower case, no full stop.
//   - With --json each result is one line of JSON on stdout, each error one line of
//     JSON on stderr.
//   - Colour is decided for each stream.
//   - Secrets are masked in everything that goes to stderr.
package ui

import (
	"io"
	"io/fs"
	"net/http"
	"syscall"
	"time"

	"wxtool/internal/lang"
)

// Env is the environment of a command. main or a test sets its fields; the flags
// that all commands share set Options.
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

	// Signals returns the signals that ask the program to end, or are for it to use, until
	// stop is called. They end it no longer by themselves. Nil: there are none.
	Signals func() (signals <-chan syscall.Signal, stop func())

	Dir       string // working directory
	ConfigDir string // the user's config folder, "" if there is none
	CacheDir  string // the user's cache folder, "" if there is none
	UID       int    // the user's id; 0 is root, -1 where users have no id
	Fixtures  fs.FS  // the folder of the samples

	Options

	secrets secrets
	waiting bool // a line of Wait is shown
	atEnd   []func()
}

// AtEnd registers fn to be called when the command ends, the last one first.
func (e *Env) AtEnd(fn func()) { e.atEnd = append(e.atEnd, fn) }

// End calls the functions that were registered with AtEnd.
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
	Lang    lang.Language
}

// Hide replaces secret by shown in everything that is printed to stderr from now
// on, in every escaped form. A secret of fewer than six bytes is not masked, because
// it may be part of ordinary words.
func (e *Env) Hide(secret, shown string) {
	if len(secret) >= 6 {
		e.secrets.add(secret, shown)
	}
}
