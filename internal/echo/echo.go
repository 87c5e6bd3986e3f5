// Package echo is a callback server as a developer would write it: it answers
// the verification, checks and decrypts pushes, and answers each with the same
// text, in the mode in which it came. What it saw is told to an observer.
package echo

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/message"
)

// MaxBody is how many bytes of a request's body are read.
const MaxBody = 10 << 20

// Server is the echo server's http.Handler. Account's Mode is the least that it
// accepts: a Plain account takes pushes of every mode, a Safe one refuses
// those that are not encrypted.
type Server struct {
	Account callback.Account
	Judge   callback.Context // for the diagnosis of a wrong signature

	Path          string // the only path served; "" or "/" serves all
	AllowUnsigned bool
	Delay         time.Duration
	Status        int // 0: 200

	Reply  Responder
	Answer func(push []byte, head *message.Head) (message.Answer, message.Ack) // what the push takes

	Now     func() time.Time
	Rand    io.Reader
	Observe func(*Event) // called once per request, after the response and in the order of responses; after a second's waiting concurrently

	turns turns
}

// Kind says what a request was.
type Kind string

const (
	Handshake Kind = "handshake"
	Pushed    Kind = "push"
	Refused   Kind = "refused" // wrong signature, or not encrypted where it must be
	Failed    Kind = "error"   // not readable as a callback
)

// Event is one request and what was done with it.
type Event struct {
	Kind     Kind
	Exchange exchange.Exchange
	Push     *callback.Opened
	Head     *message.Head // of the push; empty where it is not readable
	Reply    []byte        // in plaintext
	Control  []rune        // control characters in the push that XML forbids
	Verdict  *callback.Verdict
	Err      error
}

// ServeHTTP answers one request and then observes it, after those that were
// answered before.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	event := &Event{Head: &message.Head{}, Exchange: exchange.Exchange{Start: s.Now()}}
	event.Exchange.Request = exchange.Request{Method: r.Method, URL: r.URL.RequestURI(), Header: r.Header}
	res := s.handle(w, r, event)
	if s.Delay > 0 {
		wait(r.Context(), s.Delay)
	}
	before, done := s.turns.take()
	defer close(done)
	s.write(w, res)
	event.Exchange.Response = res
	event.Exchange.Duration = s.Now().Sub(event.Exchange.Start)
	if s.Observe != nil {
		before.wait()
		s.Observe(event)
	}
}

func (s *Server) handle(w http.ResponseWriter, r *http.Request, event *Event) *exchange.Response {
	query := callback.ParseQuery(r.URL.RawQuery)
	switch {
	case s.Path != "" && s.Path != "/" && r.URL.Path != s.Path:
		return event.fail(http.StatusNotFound, errPath(r.URL.Path, s.Path))
	case r.Method == http.MethodGet:
		return s.handshake(query, event)
	case r.Method != http.MethodPost:
		return event.fail(http.StatusMethodNotAllowed, errMethod(r.Method))
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	event.Exchange.Request.Body = body
	if err != nil {
		return event.fail(bodyStatus(err), err)
	}
	return s.push(query, event)
}

// write sends the response.
func (s *Server) write(w http.ResponseWriter, res *exchange.Response) {
	for name, values := range res.Header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(res.Body)))
	w.WriteHeader(res.Status)
	w.Write(res.Body)
	// Whoever observes may be slow, or stopped: the sender has its answer first.
	http.NewResponseController(w).Flush()
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

func respond(status int, contentType string, body []byte) *exchange.Response {
	return &exchange.Response{Status: status, Body: body, Header: http.Header{
		"Content-Type":           {contentType},
		"X-Content-Type-Options": {"nosniff"},
	}}
}
