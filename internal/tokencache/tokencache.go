// Package tokencache keeps access tokens in a folder, so that all processes of
// a user share them. Only the user can read it.
package tokencache

import (
	"context"
	"os"
	"path/filepath"

	"wxtool/internal/lockedfile"
)

// Dir is a folder of tokens, one file each.
type Dir struct{ path string }

// Open returns the folder at path, which is made if it is not there. One that
// cannot be written to is an error.
func Open(path string) (*Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	if err := lockedfile.Probe(path); err != nil {
		return nil, err
	}
	return &Dir{path}, nil
}

// Update calls fn with what is kept under name, nil if nothing is, and keeps
// what it returns unless that is nil. Meanwhile no other process's fn is called
// for that name. A reader of the file sees the old content or the new.
func (d *Dir) Update(ctx context.Context, name string, fn func([]byte) ([]byte, error)) error {
	file, err := lockedfile.Open(ctx, filepath.Join(d.path, name+".json"), 0)
	if err != nil {
		return err
	}
	defer file.Close()
	kept, err := file.Read()
	if err != nil {
		return err
	}
	data, err := fn(kept)
	if err != nil || data == nil {
		return err
	}
	return file.Write(data)
}
