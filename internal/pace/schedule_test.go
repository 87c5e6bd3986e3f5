package pace_test

import (
	"context"
	"testing"
	"time"

	"wxtool/internal/pace"
)

// clock is like a real clock: it sleeps longer than requested.
type clock struct {
	time  time.Time
	extra time.Duration
}

func (c *clock) now() time.Time                           { return c.time }
func (c *clock) sleep(_ context.Context, d time.Duration) { c.time = c.time.Add(d + c.extra) }
func (c *clock) paced(rate float64) *pace.Pace            { return pace.WithClock(rate, c.now, c.sleep) }
func (c *clock) wait(t *testing.T, p *pace.Pace) (at time.Time) {
	t.Helper()
	must(t, p)
	return c.time
}

func must(t *testing.T, p *pace.Pace) {
	t.Helper()
	if err := p.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestSchedule: neither the length of a step nor sleeps that are too long make a
// loop slower than its rate, and no step comes before it is due.
func TestSchedule(t *testing.T) {
	const rate, steps = 200, 2001
	for _, tt := range []struct {
		name        string
		step, extra time.Duration
	}{
		{"exact", 0, 0},
		{"long steps", 4900 * time.Microsecond, 0},
		{"long sleeps", 0, 4 * time.Millisecond},
		{"both", 1200 * time.Microsecond, time.Millisecond},
	} {
		c := &clock{time: time.Unix(0, 0), extra: tt.extra}
		p := c.paced(rate)
		for n := range steps {
			due := time.Unix(0, 0).Add(time.Duration(n) * time.Second / rate)
			if at := c.wait(t, p); at.Before(due) || at.Sub(due) > tt.step+tt.extra {
				t.Fatalf("%s: step %d is at %v, due at %v", tt.name, n, at, due)
			}
			c.time = c.time.Add(tt.step)
		}
	}
}

// TestNoBurst: behind a step that hangs the loop catches up on a tenth of a second
// and no more, and is then at its rate again.
func TestNoBurst(t *testing.T) {
	const rate = 100
	c := &clock{time: time.Unix(0, 0)}
	p := c.paced(rate)
	must(t, p)
	c.time = c.time.Add(time.Hour)
	hung := c.time
	at := map[time.Duration]int{}
	for range 50 {
		at[c.wait(t, p).Sub(hung)]++
	}
	// 100 ms at 100 per second are ten steps, and one is due at that time.
	if burst := at[0]; burst != 11 {
		t.Errorf("%d steps at once", burst)
	}
	for n := 1; n <= 39; n++ {
		if later := time.Duration(n) * 10 * time.Millisecond; at[later] != 1 {
			t.Errorf("%d steps %v later", at[later], later)
		}
	}
}

// TestSlowSteps: if steps take longer than the interval, they follow each other without
// a pause, and later steps are not faster than the rate to make up for it.
func TestSlowSteps(t *testing.T) {
	c := &clock{time: time.Unix(0, 0)}
	p := c.paced(10)
	for range 100 {
		before := c.time
		if c.wait(t, p) != before {
			t.Fatal("it waited")
		}
		c.time = c.time.Add(time.Second)
	}
	burst := 0
	for before := c.time; c.wait(t, p) == before; {
		burst++
	}
	if burst > 2 { // 100 ms at 10 per second are one step, and one is due
		t.Errorf("%d steps at once", burst)
	}
}
