package world

import "time"

// MaxSent is how long it is remembered that a message was sent.
const MaxSent = 4 * time.Hour

// Sent is when a message was sent last.
type Sent struct{ Time time.Time }

func (*Sent) check(string) error { return nil }

// SentWithin reports whether the same message was sent within the time before, at most
// MaxSent. If not, it is sent now. The digest identifies the message.
func (tx *Tx) SentWithin(of Owner, digest string, within time.Duration) bool {
	key := of.key(digest)
	if last := tx.world.state.Sent[key]; last != nil && tx.now.Before(last.Time.Add(min(within, MaxSent))) {
		return true
	}
	forget(tx, KindSent, tx.world.state.Sent, func(s *Sent) bool { return !tx.now.Before(s.Time.Add(MaxSent)) })
	tx.put(Change{Kind: KindSent, Key: key, value: &Sent{tx.now}})
	return false
}
