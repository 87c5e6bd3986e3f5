package sandbox

import (
	"cmp"
	"net/url"
	"time"

	"wxtool/internal/fixture"
	"wxtool/internal/sandbox/world"
)

// codeExpired is what the phone shows for an expired code. The words are a guess.
const codeExpired = "二维码已过期"

// unknownCode is the error for a code that the sandbox has not made. A phone would
// show it to the user; here the caller has most likely given a wrong one.
func unknownCode(what, maker string) error {
	e := actError("scan: the sandbox has made no such %s", what)
	e.Missing, e.Hint = true, maker+" makes one; with --state, name the file of that command"
	return e
}

// foreignCode is the error for a code of another account.
func (x *execution) foreignCode(what, appID string) error {
	e := actError("scan: the %s is one of %s, not of %s", what, appID, x.account.AppID)
	e.Hint = "give the app_id " + appID
	return e
}

// scanExpired shows on the phone that a code has expired, and pushes nothing.
func (x *execution) scanExpired(what string) error {
	x.show(codeExpired)
	x.note = "the " + what + " has expired, so nothing is pushed"
	return nil
}

// scanTicket pushes subscribe with qrscene_ before the scene for a user who begins to
// follow by the code, and SCAN with the scene alone for a follower.
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
	x.noteFollow("ADD_SCENE_QR_CODE", t)
	return x.send("subscribe-scan", set("EventKey", "qrscene_"+t.Scene), set("Ticket", t.Ticket))
}

// expired reports whether a code that lasts so many seconds has expired; 0 never does.
func expired(created time.Time, seconds int64, now time.Time) bool {
	return seconds > 0 && !now.Before(created.Add(time.Duration(seconds)*time.Second))
}

// ticket finds a code by its ticket, its content, or the URL of its picture.
func (x *execution) ticket(given string) (world.Ticket, bool) {
	if t, found := x.tx.Ticket(given); found {
		return t, true
	}
	if t, found := x.tx.Ticket(parameter(given, "ticket")); found {
		return t, true
	}
	return x.tx.TicketByURL(given)
}

// parameter reads a query parameter of a URL, "" if there is none.
func parameter(address, name string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Query().Get(name)
}

// scanContact makes the user a customer of the contact way's first member. By default
// (skip_verify) no member has to confirm it; where one has to, the member does so at
// once. A temporary code is good once. That a second scan by the same customer pushes
// again is a guess, which makes trials easier.
//
// https://developer.work.weixin.qq.com/document/path/92130
func (x *execution) scanContact() error {
	id, way, found := x.contact(x.act.Value)
	switch {
	case !found:
		return unknownCode("contact way", "externalcontact/add_contact_way")
	case way.AppID != x.account.AppID:
		return x.foreignCode("contact way", way.AppID)
	case way.Used || expired(way.Created, way.Expire, x.now):
		return x.scanExpired("temporary contact way")
	}
	state := set("State", way.State)
	if way.State == "" { // as the official page says
		state = fixture.Edit{Op: fixture.Unset, Path: "State"}
	}
	edits := []fixture.Edit{
		set("ExternalUserID", externalUserID(x.account.AppID, x.user.Name)), state,
		set("WelcomeCode", x.tx.Random(43, world.Alphanumeric)),
	}
	if len(way.Users) > 0 { // the sandbox knows no members of departments
		edits = append(edits, set("UserID", way.Users[0]))
		x.user.Add(world.Contact{Member: way.Users[0], Since: x.now, State: way.State})
	}
	if _, known := x.tx.User(x.account.owner(), x.user.Name); !known {
		x.user.Outside = true
	}
	if err := x.send("external-contact-add", edits...); err != nil {
		return err // before anything has changed
	}
	if way.Temporary() {
		way.Used = true
		x.tx.SetContactWay(id, way)
	}
	return nil
}

// contact finds a contact way by its config_id, the content of its code, or the URL of
// its picture.
func (x *execution) contact(given string) (id string, way world.ContactWay, found bool) {
	for _, id := range []string{given, parameter(given, "config_id")} {
		if way, found := x.tx.ContactWay(id); found {
			return id, way, true
		}
	}
	return x.tx.ContactWayByURL(given)
}

// removeContact makes the user no longer a customer of a member, or of all.
//
// https://developer.work.weixin.qq.com/document/path/92130
func (x *execution) removeContact() error {
	var left []world.Contact
	for _, contact := range x.user.Contacts {
		if x.act.Value != "" && x.act.Value != contact.Member {
			left = append(left, contact)
			continue
		}
		if err := x.send(x.action.fixture, set("UserID", contact.Member), set("ExternalUserID", externalUserID(x.account.AppID, x.user.Name))); err != nil {
			return err
		}
	}
	if len(x.pushes) == 0 {
		e := actError("remove: %s is no customer of %s", x.user.Name, cmp.Or(x.act.Value, "a member"))
		e.Missing, e.Hint = true, "scan a contact way first; wxtool sandbox users lists the customers"
		return e
	}
	x.user.Contacts = left
	return nil
}
