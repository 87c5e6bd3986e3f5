package world_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox/world"
)

// TestNewsIsBounded: the oldest articles are forgotten when there is no room, and those
// for a mass message after three days.
func TestNewsIsBounded(t *testing.T) {
	r := newRun(1)
	add := func(size int, temporary bool) (n world.News) {
		r.now = r.now.Add(time.Second)
		r.Update(func(tx *world.Tx) {
			n = tx.AddNews(world.News{Articles: fmt.Appendf(nil, `[{"content":"%s"}]`, strings.Repeat("x", size)), Temporary: temporary})
		})
		return n
	}
	known := func(n world.News) (found bool) {
		r.Update(func(tx *world.Tx) { _, found = tx.News(n.MediaID) })
		return found
	}
	first, second, short := add(world.MaxNewsBytes/2, false), add(world.MaxNewsBytes/3, false), add(9, true)
	if !known(first) || !known(second) {
		t.Error("forgotten while there is room")
	}
	third := add(world.MaxNewsBytes/2, false)
	if known(first) || !known(second) || !known(third) || !known(short) {
		t.Error("not the oldest is forgotten")
	}
	r.now = r.now.Add(world.NewsLasts)
	if known(short) || !known(third) {
		t.Error("after three days")
	}
	add(9, false)
	if text := saved(t, r.World); strings.Contains(text, short.MediaID) {
		t.Error("what has ended is kept")
	}
}
