package exchange

import "sync"

// Feed passes each event to every subscriber. It has a bounded queue per
// subscriber, so that a subscriber that is slow, or has stopped, loses events
// and never delays the publisher or another subscriber. The zero value is an
// open feed without subscribers.
//
// The contract:
//   - Publish does not wait and does not allocate. No lock is held while a
//     subscriber works.
//   - All subscribers get the events in one order, that of the calls of Publish.
//   - A queue that is full drops the new event and counts it. [Subscription.Next]
//     reports the number at the place in the order where the events are missing.
//   - After Close the queues can still be read to their end.
//
// Whatever must not lose an event, such as a file that records exchanges, is not
// a subscriber: it writes before the event is published.
type Feed[T any] struct {
	mu          sync.Mutex
	closed      bool
	subscribers []*Subscription[T]
}

// Bound is the capacity of a queue. An empty queue accepts any event, so an event
// larger than Bytes is not lost.
type Bound struct {
	Events int // at least 1
	Bytes  int // sum of the sizes that Publish was given
}

// Publish puts an event into the queue of every subscriber. Size is the approximate
// number of bytes of memory that the event uses. The event must not change afterwards.
// A closed feed drops the event.
func (f *Feed[T]) Publish(event T, size int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.subscribers {
		s.put(event, size)
	}
}

// Subscribe adds a subscriber, who gets the events that are published from now
// on. On a closed feed there are none.
func (f *Feed[T]) Subscribe(bound Bound) *Subscription[T] {
	bound.Events = max(bound.Events, 1)
	s := &Subscription[T]{feed: f, bound: bound, queue: make([]queued[T], bound.Events), wake: make(chan struct{}, 1)}
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.closed {
		f.subscribers = append(f.subscribers, s)
	}
	return s
}

// Close ends the feed. Subscribers get what is in their queues, then the end.
func (f *Feed[T]) Close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	for _, s := range f.subscribers {
		s.notify()
	}
}
