package sandbox

import (
	"errors"
	"io"
	"net/http"

	"wxtool/internal/sandbox/world"
)

// ServeHTTP answers one call. Calls are answered one after the other, save that
// nobody waits for what a user's push waits for, or while a change is kept.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.servePeople(w, r) {
		return
	}
	if problem := foreign(r); problem != "" {
		s.turnAway(w, r, problem)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		refuseBody(w, err)
		return
	}
	c, a, changed := s.answer(r, body)
	var unkept error
	if changed {
		unkept = s.kept()
	}
	s.settle(c, a, unkept).write(w)
}

// turnAway answers a call that is not to be looked at, in no platform's manner.
func (s *Server) turnAway(w http.ResponseWriter, r *http.Request, problem string) {
	a := answer{status: http.StatusForbidden, kind: "application/json; charset=utf-8", body: encode(actReply{Error: problem}), msg: problem}
	s.settle(&call{Server: s, r: r, now: s.world.Now()}, a, nil).write(w)
}

// refuseBody answers a request whose body cannot be read: it is too large, or it
// broke off or is framed wrongly.
func refuseBody(w http.ResponseWriter, err error) {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		http.Error(w, "the body is too large", http.StatusRequestEntityTooLarge)
		return
	}
	http.Error(w, "the body cannot be read", http.StatusBadRequest)
}

// answer answers a call within one update of the world, so that calls are answered
// one after the other.
func (s *Server) answer(r *http.Request, body []byte) (c *call, a answer, changed bool) {
	c = &call{Server: s, r: r, query: r.URL.Query(), body: body}
	changed = s.world.Update(func(tx *world.Tx) {
		c.tx, c.now = tx, tx.Now()
		a = c.answer()
	})
	return c, a, changed
}

// kept has a change of the state kept. It must not be called under the lock.
func (s *Server) kept() error {
	if s.config.Changed == nil {
		return nil
	}
	return s.config.Changed()
}

// settle reports a call to the observer and returns what it is answered in the
// end: that the platform is broken, where its change could not be kept. It must
// not be called under the lock.
func (s *Server) settle(c *call, a answer, unkept error) answer {
	if unkept != nil {
		a = s.broken(c)
	}
	if s.config.Observe != nil {
		s.config.Observe(Event{c.now, c.r.Method, c.r.URL.Path, c.appID(), a.status, a.code, a.msg})
	}
	return a
}

// broken is the platform's answer when its change could not be kept.
func (s *Server) broken(c *call) (a answer) {
	s.world.Update(func(tx *world.Tx) {
		c.tx = tx
		a = c.refused(refuse(-1))
	})
	return a
}
