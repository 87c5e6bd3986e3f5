package cli

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// intake delays new requests, for a second at most, while a server has much left to
// print. Without it, many concurrent requests leave too little processor time for the
// goroutine that prints, and even a fast reader of stdout loses events. It does not
// wait for a reader that has stopped.
type intake struct {
	behind func() bool  // whether much is to be printed
	taken  func() int64 // pieces that the reader took

	mu      sync.Mutex
	waiting int
	caught  chan struct{} // closed when the server has caught up
	stopped int64         // pieces taken when the reader was found to have stopped, or -1
}

func newIntake(behind func() bool, taken func() int64) *intake {
	return &intake{behind: behind, taken: taken, caught: make(chan struct{}), stopped: -1}
}

// handler is h with requests held back.
func (i *intake) handler(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range 2 {
			if i.behind() && i.wait(r.Context()) {
				break
			}
		}
		h.ServeHTTP(w, r)
	})
}

// wait waits for half a second at most. It reports false when the server is still
// behind, though the reader reads.
func (i *intake) wait(ctx context.Context) bool {
	before := i.taken()
	caught, stopped := i.join()
	defer i.leave()
	if before == stopped || !i.behind() { // it may have caught up just before
		return true
	}
	half := time.NewTimer(500 * time.Millisecond)
	defer half.Stop()
	select {
	case <-caught:
		return true
	case <-ctx.Done():
		return true
	case <-half.C:
		return i.hasStopped(before)
	}
}

func (i *intake) join() (caught <-chan struct{}, stopped int64) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.waiting++
	return i.caught, i.stopped
}

func (i *intake) leave() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.waiting--
}

// hasStopped reports whether the reader took nothing since, and remembers it.
func (i *intake) hasStopped(since int64) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.taken() != since {
		return false
	}
	i.stopped = since
	return true
}

// printed is called after an event was printed. It lets requests go on once the
// server has caught up.
func (i *intake) printed() {
	if i.behind() {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.waiting > 0 {
		close(i.caught)
		i.caught = make(chan struct{})
	}
}
