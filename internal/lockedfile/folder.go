package lockedfile

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Folder is a folder that the user named. The program chooses the names of the
// files in it, so no symlink in it is followed to the outside.
type Folder struct{ root *os.Root }

// OpenFolder opens a folder, which is created if it does not exist.
func OpenFolder(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &Folder{root}, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// WriteNew creates a file with this content, and its folders. A file that exists
// is never changed: if it has this content already, written is false, otherwise
// the error is ErrExists, or ErrFolder.
func (f *Folder) WriteNew(name string, data []byte) (written bool, err error) {
	written, err = f.writeNew(name, data)
	exists := errors.Is(err, ErrExists) || errors.Is(err, ErrFolder)
	if err != nil && !exists && Outside(f.root.Name(), name) { // os has no error for it
		err = ErrOutside
	}
	return written, pathError("write", filepath.Join(f.root.Name(), name), err)
}

func (f *Folder) writeNew(name string, data []byte) (written bool, err error) {
	if err := f.root.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return false, err
	}
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return false, f.compare(name, data)
	}
	if err != nil {
		return false, err
	}
	_, err = file.Write(data)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		f.root.Remove(name)
		return false, err
	}
	return true, nil
}

// compare is the error of a file that exists and has another content.
func (f *Folder) compare(name string, data []byte) error {
	info, err := f.root.Lstat(name)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return ErrFolder
	case !info.Mode().IsRegular() || info.Size() != int64(len(data)):
		return ErrExists
	}
	have, err := f.root.ReadFile(name)
	if err == nil && !bytes.Equal(have, data) {
		err = ErrExists
	}
	return err
}

// Outside reports whether symlinks lead from dir to a file or folder outside of
// it. The end of name need not exist.
func Outside(dir, name string) bool {
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return false
	}
	for ; ; name = filepath.Dir(name) {
		if real, err := filepath.EvalSymlinks(filepath.Join(dir, name)); err == nil {
			below, err := filepath.Rel(root, real)
			return err != nil || !filepath.IsLocal(below)
		}
		if name == filepath.Dir(name) {
			return false
		}
	}
}
