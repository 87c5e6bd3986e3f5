package lockedfile

import (
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Replace replaces the file at path in one step: a reader sees the old content or
// the new, and after an error it is the old. The new file has exactly this mode and
// never grants more; with mode 0 it has the mode of any new file, which is what the
// umask leaves of 0666. A symlink at path is replaced itself; see Target.
func Replace(path string, mode fs.FileMode, data []byte) error {
	return ReplaceFunc(path, mode, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// ReplaceFunc is Replace with what write writes. An error of write keeps the old
// content.
func ReplaceFunc(path string, mode fs.FileMode, write func(io.Writer) error) error {
	t, err := newTemp(filepath.Dir(path), mode)
	if err != nil {
		return pathError("write", path, err)
	}
	defer t.release()
	if err = t.fill(mode, write); err == nil {
		err = t.rename(path)
	}
	if err != nil {
		os.Remove(t.Name())
	}
	return pathError("write", path, err)
}

// Probe reports why Replace could not create a file in dir.
func Probe(dir string) error {
	t, err := newTemp(dir, 0o600)
	if err != nil {
		return pathError("write", dir, err)
	}
	defer t.release()
	return pathError("write", dir, errors.Join(t.Close(), os.Remove(t.Name())))
}

// temp is a file that is going to replace another. While it is held, Sweep leaves
// it alone.
type temp struct {
	*os.File
	release func()
}

// newTemp creates a file with a unique name. A private one must be private from
// the start; its final mode is set when it is complete, because that may not allow
// writing.
func newTemp(dir string, mode fs.FileMode) (*temp, error) {
	first := fs.FileMode(0o666)
	if mode != 0 {
		first = 0o600
	}
	for {
		name := filepath.Join(dir, tempPrefix+strconv.FormatUint(rand.Uint64(), 10))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, first)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if release, held := hold(name); held {
			return &temp{f, release}, nil
		}
		f.Close() // Sweep removed it before it was held: take another name
	}
}

// fill writes the content to the disk. The error is the first one.
func (t *temp) fill(mode fs.FileMode, write func(io.Writer) error) error {
	err := write(t)
	if err == nil && mode != 0 {
		err = t.Chmod(mode)
	}
	if err == nil {
		err = t.Sync()
	}
	if closed := t.Close(); err == nil {
		err = closed
	}
	return err
}

// rename gives the file its final name.
func (t *temp) rename(path string) error {
	err := os.Rename(t.Name(), path)
	if info, found := os.Lstat(path); err != nil && found == nil && info.IsDir() {
		return ErrFolder
	}
	return err
}

const tempPrefix = ".wxtool-"

// isTemp reports whether newTemp creates such names.
func isTemp(name string) bool {
	number, ours := strings.CutPrefix(name, tempPrefix)
	_, err := strconv.ParseUint(number, 10, 64)
	return ours && err == nil
}

// Sweep removes the temporary files that killed processes left in dir. What cannot
// be removed stays.
//
// It never removes the file of a running process: a writer locks its temporary
// file until that has its final name, the system unlocks it when the process ends,
// and only files that can be locked are removed.
func Sweep(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if entry.Type().IsRegular() && isTemp(entry.Name()) {
			removeAbandoned(filepath.Join(dir, entry.Name()))
		}
	}
}
