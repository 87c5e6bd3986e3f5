package record

import (
	"io"
	"sync"
	"time"
)

// Writer writes records. Its methods may be called concurrently: every line is
// written by one call of the underlying writer.
type Writer struct {
	// Before is written in front of the next line, once: a line end where the file
	// does not end with one.
	Before []byte
	// Seq is the number of the last record, 0 if there is none.
	Seq int

	mu      sync.Mutex
	w       io.Writer
	secrets *Secrets
	start   time.Time
	more    bool   // a record was written
	buf     []byte // of the last line
}

// maxKept is the capacity of a buffer that is kept for the next line.
const maxKept = 256 << 10

// NewWriter returns a writer of records without the secrets. Monotonic times are those
// since start.
func NewWriter(w io.Writer, secrets *Secrets, start time.Time) *Writer {
	return &Writer{w: w, secrets: secrets, start: start}
}

// Write numbers a record and writes it. When it returns nil, the underlying writer has
// the whole line. It sets Seq of the record. After an error the next line is on a line
// of its own.
func (w *Writer) Write(r *Record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.buf = append(w.buf[:0], w.Before...)
	a := &appender{w.buf, w.secrets}
	w.buf = a.line(r, &stamp{w.Seq + 1, r.Exchange.Start.Sub(w.start), true, !w.more}).buf
	n, err := w.w.Write(w.buf)
	if cap(w.buf) > maxKept {
		w.buf = nil
	}
	if err != nil {
		if n > len(w.Before) {
			w.Before = []byte("\n")
		} else {
			w.Before = w.Before[n:]
		}
		return err
	}
	w.Before, w.Seq, w.more = nil, w.Seq+1, true
	r.Seq = w.Seq
	return nil
}
