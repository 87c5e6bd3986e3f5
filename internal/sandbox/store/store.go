// Package store keeps the state of a sandbox in a file, for one process at a time. The
// file is a journal, see package world: a change is appended, and from time to time
// the file is replaced by the state alone. No change is lost when the process is
// killed; when the machine crashes, the last ones may be. The content of media is in a
// folder next to the file.
//
// A change is written before the caller of the sandbox gets an answer. If it cannot
// be written, the call is answered as by a broken platform, the change stays in
// memory, and it is written together with the next one.
//
// A Sandbox is safe for concurrent use. Errors about the file are a [*FileError];
// those of Open may also be [lockedfile.ErrBusy], wrap [ErrState], or be the cause of
// its context.
package store

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"sync"
	"time"

	"wxtool/internal/lockedfile"
	"wxtool/internal/sandbox"
	"wxtool/internal/sandbox/world"
)

// How long Open waits for another process: at first silently, then at most Patience.
// An act of that process may take half of it.
const (
	silentPatience = time.Second
	Patience       = 30 * time.Second
)

// MaxFile is how many bytes a file may have.
const MaxFile = world.MaxFile

// ErrState is in the chain of an error about a file that is not a usable state.
var ErrState = world.ErrState

// Options are the options of [Open].
type Options struct {
	Path string // the file, which need not exist; "" saves nothing
	Name string // name of the file in errors; default Path

	// Busy is called when another process has locked the file and Open begins to wait,
	// for Patience at most.
	Busy func()

	// Written is called with the error of a failed write, but only with the first of
	// several in a row, and with nil when a write succeeds again. It must not call the
	// Sandbox.
	Written func(error)
}

// FileError means that the file could not be read or written.
type FileError struct {
	Op   string // "read" or "write"
	Name string
	Err  error
}

func (e *FileError) Error() string {
	reason := e.Err
	if failed, ok := errors.AsType[*fs.PathError](e.Err); ok {
		reason = failed.Err // it names another path, such as that of a lock
	}
	return "cannot " + e.Op + " " + e.Name + ": " + reason.Error()
}

func (e *FileError) Unwrap() error { return e.Err }

// Sandbox is a sandbox whose state is in a file.
type Sandbox struct {
	*sandbox.Server
	options Options
	file    *file // nil: nothing is kept

	mu     sync.Mutex // guards also writing the file
	unkept error      // why the file does not have the whole state
}

// Open makes a sandbox with the state in the file, and holds the file until Close.
// It sets Changed and Media of the config.
func Open(ctx context.Context, config sandbox.Config, options Options) (*Sandbox, error) {
	s := &Sandbox{options: options}
	if options.Path == "" {
		s.Server = sandbox.New(config)
		return s, nil
	}
	config.Changed = s.changed
	config.Media = media{options.Path + mediaSuffix}
	s.Server = sandbox.New(config)
	s.World().Record()
	if err := s.hold(ctx); err != nil {
		return nil, err
	}
	if err := s.load(); err != nil {
		s.file.close()
		return nil, err
	}
	return s, nil
}

func (s *Sandbox) hold(ctx context.Context) error {
	held, err := lockedfile.Open(ctx, s.options.Path, silentPatience)
	if errors.Is(err, lockedfile.ErrBusy) {
		if s.options.Busy != nil {
			s.options.Busy()
		}
		held, err = lockedfile.Open(ctx, s.options.Path, Patience)
	}
	switch {
	case err == nil:
		s.file = &file{held: held, minChanges: minChanges}
		return nil
	case errors.Is(err, lockedfile.ErrBusy), ctx.Err() != nil:
		return err
	}
	return s.fileError("write", err)
}

func (s *Sandbox) load() error {
	err := s.file.load(s.World())
	if errors.Is(err, ErrState) || err == nil {
		return err
	}
	return s.fileError("read", err)
}

// Read returns a sandbox without accounts that has the state in the content of a state
// file. The file need not be held.
func Read(data []byte) (*sandbox.Server, error) {
	s := sandbox.New(sandbox.Config{Now: time.Now})
	_, err := load(s.World(), data)
	return s, err
}

// changed writes what has changed, unless a call at the same time has just written it.
func (s *Sandbox) changed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.file.write(s.World())
	if err != nil {
		err = s.fileError("write", err)
	}
	if (err == nil) != (s.unkept == nil) && s.options.Written != nil {
		s.options.Written(err)
	}
	s.unkept = err
	return err
}

func (s *Sandbox) fileError(op string, err error) error {
	return &FileError{op, cmp.Or(s.options.Name, s.options.Path), err}
}

// Unkept is why the file does not have the whole state, nil if it does. A caller in
// the same process wants to know it, as an answer says only that the platform is
// broken.
func (s *Sandbox) Unkept() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unkept
}

// Finish tries once more to write what could not be written.
func (s *Sandbox) Finish() error {
	if s.Unkept() == nil {
		return nil
	}
	return s.changed()
}

// Close ends the pushes that calls have caused, and releases the file.
func (s *Sandbox) Close() error {
	s.Server.Close()
	if s.file == nil {
		return nil
	}
	return s.file.close()
}
