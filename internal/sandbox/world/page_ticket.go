package world

import "time"

// PageTicket is a ticket with which web pages are signed for the JS-SDK.
type PageTicket struct {
	Platform string
	AppID    string
	AgentID  string // WeCom application, "" for the corp
	Type     string // such as jsapi
	Ticket   string
	Expires  time.Time
}

func (t *PageTicket) key() string {
	return Owner{t.Platform, t.AppID}.key(t.AgentID + " " + t.Type)
}

func (t *PageTicket) check(key string) error {
	if t.Ticket == "" || t.key() != key {
		return damaged("page ticket %q is not stored under its account and type", key)
	}
	return nil
}

// PageTicket returns the good ticket of the account and type of like, or makes up a
// new one that expires as like says. One that lasts longer, as the clock was set back,
// is replaced.
func (tx *Tx) PageTicket(like PageTicket) PageTicket {
	const length = 86
	old := tx.world.state.PageTickets[like.key()]
	if old != nil && tx.now.Before(old.Expires) && !old.Expires.After(like.Expires) {
		return *old
	}
	draw := func() string { return tx.Random(length, TokenAlphabet) }
	like.Ticket = fresh(1, draw, func(ticket string) bool { return old == nil || old.Ticket != ticket })
	tx.put(Change{Kind: KindPageTicket, Key: like.key(), value: &like})
	return like
}
