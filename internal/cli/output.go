package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"wxtool/internal/statefile"
)

// writeWhole replaces a file at once: a reader sees all of it or nothing. What a
// symlink leads to is replaced, not the link; a device or a pipe is written to.
// A new file gets the mode that the user's umask leaves. What killed processes
// left of files in that folder is removed.
func writeWhole(name string, data []byte) error {
	statefile.Sweep(filepath.Dir(statefile.Target(name)))
	return writeUnswept(name, data)
}

// writeUnswept is writeWhole for one file of many: the folder was swept before.
func writeUnswept(name string, data []byte) error {
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
	if err := statefile.Probe(filepath.Dir(statefile.Target(name))); err != nil {
		return fileProblem("write", name, err)
	}
	return nil
}

// replaceFile replaces a file at once, which gets the mode, or with 0 that of any
// new file.
func replaceFile(name string, data []byte, mode fs.FileMode) error {
	err := statefile.Replace(statefile.Target(name), mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return fileProblem("write", name, err)
	}
	return nil
}
