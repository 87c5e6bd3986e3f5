package echo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"wxtool/internal/exchange"
)

// Any client can send large bodies, and many at the same time. Two budgets bound the
// memory for all bodies: one for small bodies and one for large ones, so that large
// bodies never delay an ordinary push. A request that exceeds its budget waits. The
// platform gives up after five seconds, so the server answers 503 before that. WeCom
// then sends the push again. An Official Account sends it again only if there is no
// answer, which would increase the load.
const (
	// MaxBody is how many bytes of a request's body are read.
	MaxBody = 10 << 20

	smallBody = 64 << 10
	heldSmall = 32 << 20 // bytes of small bodies
	heldLarge = 32 << 20 // bytes of larger ones: three of the largest
	maxWait   = 3 * time.Second
)

// ErrBusy means that there was no memory left for the body of a request.
var ErrBusy = errors.New("server busy")

// bodies are the budgets of all requests.
type bodies struct{ small, large budget }

func newBodies() *bodies {
	return &bodies{budget{most: heldSmall}, budget{most: heldLarge}}
}

// held is a part of a budget. The zero held is of none.
type held struct {
	of *budget
	n  int
}

func (h held) release() {
	if h.of != nil {
		h.of.give(h.n)
	}
}

// read reads the body of a request. What it holds must be released when the body is
// needed no longer, also after an error.
func (b *bodies) read(w http.ResponseWriter, r *http.Request) (body []byte, holds held, err error) {
	switch n := r.ContentLength; {
	case n > MaxBody:
		w.Header().Set("Connection", "close")
		return nil, held{}, &http.MaxBytesError{Limit: MaxBody}
	case n < 0:
		return b.readChunked(r, http.MaxBytesReader(w, r.Body, MaxBody))
	case n == 0:
		return []byte{}, held{}, nil
	}
	if holds, err = b.take(r, int(r.ContentLength)); err != nil {
		return nil, held{}, err
	}
	body = make([]byte, r.ContentLength)
	n, err := io.ReadFull(r.Body, body)
	return body[:n], holds, err
}

// readChunked reads a body whose size is not known before its end: as a small one,
// and where it is not, as one of the largest.
func (b *bodies) readChunked(r *http.Request, in io.Reader) (body []byte, holds held, err error) {
	if holds, err = b.take(r, smallBody); err != nil {
		return nil, held{}, err
	}
	body, err = io.ReadAll(io.LimitReader(in, smallBody))
	if err != nil || len(body) < smallBody {
		return body, holds, err
	}
	holds.release()
	if holds, err = b.take(r, MaxBody); err != nil {
		return nil, held{}, err
	}
	body, err = io.ReadAll(io.MultiReader(bytes.NewReader(body), in))
	b.large.give(MaxBody - len(body))
	holds.n = len(body)
	return body, holds, err
}

func (b *bodies) take(r *http.Request, n int) (held, error) {
	of := &b.small
	if n > smallBody {
		of = &b.large
	}
	if !of.take(r.Context(), n, maxWait) {
		return held{}, fmt.Errorf("%w: no room for a body of %d bytes beside those of other requests within %s", ErrBusy, n, maxWait)
	}
	return held{of, n}, nil
}

// unread is the answer to a request whose body is not read.
func (e *Event) unread(err error) *exchange.Response {
	var large *http.MaxBytesError
	switch {
	case errors.Is(err, ErrBusy):
		res := e.fail(http.StatusServiceUnavailable, err)
		res.Body = []byte("server busy, send it again later\n")
		return res
	case errors.As(err, &large):
		return e.fail(http.StatusRequestEntityTooLarge, err)
	}
	return e.fail(http.StatusBadRequest, err)
}
