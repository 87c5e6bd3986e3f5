package journal

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"sync"

	"wxtool/internal/lockedfile"
)

// Writer appends lines to a log.
type Writer struct {
	path    string
	options Options

	mu   sync.Mutex
	file *os.File
	info fs.FileInfo // of file, when it was opened
	size int64       // of the complete lines
	err  error       // after it nothing more is written
}

func newWriter(path string, file *os.File, o Options) (*Writer, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Writer{path: path, options: o, file: file, info: info, size: info.Size()}, nil
}

// Append writes a line, which gets a line end if it has none.
//
// After an error nothing more is written, and Append returns that error: half a line
// can only be the last. With Options.Retry, half a line is removed instead, and only
// if that fails is nothing more written.
func (w *Writer) Append(line []byte) error {
	if !bytes.HasSuffix(line, []byte("\n")) {
		line = append(bytes.Clone(line), '\n')
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	_, err := w.file.Write(line)
	if err == nil && w.options.Sync {
		err = w.file.Sync()
	}
	switch {
	case err == nil:
		w.size += int64(len(line))
	case !w.options.Retry || w.file.Truncate(w.size) != nil:
		w.err = err
	}
	return err
}

// Err is the error after which nothing more is written.
func (w *Writer) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// Check reports why what is appended would not be found at the path of the log: Err, or
// that the file was removed or replaced, or its length changed by others.
func (w *Writer) Check() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	info, err := os.Lstat(w.path)
	if err == nil && (!os.SameFile(info, w.info) || info.Size() != w.size) {
		err = &fs.PathError{Op: "write", Path: w.path, Err: lockedfile.ErrChanged}
	}
	return err
}

// Close closes the file.
func (w *Writer) Close() error { return w.file.Close() }
