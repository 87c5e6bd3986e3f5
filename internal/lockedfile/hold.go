//go:build !windows

package lockedfile

import (
	"errors"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// hold locks a temporary file that was just created. It fails if Sweep was faster:
// then the file is removed or about to be. On a file system without locks it
// succeeds, because Sweep cannot lock the file either.
func hold(name string) (release func(), held bool) {
	lock := flock.New(name, flock.SetFlag(os.O_RDWR))
	locked, err := lock.TryLock()
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !locked:
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
	if locked, err := lock.TryLock(); err != nil || !locked {
		return
	}
	defer lock.Close()
	os.Remove(name) // while it is locked: see hold
}
