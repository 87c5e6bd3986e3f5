// Package tokencache keeps access tokens in a folder, so that all processes of
// a user share them. Only the user can read it.
package tokencache

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// poll is how often a process looks whether another has let a token go.
const poll = 10 * time.Millisecond

// Dir is a folder of tokens, one file each.
type Dir struct{ path string }

// Open returns the folder at path, which is made if it is not there. One that
// cannot be written to is an error.
func Open(path string) (*Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(path, ".token-*")
	if err != nil {
		return nil, err
	}
	return &Dir{path}, errors.Join(f.Close(), os.Remove(f.Name()))
}

// Update calls fn with what is kept under name, nil if nothing is, and keeps
// what it returns unless that is nil. Meanwhile no other process's fn is called
// for that name. A reader of the file sees the old content or the new.
func (d *Dir) Update(ctx context.Context, name string, fn func([]byte) ([]byte, error)) error {
	path := filepath.Join(d.path, name+".json")
	lock := flock.New(filepath.Join(d.path, name+".lock"), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, poll); err != nil {
		return err
	}
	defer lock.Close()
	kept, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	data, err := fn(kept)
	if err != nil || data == nil {
		return err
	}
	return replace(path, data)
}

// replace writes a file at once, with mode 0600 from the start.
func replace(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".token-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
