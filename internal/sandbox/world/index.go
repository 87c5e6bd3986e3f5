package world

import (
	"maps"
	"slices"
)

// index has secondary indexes over a state, so that nothing searches through all
// codes or users. It follows from the state alone and is not saved.
type index struct {
	ticketURLs map[string]*Ticket                 // by content
	permanent  map[string]map[actionScene]*Ticket // by appid
	wayURLs    map[string]string                  // config_id by content
	ways       map[string]int                     // number of permanent contact ways by corpid
	openIDs    map[string]*User                   // by account and OpenID
	refresh    map[string]*UserToken              // the newest by refresh_token
	mediaBytes int                                // of all media
	searchAt   map[Kind]int                       // see forget; not of the state
}

// actionScene is what a permanent ticket of an account is for.
type actionScene struct{ action, scene string }

// indexOf makes the index of a state. Of two codes with the same content, or two
// users with the same OpenID, which no call brings about, the first by name is found.
func indexOf(s *state) *index {
	ix := &index{
		ticketURLs: map[string]*Ticket{}, permanent: map[string]map[actionScene]*Ticket{},
		wayURLs: map[string]string{}, ways: map[string]int{}, openIDs: map[string]*User{},
		refresh: map[string]*UserToken{}, searchAt: map[Kind]int{},
	}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(s.Tickets))) {
		ix.addTicket(s.Tickets[name])
	}
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(s.Contacts))) {
		ix.addWay(id, s.Contacts[id])
	}
	for _, key := range slices.Backward(slices.Sorted(maps.Keys(s.Users))) {
		ix.addUser(s.Users[key])
	}
	for _, token := range slices.Sorted(maps.Keys(s.UserTokens)) {
		ix.addToken(s.UserTokens[token])
	}
	for _, m := range s.Media {
		ix.mediaBytes += m.Size
	}
	return ix
}

// remove comes before a change of an update. Updates replace and remove contact ways,
// tokens of users and media; they add the codes of Official Accounts and never replace
// them, and a user keeps the OpenID.
func (ix *index) remove(c Change, s *state) {
	switch c.Kind {
	case KindContactWay:
		if way := s.Contacts[c.Key]; way != nil {
			delete(ix.wayURLs, way.URL)
			if !way.Temporary() {
				ix.ways[way.AppID]--
			}
		}
	case KindUserToken:
		// All tokens of a refresh_token end with it, so that no older one is left.
		if t := s.UserTokens[c.Key]; t != nil && ix.refresh[t.Refresh] == t {
			delete(ix.refresh, t.Refresh)
		}
	case KindMedia:
		if m := s.Media[c.Key]; m != nil {
			ix.mediaBytes -= m.Size
		}
	}
}

// add follows a change of an update.
func (ix *index) add(c Change) {
	switch entry := c.value.(type) {
	case *Ticket:
		ix.addTicket(entry)
	case *ContactWay:
		ix.addWay(c.Key, entry)
	case *User:
		ix.addUser(entry)
	case *UserToken:
		ix.addToken(entry)
	case *Media:
		ix.mediaBytes += entry.Size
	}
}

func (ix *index) addTicket(t *Ticket) {
	ix.ticketURLs[t.URL] = t
	if !t.Permanent() {
		return
	}
	if ix.permanent[t.AppID] == nil {
		ix.permanent[t.AppID] = map[actionScene]*Ticket{}
	}
	ix.permanent[t.AppID][actionScene{t.Action, t.Scene}] = t
}

func (ix *index) addWay(id string, way *ContactWay) {
	ix.wayURLs[way.URL] = id
	if !way.Temporary() {
		ix.ways[way.AppID]++
	}
}

func (ix *index) addUser(u *User) { ix.openIDs[u.owner().key(u.OpenID)] = u }

func (ix *index) addToken(t *UserToken) {
	if old := ix.refresh[t.Refresh]; t.Refresh != "" && (old == nil || t.Expires.After(old.Expires)) {
		ix.refresh[t.Refresh] = t
	}
}
