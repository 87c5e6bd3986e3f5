package sandbox

import (
	"errors"
	"net/http"

	"wxtool/internal/sandbox/world"
)

// ServeHTTP answers one call. Calls are serialized; the lock is released while pushing
// and while Changed saves.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.serveUsers(w, r) {
		return
	}
	page := isPage(r.URL.Path)
	if problem := turnedAway(r, page); problem != "" {
		s.turnAway(w, r, problem)
		return
	}
	body, done, err := s.read(w, r)
	if err != nil {
		s.refuseBody(w, r, err)
		return
	}
	defer done()
	if page {
		s.servePage(w, r, body)
		return
	}
	c, a, changed := s.answer(r, body)
	unkept := s.keepUpload(c)
	if changed && unkept == nil {
		unkept = s.kept()
	}
	s.settle(c, s.fill(c, a), unkept).write(w)
	if unkept == nil {
		s.deliverAfter(c)
	}
}

// turnedAway says why a request is refused before it is read, "" if it is not.
func turnedAway(r *http.Request, page bool) string {
	if page {
		return notVisitor(r)
	}
	return foreign(r)
}

// turnAway refuses a call that may come from a page of another site.
func (s *Server) turnAway(w http.ResponseWriter, r *http.Request, problem string) {
	s.refuseUnread(w, r, answer{status: http.StatusForbidden, kind: "application/json; charset=utf-8", body: encode(actReply{Error: problem}), msg: problem})
}

// refuseBody answers a request whose body cannot be read: it is too large, incomplete,
// or wrongly framed.
func (s *Server) refuseBody(w http.ResponseWriter, r *http.Request, err error) {
	status, problem := http.StatusBadRequest, "the body cannot be read"
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		status, problem = http.StatusRequestEntityTooLarge, "the body is too large"
	}
	s.refuseUnread(w, r, answer{status: status, kind: "text/plain; charset=utf-8", body: []byte(problem + "\n"), msg: problem})
}

// refuseUnread answers a request that was not read, which is observed all the same.
func (s *Server) refuseUnread(w http.ResponseWriter, r *http.Request, a answer) {
	s.settle(&call{Server: s, r: r, now: s.world.Now()}, a, nil).write(w)
}

// answer answers a call in one update of the world, which serializes calls.
func (s *Server) answer(r *http.Request, body []byte) (c *call, a answer, changed bool) {
	c = s.begun(r, body)
	changed = s.world.Update(func(tx *world.Tx) {
		c.tx, c.now = tx, tx.Now()
		a = c.answer()
	})
	return c, a, changed
}

// kept calls Changed. It must not be called during an update of the world.
func (s *Server) kept() error {
	if s.config.Changed == nil {
		return nil
	}
	return s.config.Changed()
}

// settle records a call, reports it to the observer and returns its final answer, which
// is errcode -1 if the change could not be saved or the call not be recorded. It must not be called during an update.
func (s *Server) settle(c *call, a answer, unkept error) answer {
	if unkept != nil {
		a = s.broken(c)
	}
	e := c.event(a)
	if err := s.record(c, e, a); err != nil {
		a = s.broken(c)
		e = c.event(a)
	}
	if s.config.Observe != nil {
		s.config.Observe(e)
	}
	return a
}

func (c *call) event(a answer) Event {
	return Event{c.now, c.r.Method, c.r.URL.Path, c.appID(), a.status, a.code, a.msg}
}

// broken is the answer to a call whose change could not be saved.
func (s *Server) broken(c *call) (a answer) {
	s.world.Update(func(tx *world.Tx) {
		c.tx = tx
		a = c.refused(refuse(-1))
	})
	return a
}
