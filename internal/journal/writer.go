package journal

import (
	"bytes"
	"os"
	"sync"
)

// Writer appends lines to a log.
type Writer struct {
	mu   sync.Mutex
	file *os.File
	sync bool
	err  error // the first
}

// Append writes a line, which gets a line end if it has none. After an error
// nothing more is written, and Append returns that error: half a line can only be
// the last.
func (w *Writer) Append(line []byte) error {
	if !bytes.HasSuffix(line, []byte("\n")) {
		line = append(bytes.Clone(line), '\n')
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	if _, w.err = w.file.Write(line); w.err == nil && w.sync {
		w.err = w.file.Sync()
	}
	return w.err
}

// Err is the error of the first Append that failed.
func (w *Writer) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// Close closes the file.
func (w *Writer) Close() error { return w.file.Close() }
