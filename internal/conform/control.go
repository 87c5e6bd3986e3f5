package conform

import (
	"context"
	"slices"

	"wxtool/internal/exchange"
)

// controlCase is the case that is run as a control.
func controlCase(c Control) *Case {
	if c == ByHandshake {
		return handshakeCases()[0]
	}
	return deliveryCases()[0]
}

// controlOf is the control that a case is itself.
func controlOf(c *Case) Control {
	for _, kind := range []Control{ByHandshake, ByPush} {
		if control := controlCase(kind); c.Topic == control.Topic && c.Name == control.Name {
			return kind
		}
	}
	return NoControl
}

// before runs a control before a case, unless it passed after the previous one, and
// reports whether it passed. If it fails, the server gets some time to listen again. A
// control that fails for good is reported once, as the case that it is, and blocks all
// cases that need it.
func (r *runner) before(ctx context.Context, kind Control) (bool, error) {
	s := &r.state[kind]
	switch {
	case s.fresh:
		return true, nil
	case s.dead:
		return false, nil
	}
	ok, err := r.control(ctx, kind)
	if err != nil || ok {
		return ok, err
	}
	if cause := lastCause(s.result); cause != nil && !cause.Answered() {
		if cause, err := r.Client.Wait(ctx, r.URL, restart); err != nil || cause == nil {
			if ok, err := r.control(ctx, kind); err != nil || ok {
				return ok, err
			}
		}
	}
	return false, r.block(s)
}

// control runs a control and keeps its result.
func (r *runner) control(ctx context.Context, kind Control) (bool, error) {
	s := &r.state[kind]
	s.result = r.newResult(controlCase(kind))
	t := &Trial{Endpoint: &r.Endpoint, Result: s.result}
	if err := s.result.Case.Check(ctx, t); err != nil {
		return false, err
	}
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	s.result.settle()
	s.fresh = s.result.Level() != Must
	if s.fresh && t.last != nil {
		s.right = t.last.Response
	}
	return s.fresh, nil
}

// block marks a control as failed for good, and reports it if it is not a result yet.
func (r *runner) block(s *controlState) error {
	s.dead = true
	s.blocker = text("%s failed: no right request is answered well, so nothing shows that a wrong one is refused", "%s 未通过：正确的请求也没有得到正确的应答，无法判断错误的请求是否被拒绝", s.result.ID)
	if r.last != "" && r.last != s.result.ID {
		s.blocker = text("%s failed after %s: no right request is answered well, so nothing shows that a wrong one is refused", "%s 在 %s 之后未通过：正确的请求也没有得到正确的应答，无法判断错误的请求是否被拒绝", s.result.ID, r.last)
	}
	if slices.Contains(r.sum.failed, s.result.ID) {
		return nil
	}
	return r.done(s.result)
}

// after runs the control after a case, and adds a finding where it fails now.
func (r *runner) after(ctx context.Context, t *Trial) error {
	kind := t.Result.Case.Control
	ok, err := r.control(ctx, kind)
	if err != nil || ok {
		return err
	}
	failed := r.state[kind].result
	i := slices.IndexFunc(failed.Findings, func(f Finding) bool { return f.Level == Must })
	f := failed.Findings[i]
	f.Problem = text("after it, a right request is no longer answered well: %s", "此后，正确的请求也得不到正确的应答：%s", f.Problem)
	t.add(f)
	t.Result.settle()
	return nil
}

// lastCause is why the last request of a result got no answer, nil if it got one.
func lastCause(r *Result) *exchange.Cause {
	for _, f := range slices.Backward(r.Findings) {
		if f.Exchange != nil {
			return f.Exchange.Cause
		}
	}
	return nil
}
