package sandbox

import (
	"net/url"
	"time"

	"wxtool/internal/fixture"
	"wxtool/internal/sandbox/world"
)

// codeExpired is what the phone shows of a code that has ended. The words are a
// guess.
const codeExpired = "二维码已过期"

// unknownCode is a code that the sandbox has not made. A phone would tell the
// user; whoever acts here has most likely named the wrong one.
func unknownCode(what, maker string) error {
	e := actError("scan: the sandbox has made no such %s", what)
	e.Missing, e.Hint = true, maker+" makes one; with --state, name the file of that command"
	return e
}

// foreignCode is a code of another account than the one acted towards.
func (st *step) foreignCode(what, appID string) error {
	e := actError("scan: the %s is one of %s, not of %s", what, appID, st.account.AppID)
	e.Hint = "give the app_id " + appID
	return e
}

// scanExpired: the phone says so, and nothing is pushed.
func (st *step) scanExpired(what string) error {
	st.show(codeExpired)
	st.note = "the " + what + " has expired, so nothing is pushed"
	return nil
}

// scanTicket: who follows by a code pushes subscribe with qrscene_ in front of
// the scene, who follows already SCAN with the scene alone.
//
// https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes.html
func (st *step) scanTicket() error {
	t, found := st.ticket(st.act.Value)
	switch {
	case !found:
		return unknownCode("ticket", "qrcode/create")
	case t.AppID != st.account.AppID:
		return st.foreignCode("ticket", t.AppID)
	case expired(t.Created, t.Expire, st.now):
		return st.scanExpired("ticket")
	case st.user.Following:
		return st.send("scan", set("EventKey", t.Scene), set("Ticket", t.Ticket))
	}
	st.user.Following = true
	return st.send("subscribe-scan", set("EventKey", "qrscene_"+t.Scene), set("Ticket", t.Ticket))
}

// expired reports whether what was created to last so many seconds, 0 being for
// ever, no longer does.
func expired(created time.Time, seconds int64, now time.Time) bool {
	return seconds > 0 && !now.Before(created.Add(time.Duration(seconds)*time.Second))
}

// ticket finds a code by ticket, by what it says, or by its picture's address.
func (st *step) ticket(given string) (world.Ticket, bool) {
	if t, found := st.tx.Ticket(given); found {
		return t, true
	}
	if t, found := st.tx.Ticket(parameter(given, "ticket")); found {
		return t, true
	}
	return st.tx.TicketByURL(given)
}

// parameter reads one from an address; what is no address has none.
func parameter(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Query().Get(name)
}

// scanContact: who scans a contact way is a new customer of its first member.
// That the customer needs no confirmation is skip_verify, which is the default.
//
// https://developer.work.weixin.qq.com/document/path/92130
func (st *step) scanContact() error {
	way, found := st.contact(st.act.Value)
	switch {
	case !found:
		return unknownCode("contact way", "externalcontact/add_contact_way")
	case way.AppID != st.account.AppID:
		return st.foreignCode("contact way", way.AppID)
	case expired(way.Created, way.Expire, st.now):
		return st.scanExpired("temporary contact way")
	}
	state := set("State", way.State)
	if way.State == "" { // as the table of the page's elements has it
		state = fixture.Edit{Op: fixture.Unset, Path: "State"}
	}
	edits := []fixture.Edit{
		set("ExternalUserID", externalUserID(st.account, st.user.Name)), state,
		set("WelcomeCode", st.tx.Random(43, world.Alphanumeric)),
	}
	if len(way.Users) > 0 { // of departments the sandbox knows no members
		edits = append(edits, set("UserID", way.Users[0]))
	}
	return st.send("external-contact-add", edits...)
}

// contact finds a contact way by config_id, by what its code says, or by its
// picture's address.
func (st *step) contact(given string) (world.ContactWay, bool) {
	if way, found := st.tx.ContactWay(given); found {
		return way, true
	}
	if way, found := st.tx.ContactWay(parameter(given, "config_id")); found {
		return way, true
	}
	return st.tx.ContactWayByURL(given)
}
