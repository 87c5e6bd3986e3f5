package cli

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// metered writes in pieces and counts them. The count distinguishes a slow reader
// from a reader that has stopped.
type metered struct {
	w      io.Writer
	pieces atomic.Int64
}

func (m *metered) Write(b []byte) (n int, err error) {
	const piece = 256 << 10
	for n < len(b) && err == nil {
		var taken int
		taken, err = m.w.Write(b[n:min(n+piece, len(b))])
		n += taken
		m.pieces.Add(1)
	}
	return n, err
}

var errUnread = errors.New("the stream is not read")

// impatient passes on what is written, but does not wait longer than a second for
// the reader: a server must not stop because its stderr is not read. What is
// written meanwhile is lost.
type impatient struct {
	w io.Writer

	mu      sync.Mutex
	pending chan struct{} // closed when the last write has returned; nil before the first
}

func (i *impatient) Write(b []byte) (int, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.busy() {
		return 0, errUnread
	}
	var n int
	var err error
	done, data := make(chan struct{}), bytes.Clone(b)
	go func() {
		defer close(done)
		n, err = i.w.Write(data)
	}()
	i.pending = done
	patience := time.NewTimer(time.Second)
	defer patience.Stop()
	select {
	case <-done:
		return n, err
	case <-patience.C:
		return 0, errUnread
	}
}

// busy reports whether the last write has not returned yet.
func (i *impatient) busy() bool {
	if i.pending == nil {
		return false
	}
	select {
	case <-i.pending:
		return false
	default:
		return true
	}
}
