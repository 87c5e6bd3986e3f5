package exchange

import (
	"context"
	"io"
	"slices"
)

// Subscription is one subscriber's queue. One goroutine at a time may call Next;
// Cancel may be called by any.
type Subscription[T any] struct {
	feed  *Feed[T]
	bound Bound
	wake  chan struct{} // holds a value when there may be something to take

	// The rest is protected by feed.mu.
	queue     []queued[T] // a ring
	first     int         // index of the oldest event
	count     int         // events in the ring
	bytes     int         // sum of their sizes
	dropped   int         // events dropped after the newest in the ring
	cancelled bool
}

// queued is an event and how many were dropped just before it.
type queued[T any] struct {
	event   T
	size    int
	dropped int
}

// Next returns the next event, and waits for it until ctx ends. Where events are
// missing it returns how many were dropped, without an event. At the end of the
// feed the error is io.EOF, else that of ctx; what is in the queue comes first.
func (s *Subscription[T]) Next(ctx context.Context) (event T, dropped int, err error) {
	for {
		event, dropped, found, ended := s.take()
		switch {
		case found:
			return event, dropped, nil
		case ended:
			return event, 0, io.EOF
		}
		select {
		case <-s.wake:
		case <-ctx.Done():
			return event, 0, ctx.Err()
		}
	}
}

// Backlog returns how many events are in the queue, and the sum of their sizes.
func (s *Subscription[T]) Backlog() (events, bytes int) {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	return s.count, s.bytes
}

// Cancel ends the subscription and returns how many events Next has not returned
// or reported as dropped. Next returns io.EOF from now on.
func (s *Subscription[T]) Cancel() (left int) {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	left = s.dropped + s.count
	for i := range s.count {
		left += s.queue[(s.first+i)%len(s.queue)].dropped
	}
	s.queue, s.first, s.count, s.bytes, s.dropped, s.cancelled = nil, 0, 0, 0, 0, true
	s.feed.subscribers = slices.DeleteFunc(s.feed.subscribers, func(other *Subscription[T]) bool { return other == s })
	s.notify()
	return left
}

// take removes the oldest event, or reports those dropped before it.
func (s *Subscription[T]) take() (event T, dropped int, found, ended bool) {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	if s.count == 0 {
		dropped, s.dropped = s.dropped, 0
		return event, dropped, dropped > 0, s.cancelled || s.feed.closed
	}
	oldest := &s.queue[s.first]
	if dropped, oldest.dropped = oldest.dropped, 0; dropped > 0 {
		return event, dropped, true, false
	}
	event = oldest.event
	s.bytes -= oldest.size
	*oldest = queued[T]{} // releases the event
	s.first = (s.first + 1) % len(s.queue)
	s.count--
	return event, 0, true, false
}

// put adds an event or drops it. The caller holds the lock.
func (s *Subscription[T]) put(event T, size int) {
	full := s.count == len(s.queue) || s.count > 0 && s.bytes+size > s.bound.Bytes
	if full || s.feed.closed {
		s.dropped++
	} else {
		s.queue[(s.first+s.count)%len(s.queue)] = queued[T]{event, size, s.dropped}
		s.dropped = 0
		s.count++
		s.bytes += size
	}
	s.notify()
}

// notify wakes Next, now or when it is called next.
func (s *Subscription[T]) notify() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
