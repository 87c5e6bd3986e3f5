// Package httpx holds what wxtool's clients and servers of HTTP have in common:
// the transport, a server that stops in order, a network of one handler, and
// plain words for transport errors.
package httpx

import "net/http"

// Transport returns a transport that offers HTTP/1.1 alone, as the platform
// does: a server that prefers HTTP/2 is not given the choice. Nothing else of it
// is set.
func Transport() *http.Transport {
	t := &http.Transport{Protocols: new(http.Protocols)}
	t.Protocols.SetHTTP1(true)
	return t
}
