package sandbox

import (
	"wxtool/internal/fixture"
	"wxtool/internal/sandbox/world"
)

// pushAfter makes the platform push an event about a user after the call is answered,
// unless the account has no callback URL. What is the name of it in the Outcome.
func (c *call) pushAfter(what string, u world.User, id string, edits ...fixture.Edit) error {
	return c.pushTo(c.account, what, u, id, edits...)
}

// pushTo is pushAfter to the callback URL of another account.
func (c *call) pushTo(a *Account, what string, u world.User, id string, edits ...fixture.Edit) error {
	if a.To == nil || c.Server.checkCallback(a) != nil {
		return nil
	}
	x := &execution{
		Server: c.Server, action: action{name: what}, account: a, user: u, tx: c.tx, now: c.now, random: c.tx.RandomSource(),
	}
	if err := x.send(id, edits...); err != nil {
		return err
	}
	x.shown = c.tx.Chat(a.owner(), u.Name).Next
	x.tx = nil
	c.after = append(c.after, x)
	return nil
}

// deliverAfter delivers the pushes that a call has caused. It does not wait for them.
func (s *Server) deliverAfter(c *call) {
	for _, x := range c.after {
		s.after.Go(func() {
			out := x.outcome()
			if err := x.deliverAll(s.serving, out); err != nil {
				out.cutShort(err)
			}
			if s.config.ObserveAct != nil {
				s.config.ObserveAct(out)
			}
		})
	}
}

// Wait waits until the pushes are delivered that calls have caused so far.
func (s *Server) Wait() { s.after.Wait() }

// Close ends the pushes that calls have caused, and waits until they have ended.
func (s *Server) Close() {
	s.stop()
	s.after.Wait()
}
