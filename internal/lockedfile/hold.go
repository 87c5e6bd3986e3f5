//go:build !windows

package lockedfile

import (
	"errors"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// hold locks a temporary file that was just made. It is not held if Sweep was
// faster: then the file is gone or about to be. Where the file system has no
// locks, Sweep cannot lock it either, and it is as good as held.
func hold(name string) (release func(), held bool) {
	lock := flock.New(name, flock.SetFlag(os.O_RDWR))
	got, err := lock.TryLock()
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !got:
		return nil, false
	case err != nil:
		return func() {}, true
	}
	if _, err := os.Lstat(name); err != nil {
		lock.Close()
		return nil, false
	}
	return func() { lock.Close() }, true
}

// removeAbandoned removes a temporary file that no process holds.
func removeAbandoned(name string) {
	lock := flock.New(name, flock.SetFlag(os.O_RDWR))
	if got, err := lock.TryLock(); err != nil || !got {
		return
	}
	defer lock.Close()
	os.Remove(name) // while it is locked: see hold
}
