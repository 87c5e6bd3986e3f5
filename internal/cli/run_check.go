package cli

import (
	"context"
	"errors"
	"syscall"
)

// runChecked checks the command when its port answers, and ends it.
func (r *running) runChecked(ctx context.Context, signals <-chan syscall.Signal) error {
	checking, interrupt := context.WithCancel(ctx)
	defer interrupt()
	go r.interruptOn(signals, interrupt)
	err := r.child.While(checking, r.awaitPort)
	if _, late := errors.AsType[*problem](err); late {
		r.repeatTail()
	}
	if err == nil {
		err = r.checkURL(checking)
		select {
		case <-r.child.Ended(): // a finding of the check, most likely
			r.env.Warnf("%s has ended during the check, with %s", r.name(), r.child.Exit())
		default:
		}
	}
	r.child.End()
	return err
}

// interruptOn ends a check at the first signal, and the command at once at the second.
func (r *running) interruptOn(signals <-chan syscall.Signal, interrupt func()) {
	for n := 0; ; n++ {
		select {
		case <-signals:
			interrupt()
			if n > 0 {
				r.child.Kill()
			}
		case <-r.child.Ended():
			return
		}
	}
}

// prepareCheck finds what could stop a check before the command is started.
func (r *running) prepareCheck(s *settings) error {
	if !r.options.check {
		return nil
	}
	endpoint, err := r.options.endpointOf(r.env, s, r.to, r.http)
	if err != nil {
		return err
	}
	cases, err := r.options.options(r.env, endpoint)
	if err != nil {
		return err
	}
	cases.OnCase = nil // a line that is replaced would be mixed with those of the command
	r.cases = &cases
	return r.options.writable(r.env)
}

func (r *running) checkURL(ctx context.Context) error {
	sum, err := r.options.caseFlags.check(ctx, r.env, *r.cases)
	r.sum = &sum
	return err
}
