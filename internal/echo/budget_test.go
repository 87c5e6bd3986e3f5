package echo

import (
	"context"
	"testing"
	"time"
)

func granted(w *waiter) bool {
	select {
	case <-w.granted:
		return true
	default:
		return false
	}
}

// TestBudget: bytes are granted in the order of asking, and never more than there
// are.
func TestBudget(t *testing.T) {
	b := &budget{most: 10}
	if b.ask(8) != nil {
		t.Fatal("8 of 10 are not granted at once")
	}
	large, small, last := b.ask(5), b.ask(2), b.ask(4)
	if large == nil || small == nil || last == nil || granted(large) || granted(small) {
		t.Fatal("more than 10 are granted, or a small waiter overtakes a large one")
	}
	b.give(8)
	if !granted(large) || !granted(small) || granted(last) {
		t.Error("after 8 were given back, 5 and 2 are to be granted, and 4 not")
	}
	b.give(5)
	if !granted(last) {
		t.Error("the last is not granted")
	}
	if b.give(2); b.ask(7) == nil {
		t.Error("11 of 10 are granted")
	}
}

// TestRemove: removing a waiter lets the next ones proceed. A waiter that was granted
// cannot be removed.
func TestRemove(t *testing.T) {
	b := &budget{most: 10}
	b.ask(8)
	large, small := b.ask(5), b.ask(2)
	if !b.remove(large) || granted(large) || !granted(small) {
		t.Error("the small one waits behind one that has gone")
	}
	if b.remove(small) {
		t.Error("a granted waiter was removed")
	}
	if b.give(10); b.ask(10) != nil {
		t.Error("bytes are lost")
	}
}

// TestTake ends when ctx does, or after the time given.
func TestTake(t *testing.T) {
	b := &budget{most: 10}
	if !b.take(t.Context(), 10, time.Hour) || b.take(t.Context(), 1, time.Millisecond) {
		t.Error("10 and no more are to be had")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if b.take(ctx, 1, time.Hour) {
		t.Error("granted what is not there")
	}
	b.give(10)
	if !b.take(ctx, 10, time.Hour) {
		t.Error("bytes are lost")
	}
}
