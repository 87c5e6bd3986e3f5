// Package world is the state behind a sandbox: access tokens, codes, menus, users,
// counts and pauses, together with the clock and the randomness that they are made
// with.
//
// All of it is read and changed in [World.Update], by the methods of a [Tx]. Each
// change is a [Change] record: the records of a run, applied in order to an empty
// world, make the same world. The state itself is not reachable from outside.
//
// A World is safe for concurrent use: updates run one after the other. Errors about
// data that is not a usable state wrap [ErrState].
package world

import (
	"io"
	"maps"
	"slices"
	"sync"
	"time"
)

// The two platforms.
const (
	MP   = "mp"
	Work = "work"
)

// Owner is the account that an entry of the state belongs to.
type Owner struct{ Platform, AppID string }

func (o Owner) key(name string) string { return o.Platform + " " + o.AppID + " " + name }

// World is the state of a sandbox.
type World struct {
	now func() time.Time

	mu        sync.Mutex // guards the following
	rand      io.Reader
	state     *state
	index     *index // of state
	recording bool
	pending   []Change // not returned by Changes yet
}

// New returns a world in which nothing has happened. The same clock and the same
// randomness give the same tokens and codes. Several goroutines call now at once;
// rand is read by one at a time.
func New(now func() time.Time, rand io.Reader) *World {
	s := newState()
	return &World{now: now, rand: rand, state: s, index: indexOf(s)}
}

// Update calls f with the state locked, and reports whether f changed it. f must
// not wait, must not call w, and must not keep the Tx.
func (w *World) Update(f func(*Tx)) (changed bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	tx := &Tx{world: w, now: w.now().Add(w.state.offset())}
	defer func() { tx.world = nil }()
	f(tx)
	return tx.changed
}

// Tx reads and changes the state of a world during one Update. The structs that it
// returns are copies.
type Tx struct {
	world   *World
	now     time.Time
	changed bool
}

// Now is the time at which the update began.
func (tx *Tx) Now() time.Time { return tx.now }

// put changes the state.
func (tx *Tx) put(c Change) {
	w := tx.world
	w.index.remove(c, w.state)
	w.state.apply(c)
	w.index.add(c)
	tx.changed = true
	if w.recording {
		w.pending = append(w.pending, c)
	}
}

// Record makes the world keep its change records for [World.Changes] from now on.
func (w *World) Record() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.recording = true
}

// Changes returns the records of what changed since the last call, in order.
func (w *World) Changes() []Change {
	w.mu.Lock()
	defer w.mu.Unlock()
	changes := w.pending
	w.pending = nil
	return changes
}

// Apply makes the changes of these records, without recording them again. They may
// include changes that the state has already, in a row that ends with the newest of
// them: records say what an entry is afterwards, so that applying a row twice makes
// no difference. The error wraps [ErrState]; then the state is as before.
func (w *World) Apply(changes []Change) error {
	for _, c := range changes {
		if err := c.check(); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	next := w.state.clone()
	for _, c := range changes {
		next.apply(c)
	}
	if err := next.check(); err != nil {
		return err
	}
	w.state, w.index = next, indexOf(next)
	return nil
}

// Users lists all users by platform, account and name.
func (w *World) Users() []User {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := []User{}
	for _, key := range slices.Sorted(maps.Keys(w.state.Users)) {
		list = append(list, w.state.Users[key].clone())
	}
	return list
}
