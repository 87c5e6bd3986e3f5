package sandbox

import (
	"maps"
	"slices"
)

// index leads to what the maps of a state do not lead to by themselves, so that
// nothing looks through all codes for one. It follows from the state alone and
// is not kept.
type index struct {
	ticketURLs map[string]*ticket           // by what the code says
	permanent  map[string]map[scene]*ticket // by appid
	wayURLs    map[string]*contact          // by what the code says
	ways       map[string]int               // how many there are, by corpid
}

// scene is what a permanent ticket of an account is for.
type scene struct{ action, scene string }

func (t *ticket) scene() scene { return scene{t.Action, t.Scene} }

// indexOf makes the index of a state. Where two codes say the same, which no
// call brings about, the first by name is found.
func indexOf(s *state) index {
	ix := index{
		ticketURLs: map[string]*ticket{}, permanent: map[string]map[scene]*ticket{},
		wayURLs: map[string]*contact{}, ways: map[string]int{},
	}
	for _, name := range slices.Backward(slices.Sorted(maps.Keys(s.Tickets))) {
		ix.addTicket(s.Tickets[name])
	}
	for _, id := range slices.Backward(slices.Sorted(maps.Keys(s.Contacts))) {
		ix.addWay(s.Contacts[id])
	}
	return ix
}

func (ix *index) addTicket(t *ticket) {
	ix.ticketURLs[t.URL] = t
	if !t.permanent() {
		return
	}
	if ix.permanent[t.AppID] == nil {
		ix.permanent[t.AppID] = map[scene]*ticket{}
	}
	ix.permanent[t.AppID][t.scene()] = t
}

func (ix *index) addWay(way *contact) {
	ix.wayURLs[way.URL] = way
	ix.ways[way.AppID]++
}
