package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"wxtool/internal/lockedfile"
)

// writeWhole replaces a file at once: a reader sees all of it or nothing. What a
// symlink leads to is replaced, not the link; a device or a pipe is written to.
// A new file gets the mode that the user's umask leaves. What killed processes
// left of files in that folder is removed.
func writeWhole(name string, data []byte) error {
	lockedfile.Sweep(filepath.Dir(lockedfile.Target(name)))
	info, err := os.Stat(name)
	switch {
	case err == nil && info.IsDir():
		return unreadable("name a file in it", "cannot write %s: it is a folder", name)
	case err == nil && !info.Mode().IsRegular():
		return writeThrough(name, data)
	case err == nil:
		return replaceFile(name, data, info.Mode().Perm())
	}
	return replaceFile(name, data, 0)
}

// writeInvented replaces a file at once whose name wxtool made up, in a folder that
// was swept before. Whoever put a symlink or a device there did not know what
// it would be written to: it is replaced itself.
func writeInvented(name string, data []byte) error {
	var mode fs.FileMode
	switch info, err := os.Lstat(name); {
	case err == nil && info.IsDir():
		return unreadable("move it away", "cannot write %s: it is a folder", name)
	case err == nil && info.Mode().IsRegular():
		mode = info.Mode().Perm()
	}
	return replaceAt(name, name, data, mode)
}

func writeThrough(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return fileProblem("write", name, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fileProblem("write", name, err)
	}
	return nil
}

// writable tells beforehand why writeWhole would fail.
func writable(name string) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return unreadable("name a file in it", "cannot write %s: it is a folder", name)
		}
		return nil
	}
	if err := lockedfile.Probe(filepath.Dir(lockedfile.Target(name))); err != nil {
		return fileProblem("write", name, err)
	}
	return nil
}

// replaceFile replaces a file at once, which gets the mode, or with 0 that of any
// new file.
func replaceFile(name string, data []byte, mode fs.FileMode) error {
	return replaceAt(lockedfile.Target(name), name, data, mode)
}

func replaceAt(path, name string, data []byte, mode fs.FileMode) error {
	err := lockedfile.Replace(path, mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return fileProblem("write", name, err)
	}
	return nil
}
