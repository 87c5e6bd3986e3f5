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
func (x *execution) foreignCode(what, appID string) error {
	e := actError("scan: the %s is one of %s, not of %s", what, appID, x.account.AppID)
	e.Hint = "give the app_id " + appID
	return e
}

// scanExpired: the phone says so, and nothing is pushed.
func (x *execution) scanExpired(what string) error {
	x.show(codeExpired)
	x.note = "the " + what + " has expired, so nothing is pushed"
	return nil
}

// scanTicket: who follows by a code pushes subscribe with qrscene_ in front of
// the scene, who follows already SCAN with the scene alone.
//
// https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes.html
func (x *execution) scanTicket() error {
	t, found := x.ticket(x.act.Value)
	switch {
	case !found:
		return unknownCode("ticket", "qrcode/create")
	case t.AppID != x.account.AppID:
		return x.foreignCode("ticket", t.AppID)
	case expired(t.Created, t.Expire, x.now):
		return x.scanExpired("ticket")
	case x.user.Following:
		return x.send("scan", set("EventKey", t.Scene), set("Ticket", t.Ticket))
	}
	x.user.Following = true
	return x.send("subscribe-scan", set("EventKey", "qrscene_"+t.Scene), set("Ticket", t.Ticket))
}

// expired reports whether what was created to last so many seconds, 0 being for
// ever, no longer does.
func expired(created time.Time, seconds int64, now time.Time) bool {
	return seconds > 0 && !now.Before(created.Add(time.Duration(seconds)*time.Second))
}

// ticket finds a code by ticket, by what it says, or by its picture's address.
func (x *execution) ticket(given string) (world.Ticket, bool) {
	if t, found := x.tx.Ticket(given); found {
		return t, true
	}
	if t, found := x.tx.Ticket(parameter(given, "ticket")); found {
		return t, true
	}
	return x.tx.TicketByURL(given)
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
func (x *execution) scanContact() error {
	way, found := x.contact(x.act.Value)
	switch {
	case !found:
		return unknownCode("contact way", "externalcontact/add_contact_way")
	case way.AppID != x.account.AppID:
		return x.foreignCode("contact way", way.AppID)
	case expired(way.Created, way.Expire, x.now):
		return x.scanExpired("temporary contact way")
	}
	state := set("State", way.State)
	if way.State == "" { // as the table of the page's elements has it
		state = fixture.Edit{Op: fixture.Unset, Path: "State"}
	}
	edits := []fixture.Edit{
		set("ExternalUserID", externalUserID(x.account, x.user.Name)), state,
		set("WelcomeCode", x.tx.Random(43, world.Alphanumeric)),
	}
	if len(way.Users) > 0 { // of departments the sandbox knows no members
		edits = append(edits, set("UserID", way.Users[0]))
	}
	return x.send("external-contact-add", edits...)
}

// contact finds a contact way by config_id, by what its code says, or by its
// picture's address.
func (x *execution) contact(given string) (world.ContactWay, bool) {
	if way, found := x.tx.ContactWay(given); found {
		return way, true
	}
	if way, found := x.tx.ContactWay(parameter(given, "config_id")); found {
		return way, true
	}
	return x.tx.ContactWayByURL(given)
}
