package wxtest

import (
	"io"
	"math/rand/v2"
	"sync"
	"time"
)

// Start is the time at which a Clock starts: 1751328000 in seconds.
func Start() time.Time { return time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC) }

// Clock is a clock that only the test moves. It is for several goroutines, and
// its zero value is at Start.
type Clock struct {
	mu     sync.Mutex
	passed time.Duration
}

// Now returns the time of the clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Start().Add(c.passed)
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.passed += d
}

// Random returns a reader of bytes that are the same for the same seed. It is for
// several goroutines.
func Random(seed byte) io.Reader { return &random{source: rand.NewChaCha8([32]byte{seed})} }

type random struct {
	mu     sync.Mutex
	source io.Reader
}

func (r *random) Read(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.source.Read(b)
}
