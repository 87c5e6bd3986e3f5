package pace_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"wxtool/internal/pace"
)

// TestWait: five steps at four per second take one second, whatever the loop does
// in between.
func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		p := pace.New(4)
		for range 5 {
			if err := p.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(100 * time.Millisecond)
		}
		if took := time.Since(start); took != 1100*time.Millisecond {
			t.Errorf("5 steps took %v", took)
		}
	})
}

// TestNoRate: without a rate no step waits.
func TestNoRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		p := pace.New(0)
		for range 1000 {
			if err := p.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("1000 steps took %v", took)
		}
	})
}

// TestCause: waiting ends with the context, and so does a step that need not wait.
func TestCause(t *testing.T) {
	stopped := errors.New("stopped")
	synctest.Test(t, func(t *testing.T) {
		for _, p := range []*pace.Pace{pace.New(0.001), pace.New(0)} {
			ctx, cancel := context.WithCancelCause(t.Context())
			if err := p.Wait(ctx); err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(time.Second, func() { cancel(stopped) })
			start := time.Now()
			for p.Wait(ctx) == nil {
				time.Sleep(time.Millisecond)
			}
			if err := p.Wait(ctx); err != stopped || time.Since(start) > time.Second+time.Millisecond {
				t.Errorf("%v after %v", err, time.Since(start))
			}
		}
	})
}

// TestAfter: each step is due its own gap after the one before, whatever the loop does in
// between. A step that is late is not caught up with beyond MaxLag.
func TestAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		p := pace.New(0)
		var at []time.Duration
		for _, gap := range []time.Duration{time.Hour, 2 * time.Second, 0, time.Second, time.Second, 500 * time.Millisecond} {
			if err := p.After(t.Context(), gap); err != nil {
				t.Fatal(err)
			}
			at = append(at, time.Since(start))
			time.Sleep(map[int]time.Duration{2: 300 * time.Millisecond, 4: 3 * time.Second}[len(at)])
		}
		// The third step is 300 ms late, of which the fourth catches up with 100 ms. The
		// fifth is 2 s late, of which the last catches up with 100 ms.
		want := []time.Duration{0, 2000, 2300, 3200, 6200, 6600}
		for i := range want {
			if want[i] *= time.Millisecond; at[i] != want[i] {
				t.Errorf("step %d came after %v, want %v", i, at[i], want[i])
			}
		}
	})
}
