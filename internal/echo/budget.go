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
	waiting []*wish
}

// wish is granted when its channel is closed.
type wish struct {
	n       int
	granted chan struct{}
}

// take reports whether n bytes, which are not more than the budget has, are the
// caller's now. It waits for them for the time given, or until ctx ends.
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
	return !b.withdraw(w)
}

// give returns n bytes.
func (b *budget) give(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.held -= n
	b.grant()
}

// ask returns a wish to wait for, nil if the bytes are the caller's at once.
func (b *budget) ask(n int) *wish {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.waiting) == 0 && b.held+n <= b.most {
		b.held += n
		return nil
	}
	w := &wish{n, make(chan struct{})}
	b.waiting = append(b.waiting, w)
	return w
}

// withdraw reports whether a wish was still waiting, and then takes it back.
func (b *budget) withdraw(w *wish) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.Index(b.waiting, w)
	if i < 0 {
		return false
	}
	b.waiting = slices.Delete(b.waiting, i, i+1)
	b.grant() // those behind may want less
	return true
}

// grant grants what there is room for. The caller holds the lock.
func (b *budget) grant() {
	for len(b.waiting) > 0 && b.held+b.waiting[0].n <= b.most {
		b.held += b.waiting[0].n
		close(b.waiting[0].granted)
		b.waiting = slices.Delete(b.waiting, 0, 1)
	}
}
