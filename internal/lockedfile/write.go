package lockedfile

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write replaces the content of a file whose path the user gave, or creates it. A
// reader sees the old content or the new. The mode stays; a new file has the mode
// that the umask leaves. A symlink is followed. A device or a pipe is written to.
func Write(path string, data []byte) error {
	return WriteFunc(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// WriteFunc is Write with what write writes. An error of write keeps the old content, but
// not that of a device or a pipe.
func WriteFunc(path string, write func(io.Writer) error) error {
	var mode fs.FileMode
	switch info, err := os.Stat(path); {
	case err != nil: // Replace reports why it cannot be created, if so
	case info.Mode().IsRegular():
		mode = info.Mode().Perm()
	case info.IsDir():
		return &fs.PathError{Op: "write", Path: path, Err: ErrFolder}
	default:
		return writeThrough(path, write)
	}
	target := Target(path)
	Sweep(filepath.Dir(target))
	return pathError("write", path, ReplaceFunc(target, mode, write))
}

func writeThrough(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// Writable reports why Write would fail, as far as that is known without writing.
func Writable(path string) error {
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return &fs.PathError{Op: "write", Path: path, Err: ErrFolder}
	case err == nil && !info.Mode().IsRegular():
		return nil
	}
	return pathError("write", path, Probe(filepath.Dir(Target(path))))
}

// WriteNoFollow is Write for a path that the program chose: a symlink or a device
// in its place is replaced itself. It leaves Sweep to the caller.
func WriteNoFollow(path string, data []byte) error {
	var mode fs.FileMode
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
		mode = info.Mode().Perm()
	}
	return Replace(path, mode, data)
}

// Rewrite replaces the content of a file that still has the content before, and
// keeps its mode. Otherwise the error is ErrChanged, and for a symlink ErrSymlink.
func Rewrite(path string, before, after []byte) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if err := special(path, info.Mode()); err != nil {
		return err
	}
	have, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(have, before) {
		return &fs.PathError{Op: "write", Path: path, Err: ErrChanged}
	}
	Sweep(filepath.Dir(path))
	return Replace(path, info.Mode().Perm(), after)
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

// Create creates a file with this mode and content, and never changes what is at path:
// the error is then ErrExists, ErrFolder, or ErrSymlink also for a link to nothing.
func Create(path string, mode fs.FileMode, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return &fs.PathError{Op: "create", Path: path, Err: existing(path)}
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		os.Remove(path)
	}
	return err
}

// existing is the error about what is at path.
func existing(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.Mode()&fs.ModeSymlink != 0:
		return ErrSymlink
	case err == nil && info.IsDir():
		return ErrFolder
	}
	return ErrExists
}
