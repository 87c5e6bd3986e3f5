// Package http1 is the transport that callbacks and the platform's API share:
// the platform speaks HTTP/1.1, and so does wxtool towards both.
package http1

import "net/http"

// Transport returns a transport that offers HTTP/1.1 alone: a server that would
// rather speak HTTP/2 is not given the choice, and builds without Go's HTTP/2
// behave the same. Nothing else of it is set.
func Transport() *http.Transport {
	t := &http.Transport{Protocols: new(http.Protocols)}
	t.Protocols.SetHTTP1(true)
	return t
}
