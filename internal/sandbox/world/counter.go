package world

import (
	"strings"
	"time"
)

// Window is a length of time within which calls are counted. Days and months begin
// in China.
type Window int64

// The windows, in seconds but for Month, which is that of the calendar, and Ever, which
// does not end.
const (
	Ever   Window = -1
	Month  Window = 0
	Minute Window = 60
	Hour   Window = 60 * Minute
	Day    Window = 24 * 60 * Minute
)

// number is that of the window at a time.
func (w Window) number(t time.Time) int64 {
	const china = 8 * 60 * 60
	if w == Ever {
		return 0
	}
	if w == Month {
		year, month, _ := t.UTC().Add(china * time.Second).Date()
		return int64(year)*12 + int64(month)
	}
	return (t.Unix() + china) / int64(w)
}

// Counter counts within one window. In the next it counts from 0.
type Counter struct {
	Window int64
	Count  int
}

func (*Counter) check(string) error { return nil }

// Count is how often this was counted in the present window.
func (tx *Tx) Count(of Owner, what string, w Window) int {
	if c := tx.world.state.Counters[of.key(what)]; c != nil && c.Window == w.number(tx.now) {
		return c.Count
	}
	return 0
}

// CountUpTo counts one more in the present window, unless limit is reached; then it
// returns false. Without a limit, 0, it always counts.
func (tx *Tx) CountUpTo(limit int, of Owner, what string, w Window) bool {
	n := tx.Count(of, what, w)
	if limit > 0 && n >= limit {
		return false
	}
	tx.put(Change{Kind: KindCounter, Key: of.key(what), value: &Counter{Window: w.number(tx.now), Count: n + 1}})
	return true
}

// ClearCounts removes the account's counters of what is chosen.
func (tx *Tx) ClearCounts(of Owner, chosen func(what string) bool) {
	for key := range tx.world.state.Counters {
		if what, ours := strings.CutPrefix(key, of.key("")); ours && chosen(what) {
			tx.put(Change{Kind: KindCounter, Key: key})
		}
	}
}
