package echo

import (
	"net/http"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/message"
)

// request is an event with what it points to, in one allocation. Observers may keep the
// event, so nothing of it is used for another request.
type request struct {
	Event
	head     message.Head
	opened   callback.Opened
	response exchange.Response
}

// scratch is the memory that a request needs only until there is a response. It is used
// again for others.
type scratch struct {
	query    callback.Query
	envelope callback.Envelope
	flat     message.Flat
	stamp    callback.Stamp
	sealed   []byte
}

// forget drops all references to a request.
func (m *scratch) forget(o *callback.Opened) {
	const usual = 16 << 10
	o.Forget()
	clear(m.query)
	m.envelope.Forget()
	m.flat.Forget()
	if m.stamp = (callback.Stamp{}); cap(m.sealed) > usual {
		m.sealed = nil
	}
}

// requestURI is r.URL.RequestURI, without a copy where the server has just this text.
func requestURI(r *http.Request) string {
	path := r.URL.EscapedPath()
	rest, ok := strings.CutPrefix(r.RequestURI, path)
	if query, found := strings.CutPrefix(rest, "?"); ok && path != "" && found && query == r.URL.RawQuery && query != "" {
		return r.RequestURI
	}
	return r.URL.RequestURI()
}
