package recording

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
)

// output is the file that is written, and is replaced by a new one when it has grown.
type output struct {
	path string
	max  int64 // bytes; 0: it is never replaced
	keep int

	file *os.File // nil after a replacement that failed
	size int64
}

func (o *output) open() error {
	file, err := os.OpenFile(o.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	o.file, o.size = file, info.Size()
	return nil
}

// Write writes a line, to a new file if it would make this one too large.
func (o *output) Write(line []byte) (int, error) {
	if o.file == nil {
		if err := o.open(); err != nil {
			return 0, err
		}
	}
	if o.max > 0 && o.size > 0 && o.size+int64(len(line)) > o.max {
		if err := o.replace(); err != nil {
			return 0, err
		}
	}
	n, err := o.file.Write(line)
	o.size += int64(n)
	return n, err
}

// replace renames the file and the older ones, removes the oldest, and begins a new
// file.
func (o *output) replace() error {
	err := o.file.Close() // an open file cannot be renamed on Windows
	o.file = nil
	if err != nil {
		return err
	}
	last := o.firstGap()
	if err := os.Remove(older(o.path, last)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for n := last - 1; n >= 0; n-- {
		if err := os.Rename(older(o.path, n), older(o.path, n+1)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return renameError(o.path, err)
		}
	}
	return o.open()
}

// firstGap is the first number without a file, or that of the oldest file to keep. What is
// behind a gap, which a crash has left, stays in its place.
func (o *output) firstGap() int {
	for n := 1; n < o.keep; n++ {
		if _, err := os.Lstat(older(o.path, n)); errors.Is(err, fs.ErrNotExist) {
			return n
		}
	}
	return o.keep
}

// renameError names the path of the recording.
func renameError(path string, err error) error {
	if link, ok := errors.AsType[*os.LinkError](err); ok {
		err = link.Err
	}
	return &fs.PathError{Op: "rename", Path: path, Err: err}
}

// older is the path of an older file of a recording; 0 is the recording itself.
func older(path string, n int) string {
	if n == 0 {
		return path
	}
	return path + "." + strconv.Itoa(n)
}
