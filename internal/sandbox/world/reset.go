package world

import (
	"maps"
	"slices"
)

// Reset removes all entries but the access tokens and the tickets of the JS-SDK, so that
// programs that keep theirs can go on. The clock is no longer moved. The numbers of menus are not used again.
func (tx *Tx) Reset() {
	tx.SetOffset(0)
	s := tx.world.state
	tx.removeAll(KindTicket, keysOf(s.Tickets))
	tx.removeAll(KindContactWay, keysOf(s.Contacts))
	tx.removeAll(KindCounter, keysOf(s.Counters))
	tx.removeAll(KindForcedRefresh, keysOf(s.Forced))
	tx.removeAll(KindMenu, keysOf(s.Menus))
	tx.removeAll(KindUser, keysOf(s.Users))
	tx.removeAll(KindPause, keysOf(s.Pauses))
	tx.removeAll(KindTags, keysOf(s.Tags))
	tx.removeAll(KindChat, keysOf(s.Chats))
	tx.removeAll(KindLine, keysOf(s.Lines))
	tx.removeAll(KindServants, keysOf(s.Servants))
	tx.removeAll(KindOAuthCode, keysOf(s.OAuthCodes))
	tx.removeAll(KindUserToken, keysOf(s.UserTokens))
	tx.removeAll(KindMedia, keysOf(s.Media))
	tx.removeAll(KindSubscription, keysOf(s.Subscriptions))
	tx.removeAll(KindNews, keysOf(s.News))
	tx.removeAll(KindMassJob, keysOf(s.MassJobs))
	tx.removeAll(KindMassSpeed, keysOf(s.MassSpeeds))
	tx.removeAll(KindSent, keysOf(s.Sent))
	tx.world.index = indexOf(s)
}

func keysOf[T any](entries map[string]T) []string { return slices.Sorted(maps.Keys(entries)) }

func (tx *Tx) removeAll(kind Kind, keys []string) {
	for _, key := range keys {
		tx.put(Change{Kind: kind, Key: key})
	}
}
