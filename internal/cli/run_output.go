package cli

import (
	"io"
	"os"
	"strings"
	"sync"

	"wxtool/internal/childproc"
	"wxtool/internal/conform"
	"wxtool/internal/ui"
)

// outputs are what a command writes to.
type outputs struct {
	out, err io.Writer
	close    func() // writes what is left
}

// output chooses where the output of the command goes. With --check and --json stdout is
// for the result. Its last lines are kept where the user does not see them.
func (r *running) output() outputs {
	out, errs := unwrapped(r.env.Out), r.env.Err
	if r.options.check || r.env.JSON {
		out = errs
		switch {
		case r.options.check && r.env.Quiet:
			r.tail = &childproc.Tail{Lines: tailLines}
			out, errs = r.tail, r.tail
		case r.env.JSON:
			r.tail = &childproc.Tail{Lines: tailLines}
			both := io.MultiWriter(errs, r.tail)
			out, errs = both, both
		}
	}
	if !r.options.prefix {
		return outputs{out, errs, func() {}}
	}
	prefix := r.name() + " | "
	first, second := childproc.NewPrefixed(out, prefix), childproc.NewPrefixed(errs, prefix)
	return outputs{first, second, func() { first.Close(); second.Close() }}
}

// tailLines is how many lines of the command are repeated if it ends too early.
const tailLines = 20

// shareWriters lets the command and wxtool write at the same time. Files need nothing.
func shareWriters(env *ui.Env) {
	lock := &sync.Mutex{}
	if _, ok := env.Err.(*os.File); !ok {
		env.Err = locked{lock, env.Err}
	}
	if _, ok := unwrapped(env.Out).(*os.File); !ok {
		env.Out = locked{lock, env.Out}
	}
}

// locked shares a lock with other writers.
type locked struct {
	mu *sync.Mutex
	w  io.Writer
}

func (l locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// unwrapped is the stdout of the program, which a child can have as its own.
func unwrapped(w io.Writer) io.Writer {
	if p, ok := w.(pipe); ok {
		return p.Writer
	}
	return w
}

// runResult is the end of a run, as JSON.
type runResult struct {
	Command    string       `json:"command"`      // name of the program
	ExitCode   int          `json:"exit_code"`    // of the program; 128+n if signal n ended it
	Sandbox    string       `json:"sandbox"`      // origin of the sandbox
	To         string       `json:"to,omitempty"` // the callback URL
	DurationMS float64      `json:"duration_ms"`
	Check      *conform.Sum `json:"check,omitempty"` // the cases of --check
	ok         bool
}

func (runResult) JSONType() string { return "run" }
func (r runResult) IsOK() bool     { return r.ok }

func (r runResult) WriteText(p *ui.Printer) {
	p.Linef("%s  exit code %d", strings.TrimSpace(r.Command), r.ExitCode)
}
