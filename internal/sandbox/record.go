package sandbox

import (
	"net/http"

	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
)

// Recorder keeps what a sandbox answers and sends. It is called by several goroutines at
// once, without a lock held.
//
// An error means that something could not be recorded. Then a call is answered with
// errcode -1, and [Server.Do] returns the error and pushes nothing more.
type Recorder interface {
	// Call is called for each call before it is observed and answered. Acts of users are
	// no calls.
	Call(Event, exchange.Exchange) error
	// Push is called for each push that was sent, before the outcome has it.
	Push(*Account, *deliver.Delivery) error
}

// record records a call that is about to be answered.
func (s *Server) record(c *call, e Event, a answer) error {
	if s.config.Recorder == nil {
		return nil
	}
	now := s.config.Now()
	ex := exchange.Exchange{
		Start: now, Request: exchange.Request{Method: c.r.Method, URL: c.r.URL.RequestURI(), Header: c.r.Header, Body: c.body},
		Response: &exchange.Response{Status: a.status, Header: http.Header{}, Body: a.body},
	}
	if !c.began.IsZero() {
		ex.Start, ex.Duration = c.began, max(0, now.Sub(c.began))
	}
	a.headerTo(ex.Response.Header)
	return s.config.Recorder.Call(e, ex)
}

// recordPush records a push that was sent.
func (x *execution) recordPush(d *deliver.Delivery) error {
	if x.config.Recorder == nil {
		return nil
	}
	return x.config.Recorder.Push(x.account, d)
}

// begun is a call that is about to be answered.
func (s *Server) begun(r *http.Request, body []byte) *call {
	c := &call{Server: s, r: r, query: r.URL.Query(), body: body}
	if s.config.Recorder != nil {
		c.began = s.config.Now()
	}
	return c
}
