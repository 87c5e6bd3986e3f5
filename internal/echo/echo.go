// Package echo is a callback server as a developer would write it: it answers
// the verification, checks and decrypts pushes, and answers each with the same
// text, in the mode in which it came.
//
// Each request is recorded, then observed, then answered. The recorder may take
// its time; an observer must not, and uses an [exchange.Feed].
package echo

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/lang"
	"wxtool/internal/message"
)

// Server is the echo server's http.Handler. Account's Mode is the least that it
// accepts: a Plain account takes pushes of every mode, a Safe one refuses
// those that are not encrypted.
type Server struct {
	Account  callback.Account
	Diagnose callback.DiagnoseOptions // for the diagnosis of a wrong signature

	Path          string // the only path served; "" or "/" serves all
	AllowUnsigned bool
	MaxAge        time.Duration // of the timestamp of a signed push, also in the future; 0: any
	Delay         time.Duration
	Status        int // 0: 200

	Reply Responder
	// Expect returns the answer that a push takes; query is that of the request in
	// which it came.
	Expect func(query callback.Query, push []byte, head *message.Head) expect.Answer

	Now  func() time.Time
	Rand io.Reader

	// Record and Observe are called once per request, one after the other and for
	// one request at a time, before the response is written. Who is answered was
	// thus recorded and observed, in that order. After an error of Record the
	// answer is HTTP 500, so that nothing is acknowledged that is not recorded.
	// Observe must not wait.
	Record  func(*Event) error
	Observe func(*Event)

	settling   sync.Mutex
	diagnosing sync.Mutex
	started    sync.Once
	bodies     *bodies
	headers    headers
	scratch    sync.Pool // of *scratch
}

// Kind is the kind of a request.
type Kind string

const (
	Handshake Kind = "handshake"
	Pushed    Kind = "push"
	Refused   Kind = "refused" // wrong signature, or not encrypted where it must be
	Failed    Kind = "error"   // not readable as a callback
)

// Event is one request and what was done with it. It does not change once it is
// observed.
type Event struct {
	Kind      Kind
	Exchange  exchange.Exchange
	Push      *callback.Opened
	Head      *message.Head // of the push; empty where it is not readable
	Reply     []byte        // in plaintext
	Control   []rune        // control characters in the push that XML forbids
	Diagnosis *callback.Diagnosis
	Err       error

	// Undiagnosed says why there is no Diagnosis on a wrong signature.
	Undiagnosed lang.Text
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.started.Do(s.start)
	req := new(request)
	event := &req.Event
	event.Head, event.Exchange.Start = &req.head, s.Now()
	event.Exchange.Request = exchange.Request{Method: r.Method, URL: requestURI(r), Header: r.Header}
	res, holds := s.handle(w, r, req)
	defer holds.release()
	if s.Delay > 0 {
		wait(r.Context(), s.Delay)
	}
	write(w, s.settle(event, res))
}

func (s *Server) start() {
	s.bodies, s.headers = newBodies(), newHeaders()
	s.scratch.New = func() any { return new(scratch) }
}

// settle records and observes a request whose response is res, and returns what
// is to be written.
func (s *Server) settle(event *Event, res *exchange.Response) *exchange.Response {
	s.settling.Lock()
	defer s.settling.Unlock()
	event.Exchange.Response, event.Exchange.Duration = res, s.Now().Sub(event.Exchange.Start)
	if s.Record != nil {
		if err := s.Record(event); err != nil {
			event.Exchange.Response = event.fail(http.StatusInternalServerError, err)
		}
	}
	if s.Observe != nil {
		s.Observe(event)
	}
	return event.Exchange.Response
}

// handle makes the answer to a request. What it holds must be released when the body
// is needed no longer.
func (s *Server) handle(w http.ResponseWriter, r *http.Request, req *request) (*exchange.Response, held) {
	switch {
	case s.Path != "" && s.Path != "/" && r.URL.Path != s.Path:
		return req.fail(http.StatusNotFound, errPath(r.URL.Path, s.Path)), held{}
	case r.Method == http.MethodGet:
		return s.handshake(callback.ParseQuery(r.URL.RawQuery), &req.Event), held{}
	case r.Method != http.MethodPost:
		return req.fail(http.StatusMethodNotAllowed, errMethod(r.Method)), held{}
	}
	body, holds, err := s.bodies.read(w, r)
	req.Exchange.Request.Body = body
	if err != nil {
		return req.unread(err), holds
	}
	mem := s.scratch.Get().(*scratch)
	defer s.scratch.Put(mem)
	defer mem.forget(&req.opened)
	mem.query = callback.AppendQuery(mem.query[:0], r.URL.RawQuery)
	return s.push(mem, req), holds
}

// wait returns early when the client is gone.
func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Size returns the approximate number of bytes of memory that an event uses.
func (e *Event) Size() int {
	const rest = 2 << 10 // head and structs of a usual request
	size := rest + sizeOf(e.Exchange.Request.Header) + len(e.Exchange.Request.URL) + len(e.Exchange.Request.Body) + len(e.Reply)
	if e.Exchange.Response != nil {
		size += len(e.Exchange.Response.Body)
	}
	if e.Push != nil && (e.Push.Mode != callback.Plain || len(e.Control) > 0) { // else it is the body
		size += len(e.Push.Message)
	}
	return size
}

// sizeOf returns the approximate number of bytes of memory that a header uses.
func sizeOf(header http.Header) (size int) {
	const entry = 64 // the structs of a name and of a value
	for name, values := range header {
		size += entry + len(name)
		for _, value := range values {
			size += entry + len(value)
		}
	}
	return size
}
