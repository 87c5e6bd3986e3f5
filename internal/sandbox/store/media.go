package store

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// maxMedium is how many bytes of a medium are read: more than a sandbox accepts.
const maxMedium = 32 << 20

// media keeps the content of media in a folder next to the state file, one file for
// each. A name that is not that of a file in the folder is an error.
type media struct{ path string }

// mediaSuffix is added to the name of the state file.
const mediaSuffix = ".media"

func (m media) Put(id string, data []byte) error {
	if err := os.MkdirAll(m.path, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(m.path)
	if err != nil {
		return err
	}
	defer root.Close()
	return root.WriteFile(id, data, 0o600)
}

func (m media) Get(id string) ([]byte, error) {
	root, err := os.OpenRoot(m.path)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	file, err := root.Open(id)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fmt.Errorf("%s: is not a file", id))
	}
	return io.ReadAll(io.LimitReader(file, maxMedium))
}

// Delete removes files, and the folder when it is empty. What cannot be removed stays:
// no state leads to it.
func (m media) Delete(ids []string) {
	if len(ids) == 0 {
		return
	}
	root, err := os.OpenRoot(m.path)
	if err != nil {
		return
	}
	for _, id := range ids {
		root.Remove(id)
	}
	root.Close()
	os.Remove(m.path)
}
