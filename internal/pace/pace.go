// Package pace spaces the steps of a loop, evenly or as they once were.
package pace

import (
	"context"
	"time"
)

// MaxLag is how far a loop may be behind its schedule and still catch up. What is
// lost beyond that, as with a server that hangs, stays lost: to catch up on it
// would be a burst above the rate.
const MaxLag = 100 * time.Millisecond

// Pace is the schedule of one loop. It is not safe for concurrent use. A step that
// is late, because the one before took long or the sleep before was longer than
// asked for, does not delay those that follow.
type Pace struct {
	every time.Duration // 0: no step waits
	last  time.Time     // when the last step was due; zero before the first

	now   func() time.Time
	sleep func(context.Context, time.Duration) // returns early when the context ends
}

// New returns a pace of rate steps per second, and for 0 one that does not wait.
func New(rate float64) *Pace {
	p := &Pace{now: time.Now, sleep: sleep}
	if rate > 0 {
		p.every = time.Duration(float64(time.Second) / rate)
	}
	return p
}

// Wait waits until the next step is due; the first is at once. If ctx ends before,
// it returns its cause.
func (p *Pace) Wait(ctx context.Context) error {
	if p.every == 0 {
		return context.Cause(ctx)
	}
	return p.After(ctx, p.every)
}

// After is Wait for a step that is due gap after the last one, whatever the rate is.
func (p *Pace) After(ctx context.Context, gap time.Duration) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	now := p.now()
	due := p.last.Add(gap)
	switch oldest := now.Add(-MaxLag); {
	case p.last.IsZero():
		due = now
	case due.Before(oldest):
		due = oldest
	}
	p.last = due
	if due.After(now) {
		p.sleep(ctx, due.Sub(now))
	}
	return context.Cause(ctx)
}

func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
