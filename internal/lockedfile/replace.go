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

// Replace replaces the file at path at once with what write writes: a reader
// sees the old content or the new, and after an error it is the old. The new file
// has exactly this mode and is never open to more; with 0 it has the mode of any
// new file, which is what the umask leaves of 0666. A symlink at path is replaced
// itself; see Target.
func Replace(path string, mode fs.FileMode, write func(io.Writer) error) error {
	t, err := newTemp(filepath.Dir(path), mode)
	if err != nil {
		return err
	}
	defer t.release()
	if err = t.fill(mode, write); err == nil {
		err = os.Rename(t.Name(), path)
	}
	if err != nil {
		os.Remove(t.Name())
	}
	return err
}

// Probe reports why Replace could not make a file in dir.
func Probe(dir string) error {
	t, err := newTemp(dir, 0o600)
	if err != nil {
		return err
	}
	defer t.release()
	return errors.Join(t.Close(), os.Remove(t.Name()))
}

// temp is a file that is about to take another's place. While it is held, Sweep
// leaves it alone.
type temp struct {
	*os.File
	release func()
}

// newTemp makes a file with a name of its own. One that is to be private must be
// so from the start, while its final mode may be set only when it is complete:
// that one may lack the right to write.
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
		f.Close() // Sweep removed it before it was held; take another name
	}
}

// fill writes the content and puts it on the disk.
func (t *temp) fill(mode fs.FileMode, write func(io.Writer) error) error {
	err := write(t)
	if err == nil && mode != 0 {
		err = t.Chmod(mode)
	}
	return errors.Join(err, t.Sync(), t.Close())
}

const tempPrefix = ".wxtool-"

// isTemp reports whether newTemp makes such names.
func isTemp(name string) bool {
	number, ours := strings.CutPrefix(name, tempPrefix)
	_, err := strconv.ParseUint(number, 10, 64)
	return ours && err == nil
}

// Sweep removes the temporary files that killed processes left in dir. What
// cannot be removed stays.
//
// It never takes the file of a living process: a writer holds a lock on its
// temporary file until that has its final name, the system lets the lock go when
// the process ends in whatever way, and only a file that can be locked here is
// removed.
func Sweep(dir string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		if entry.Type().IsRegular() && isTemp(entry.Name()) {
			removeAbandoned(filepath.Join(dir, entry.Name()))
		}
	}
}
