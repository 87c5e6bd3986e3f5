// Package lockedfile replaces files at once: a reader sees the old content or the
// new, and what a killed process leaves is removed by the next. A [File] is one
// that one process at a time reads and replaces: a lock beside it keeps the others
// waiting, so that nothing is lost between reading and writing.
package lockedfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// poll is how often one looks whether the file has been let go.
const poll = 10 * time.Millisecond

// ErrBusy means that another process holds the file and does not let go.
var ErrBusy = errors.New("another process is at work with it")

// File is a file that this process holds.
type File struct {
	path string
	lock *flock.Flock
}

// Open takes hold of the file, which need not exist; its folder must. It waits
// for another process at most so long, with 0 as long as it takes; then it is
// ErrBusy. The error may be that of ctx.
func Open(ctx context.Context, path string, patience time.Duration) (*File, error) {
	path = Target(path)
	lockName := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".lock")
	if info, err := os.Lstat(lockName); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is a symlink or no plain file", filepath.Base(lockName)) // the user did not name it
	}
	lock := flock.New(lockName, flock.SetPermissions(0o600))
	waiting, cancel := ctx, func() {}
	if patience > 0 {
		waiting, cancel = context.WithTimeoutCause(ctx, patience, ErrBusy)
	}
	defer cancel()
	if _, err := lock.TryLockContext(waiting, poll); err != nil {
		if waiting.Err() != nil {
			err = context.Cause(waiting)
		}
		return nil, err
	}
	Sweep(filepath.Dir(path))
	return &File{path, lock}, nil
}

// Target follows symlinks to the file that they lead to, which need not exist.
func Target(path string) string {
	const most = 40 // as many as the system follows
	for range most {
		next, err := os.Readlink(path)
		if err != nil {
			return path
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return path
}

// Read returns what is in the file, nil if there is none.
func (f *File) Read() ([]byte, error) {
	data, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// Write replaces the file at once, with mode 0600 from the start.
func (f *File) Write(data []byte) error {
	return Replace(f.path, 0o600, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// Close lets the file go.
func (f *File) Close() error { return f.lock.Close() }
