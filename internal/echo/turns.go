package echo

import (
	"sync"
	"time"
)

// turns puts what follows an answer into the order of the answers.
type turns struct {
	mu   sync.Mutex
	last turn
}

// turn ends when its channel is closed; a nil one has ended.
type turn chan struct{}

// take joins the line: it returns whom to wait for, and the own turn to close.
func (t *turns) take() (before, own turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before, own = t.last, make(turn)
	t.last = own
	return before, own
}

// wait waits for a turn to end, but not for ever: a client that does not read its
// answer must not silence the others.
func (t turn) wait() {
	if t == nil {
		return
	}
	patience := time.NewTimer(time.Second)
	defer patience.Stop()
	select {
	case <-t:
	case <-patience.C:
	}
}
