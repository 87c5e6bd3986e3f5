package record

import (
	"io"
	"sync"

	"wxtool/internal/exchange"
)

// Writer writes records. Its methods may be called concurrently: every line is
// written by one call of the underlying writer.
type Writer struct {
	// Before is written in front of the next line, once: a line end where the file
	// does not end with one.
	Before []byte

	mu      sync.Mutex
	w       io.Writer
	secrets *Secrets
}

// NewWriter returns a writer of records without the secrets.
func NewWriter(w io.Writer, secrets *Secrets) *Writer { return &Writer{w: w, secrets: secrets} }

// Write writes one exchange. When it returns nil, the underlying writer has the
// whole line.
func (w *Writer) Write(ex exchange.Exchange) error {
	data, err := (&Record{Exchange: ex}).MarshalLine(w.secrets)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	line := append(w.Before, data...)
	w.Before = nil
	_, err = w.w.Write(line)
	return err
}
