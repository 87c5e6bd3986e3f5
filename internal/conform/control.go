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

// before runs a control before a case, unless that was done after the previous one,
// and reports whether the case can be run: a case of right requests needs a control
// that is answered well, and any other case one that works, see [Trial.works]. If it
// does not work, the server gets some time to listen again. A control that fails is
// reported once, as the case that it is, and blocks all cases that need it.
func (r *runner) before(ctx context.Context, c *Case) (bool, error) {
	s := &r.state[c.Control]
	if !s.fresh && !s.dead {
		if err := r.control(ctx, c.Control); err != nil {
			return false, err
		}
		if err := r.restarted(ctx, c.Control); err != nil {
			return false, err
		}
		s.dead = !s.works
	}
	if s.works && !s.dead && (s.well || !c.Positive) {
		return true, nil
	}
	return false, r.block(s)
}

// restarted runs a control again if the server did not answer and listens again soon.
func (r *runner) restarted(ctx context.Context, kind Control) error {
	cause := lastCause(r.state[kind].result)
	if cause == nil || cause.Answered() {
		return nil
	}
	if cause, err := r.Client.Wait(ctx, r.URL, restart); err != nil || cause != nil {
		return err
	}
	return r.control(ctx, kind)
}

// control runs a control and keeps its result.
func (r *runner) control(ctx context.Context, kind Control) error {
	result := r.newResult(controlCase(kind))
	t := &Trial{Endpoint: &r.Endpoint, Result: result}
	if err := result.Case.Check(ctx, t); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	result.settle()
	r.seen = max(r.seen, result.seen)
	r.state[kind].keep(result, t)
	return nil
}

// keep keeps the outcome of a control.
func (s *controlState) keep(result *Result, t *Trial) {
	s.result, s.fresh, s.works, s.well = result, true, t.works, result.Level() != Must
	if t.works {
		s.right = t.last.Response
	}
}

// block sets why cases are blocked, and reports the control if it is not a result yet.
func (r *runner) block(s *controlState) error {
	s.blocker = text("%s fails: a right request is not answered well", "%s 未通过：正确的请求没有得到正确的应答", s.result.ID)
	if s.dead && r.last != "" && r.last != s.result.ID {
		s.blocker = text("%s fails after %s: a right request is not answered well", "%s 在 %s 之后未通过：正确的请求没有得到正确的应答", s.result.ID, r.last)
	}
	if slices.Contains(r.sum.failed, s.result.ID) {
		return nil
	}
	return r.done(s.result)
}

// after runs the control after a case, and adds a finding where it does not work now.
func (r *runner) after(ctx context.Context, t *Trial) error {
	kind := t.Result.Case.Control
	if err := r.control(ctx, kind); err != nil || r.state[kind].works {
		return err
	}
	s := &r.state[kind]
	s.fresh = false // the server may listen again before the next case
	i := slices.IndexFunc(s.result.Findings, func(f Finding) bool { return f.Level == Must })
	f := s.result.Findings[max(i, 0)]
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
