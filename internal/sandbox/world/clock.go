package world

import "time"

// MaxOffset is how far the clock of a world can be moved.
const MaxOffset = 100 * 365 * 24 * time.Hour

// Clock is how far the clock of a world is ahead of the clock that it reads.
type Clock struct{ Offset time.Duration }

func (c *Clock) check(string) error {
	if c.Offset < -MaxOffset || c.Offset > MaxOffset {
		return damaged("clock: is moved by %v", c.Offset)
	}
	return nil
}

// clockKey is the key of the only clock.
const clockKey = "clock"

func (s *state) offset() time.Duration {
	if c := s.Clock[clockKey]; c != nil {
		return c.Offset
	}
	return 0
}

// Now reads the clock. It must not be called during an update.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now().Add(w.state.offset())
}

// Offset is how far the clock was moved.
func (tx *Tx) Offset() time.Duration { return tx.world.state.offset() }

// SetOffset moves the clock, up to MaxOffset from the one that the world reads. The time
// of this update moves too.
func (tx *Tx) SetOffset(offset time.Duration) {
	offset = min(max(offset, -MaxOffset), MaxOffset)
	moved := offset - tx.Offset()
	switch {
	case moved == 0:
		return
	case offset == 0:
		tx.put(Change{Kind: KindClock, Key: clockKey})
	default:
		tx.put(Change{Kind: KindClock, Key: clockKey, value: &Clock{offset}})
	}
	tx.now = tx.now.Add(moved)
}
