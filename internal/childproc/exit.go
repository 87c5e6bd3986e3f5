package childproc

import (
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"syscall"
)

// Exit is how a child has ended.
type Exit struct {
	Code   int            // 128+n if signal n has ended it
	Signal syscall.Signal // 0: none
}

func (e Exit) String() string {
	if e.Signal != 0 {
		return "signal " + e.Signal.String()
	}
	return fmt.Sprintf("exit code %d", e.Code)
}

// StartError is the error of a program that cannot be started.
type StartError struct {
	Name string
	Err  error
}

func (e *StartError) Error() string { return "cannot start " + e.Name + ": " + e.reason().Error() }
func (e *StartError) Unwrap() error { return e.Err }

// NotFound reports whether there is no such program.
func (e *StartError) NotFound() bool {
	return errors.Is(e.Err, exec.ErrNotFound) || errors.Is(e.Err, fs.ErrNotExist)
}

// reason is the error without the name, which os/exec repeats.
func (e *StartError) reason() error {
	var search *exec.Error
	var path *fs.PathError
	switch {
	case errors.As(e.Err, &search):
		return search.Err
	case errors.As(e.Err, &path):
		return path.Err
	}
	return e.Err
}

// EndedError is the error of [Child.While] if the child has ended first.
type EndedError struct{ Exit Exit }

func (e *EndedError) Error() string { return "the command has ended with " + e.Exit.String() }
