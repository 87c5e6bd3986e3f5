// Package tokencache stores access tokens in a folder, so that all processes of a
// user share them. Only the user can read the folder. It is safe for concurrent use.
// Errors are those of the file system, or of the context while waiting for a lock.
package tokencache

import (
	"context"
	"os"
	"path/filepath"

	"wxtool/internal/lockedfile"
)

// maxToken is how many bytes of a file are read; a token has at most 512.
const maxToken = 1 << 20

// Dir is a folder with one file per token.
type Dir struct{ path string }

// Open returns the folder at path and creates it if it does not exist. It returns an
// error if the folder is not writable.
func Open(path string) (*Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	if err := lockedfile.Probe(path); err != nil {
		return nil, err
	}
	return &Dir{path}, nil
}

// Update calls fn with the content stored under name, nil if there is none, and
// stores the result of fn unless it is nil. Only one process at a time calls its fn
// for a name. The file is replaced atomically.
func (d *Dir) Update(ctx context.Context, name string, fn func([]byte) ([]byte, error)) error {
	file, err := lockedfile.Open(ctx, filepath.Join(d.path, name+".json"), 0)
	if err != nil {
		return err
	}
	defer file.Close()
	kept, err := file.Read(maxToken)
	if err != nil {
		return err
	}
	data, err := fn(kept)
	if err != nil || data == nil {
		return err
	}
	return file.Write(data)
}
