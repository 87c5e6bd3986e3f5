package world

import (
	"errors"
	"fmt"
	"time"
)

// After several pushes that failed (MarkFail), the platform pushes nothing for a
// minute. How many, and that a good push in between resets the count, is a guess; the
// five minutes are those over which the platform's alarms count.
//
// https://developers.weixin.qq.com/doc/service/guide/dev/api/warn_guide.html
const (
	PauseAfter  = 5 // failures
	PauseWithin = 5 * time.Minute
	PauseFor    = time.Minute
)

// Pause has the failed pushes of an account, and its pause after too many of them.
type Pause struct {
	Count int       // failures since First, fewer than make a pause
	First time.Time // of those counted
	Until time.Time // the end of the last pause
}

// holds reports whether the account is paused now. Setting the clock back to before the
// start of the pause ends it.
func (p *Pause) holds(now time.Time) bool {
	return p != nil && now.Before(p.Until) && !now.Before(p.Until.Add(-PauseFor))
}

// check rejects values that PushFailed cannot produce.
func (p *Pause) check(appID string) error {
	var problem error
	switch {
	case p.Count < 0 || p.Count >= PauseAfter:
		problem = fmt.Errorf("it counts %d failures", p.Count)
	case p.Until.After(p.First.Add(PauseWithin + PauseFor)):
		problem = errors.New("it ends later than its failures allow")
	default:
		return nil
	}
	return damaged("pause of %s: %v", appID, problem)
}

// PausedUntil is when the account is pushed to again, zero if it is not paused.
func (tx *Tx) PausedUntil(appID string) time.Time {
	if p := tx.world.state.Pauses[appID]; p.holds(tx.now) {
		return p.Until
	}
	return time.Time{}
}

// PushSucceeded resets the count of failures. A push that began before the pause
// does not end it.
func (tx *Tx) PushSucceeded(appID string) {
	if p := tx.world.state.Pauses[appID]; p != nil && !p.holds(tx.now) {
		tx.put(Change{Kind: KindPause, Key: appID})
	}
}

// PushFailed counts a failure. It returns how many there are since first, and
// pauses the account if that is too many. A failure during the pause does not count,
// and is 0.
func (tx *Tx) PushFailed(appID string) (count int, first time.Time) {
	old := tx.world.state.Pauses[appID]
	if old.holds(tx.now) {
		return 0, time.Time{}
	}
	p := Pause{First: tx.now}
	if old != nil && old.Count > 0 && tx.now.Sub(old.First) < PauseWithin {
		p = *old
	}
	p.Count++
	count, first = p.Count, p.First
	if p.Count >= PauseAfter {
		p.Count, p.Until = 0, tx.now.Add(PauseFor)
	}
	tx.put(Change{Kind: KindPause, Key: appID, value: &p})
	return count, first
}
