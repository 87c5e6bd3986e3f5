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
	more    bool // a record was written
}

// NewWriter returns a writer of records without the secrets. Monotonic times are those
// since start.
func NewWriter(w io.Writer, secrets *Secrets, start time.Time) *Writer {
	return &Writer{w: w, secrets: secrets, start: start}
}

// Write numbers a record and writes it. When it returns nil, the underlying writer has
// the whole line. It sets Seq of the record.
func (w *Writer) Write(r *Record) error {
	l := newLine(r, w.secrets)
	mono := milliseconds(r.Exchange.Start.Sub(w.start))
	l.MonoMS = &mono
	w.mu.Lock()
	defer w.mu.Unlock()
	l.Seq, l.First = w.Seq+1, !w.more
	data, err := l.marshal()
	if err != nil {
		return err
	}
	if _, err = w.w.Write(append(w.Before, data...)); err != nil {
		return err
	}
	w.Before, w.Seq, w.more = nil, l.Seq, true
	r.Seq = l.Seq
	return nil
}
