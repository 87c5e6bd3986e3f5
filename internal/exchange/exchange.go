// Package exchange is the plain record of one HTTP exchange between the
// platform and a callback server, and [Feed], which passes such records, or what
// is made of them, to those who show them.
//
// An observer never slows what it observes: it subscribes to a Feed, which drops
// and counts what a slow subscriber cannot take. A recorder is no observer: it is
// called before the response is written and never drops.
package exchange

import (
	"net/http"
	"time"
)

// Request is an HTTP request whose body was read.
type Request struct {
	Method string
	URL    string // as sent: with scheme and host by a client, path and query at a server
	Header http.Header
	Body   []byte
}

// Response is an HTTP response whose body was read.
type Response struct {
	Status  int
	Header  http.Header
	Body    []byte
	Chunked bool // it came with Transfer-Encoding: chunked
}

// Exchange is one request and, unless it failed, its response.
type Exchange struct {
	Start    time.Time
	Duration time.Duration // until the client had the last byte of the response, or the server the response, or the failure
	Request  Request
	Response *Response
}
