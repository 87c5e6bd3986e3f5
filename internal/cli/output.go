package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"wxtool/internal/statefile"
)

// writeWhole replaces a file at once: a reader sees all of it or nothing. What a
// symlink leads to is replaced, not the link; a device or a pipe is written to.
// A new file gets the mode that the user's umask leaves.
func writeWhole(name string, data []byte) error {
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
	f, err := createBeside(statefile.Target(name), 0o600)
	if err != nil {
		return fileProblem("write", name, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// createBeside makes a file with a name of its own in the folder of another, with
// what the user's umask leaves of the mode.
func createBeside(name string, mode fs.FileMode) (*os.File, error) {
	for {
		temp := filepath.Join(filepath.Dir(name), fmt.Sprintf(".wxtool-%d", rand.Uint64()))
		f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// replaceFile replaces a file at once, which gets the mode, or with 0 that of any
// new file.
func replaceFile(name string, data []byte, mode fs.FileMode) error {
	target, first := statefile.Target(name), fs.FileMode(0o666)
	if mode != 0 {
		first = 0o600 // who may not read the file must not open it meanwhile
	}
	f, err := createBeside(target, first)
	if err != nil {
		return fileProblem("write", name, err)
	}
	_, err = f.Write(data)
	if err == nil && mode != 0 {
		err = f.Chmod(mode)
	}
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), target)
	}
	if err != nil {
		os.Remove(f.Name())
		return fileProblem("write", name, fmt.Errorf("%w", err))
	}
	return nil
}
