// Package journal keeps an append-only log of lines in a file. It does not interpret
// the lines.
//
// [Read] reads a log and changes nothing, so that the caller can check first that
// the file is its own log. [Log.Open] then opens it for appending. A crash can leave
// an incomplete last line. It is the Tail of the log, which Open completes or removes.
// [Resume] opens a log whose content the caller knows.
//
// The caller must make sure that one process at a time uses the file. The methods of a
// [Writer] may be called concurrently. Errors are those of package os and, if the path
// is not a regular file or has another file now, those of package lockedfile.
package journal

import (
	"bytes"
	"errors"
	"io/fs"
	"iter"
	"os"

	"wxtool/internal/lockedfile"
)

// Log is the content of a file when it was read.
type Log struct {
	Lines []byte // the complete lines, each with its line end
	Tail  []byte // what follows the last line end

	path string
	info fs.FileInfo // nil: there was no file
}

// Read reads the log at path. A file that does not exist is an empty log.
func Read(path string) (*Log, error) {
	info, err := lockedfile.Regular(path)
	if err != nil || info == nil {
		return &Log{path: path}, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	end := bytes.LastIndexByte(data, '\n') + 1
	return &Log{Lines: data[:end], Tail: data[end:], path: path, info: info}, nil
}

// IsNew reports whether the log has no complete line. First is the first line of every
// log; a Tail that is a prefix of it is allowed, because a crash may have cut it.
func (l *Log) IsNew(first []byte) bool {
	return len(l.Lines) == 0 && bytes.HasPrefix(first, l.Tail)
}

// Entries returns the complete lines in order, without their line ends.
func (l *Log) Entries() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for line := range bytes.Lines(l.Lines) {
			if !yield(bytes.TrimSuffix(line, []byte("\n"))) {
				return
			}
		}
	}
}

// Options are the options of [Log.Open].
type Options struct {
	KeepTail bool        // the tail is a complete line without its line end; otherwise it is removed
	Sync     bool        // a line is on the disk when Append returns
	Retry    bool        // a failed Append changes nothing, and the next one is tried
	Mode     fs.FileMode // of a new file, before the umask; 0 is 0666
}

// Open opens the log for appending, and creates the file if there was none. A kept
// tail becomes the last line of Lines. Open fails if the file was replaced since Read.
func (l *Log) Open(o Options) (*Writer, error) {
	file, err := l.openFile(o)
	if err != nil {
		return nil, err
	}
	if err := l.endTail(file, o.KeepTail); err != nil {
		file.Close()
		return nil, err
	}
	return newWriter(l.path, file, o)
}

// Resume opens the log at path, which must have this many bytes of complete lines, for
// appending. It fails with [lockedfile.ErrChanged] if the length is another.
func Resume(path string, size int64, o Options) (*Writer, error) {
	info, err := lockedfile.Regular(path)
	if err != nil {
		return nil, err
	}
	if info == nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	l := &Log{path: path, info: info}
	w, err := l.Open(o)
	if err == nil && w.size != size {
		w.Close()
		return nil, l.changed()
	}
	return w, err
}

func (l *Log) changed() error {
	return &fs.PathError{Op: "open", Path: l.path, Err: lockedfile.ErrChanged}
}

// openFile opens the file that was read.
func (l *Log) openFile(o Options) (*os.File, error) {
	if l.info == nil {
		mode := o.Mode
		if mode == 0 {
			mode = 0o666
		}
		return os.OpenFile(l.path, os.O_RDWR|os.O_CREATE|os.O_EXCL|os.O_APPEND, mode)
	}
	file, err := os.OpenFile(l.path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !os.SameFile(info, l.info) {
		err = l.changed()
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// endTail completes the tail with a line end, or removes it. Removing is safe, because
// Append has not reported success for that line.
func (l *Log) endTail(file *os.File, keep bool) error {
	switch {
	case len(l.Tail) == 0:
		return nil
	case keep:
		l.Lines = append(append(bytes.Clone(l.Lines), l.Tail...), '\n')
		l.Tail = nil
		_, err := file.WriteString("\n")
		return err
	}
	l.Tail = nil
	return file.Truncate(int64(len(l.Lines)))
}
