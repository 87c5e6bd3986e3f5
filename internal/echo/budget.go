package echo

import (
	"context"
	"slices"
	"sync"
	"time"
)

// budget bounds how many bytes are in use at a time. It serves waiting callers in
// order, so that small requests cannot delay a large one forever.
type budget struct {
	most int

	mu      sync.Mutex
	held    int
	waiting []*waiter
}

// waiter waits for n bytes. Closing its channel grants them.
type waiter struct {
	n       int
	granted chan struct{}
}

// take reserves n bytes, which must not be more than the whole budget. It waits for them
// for longest, or until ctx ends, and reports whether it reserved them.
func (b *budget) take(ctx context.Context, n int, longest time.Duration) bool {
	w := b.ask(n)
	if w == nil {
		return true
	}
	timer := time.NewTimer(longest)
	defer timer.Stop()
	select {
	case <-w.granted:
		return true
	case <-ctx.Done():
	case <-timer.C:
	}
	return !b.remove(w)
}

// give returns n bytes.
func (b *budget) give(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held -= n
	b.grant()
}

// ask returns nil if the caller gets the bytes immediately; otherwise it returns a waiter.
func (b *budget) ask(n int) *waiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.waiting) == 0 && b.held+n <= b.most {
		b.held += n
		return nil
	}
	w := &waiter{n, make(chan struct{})}
	b.waiting = append(b.waiting, w)
	return w
}

// remove removes a waiter, and reports whether it was still waiting.
func (b *budget) remove(w *waiter) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.Index(b.waiting, w)
	if i < 0 {
		return false
	}
	b.waiting = slices.Delete(b.waiting, i, i+1)
	b.grant() // the next waiters may be smaller
	return true
}

// grant grants the waiters in order while their bytes fit. The caller holds the lock.
func (b *budget) grant() {
	for len(b.waiting) > 0 && b.held+b.waiting[0].n <= b.most {
		b.held += b.waiting[0].n
		close(b.waiting[0].granted)
		b.waiting = slices.Delete(b.waiting, 0, 1)
	}
}
