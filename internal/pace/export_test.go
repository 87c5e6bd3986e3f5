package pace

import (
	"context"
	"time"
)

// WithClock returns a pace that goes by another clock.
func WithClock(rate float64, now func() time.Time, sleep func(context.Context, time.Duration)) *Pace {
	p := New(rate)
	p.now, p.sleep = now, sleep
	return p
}
