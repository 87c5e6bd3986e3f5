package world_test

import (
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox/world"
)

// TestClock: the clock of a world can be moved, to and fro, and stays so in its file.
func TestClock(t *testing.T) {
	w := newRun(1)
	began := w.now
	w.Update(func(tx *world.Tx) {
		tx.SetOffset(2 * time.Hour)
		tx.SetOffset(time.Hour)
		if got := tx.Now().Sub(began); got != time.Hour {
			t.Errorf("in the same update it is %v later", got)
		}
	})
	other := newRun(1)
	if err := other.Load(strings.NewReader(saved(t, w.World))); err != nil {
		t.Fatal(err)
	}
	for _, moved := range []*run{w, other} {
		moved.now = began.Add(time.Minute)
		if got := moved.Now().Sub(began); got != time.Hour+time.Minute {
			t.Errorf("it is %v later", got)
		}
	}
	w.Update(func(tx *world.Tx) { tx.SetOffset(1 << 62) })
	if got := w.Now().Sub(began); got != world.MaxOffset+time.Minute {
		t.Errorf("moved as far as possible: %v", got)
	}
	w.Update(func(tx *world.Tx) { tx.SetOffset(0) })
	if got := w.Now(); !got.Equal(w.now) || w.Update(func(tx *world.Tx) { tx.SetOffset(0) }) {
		t.Errorf("moved back: %v", got)
	}
}

// TestReset: nothing is left but access tokens, and what is made afterwards is found.
func TestReset(t *testing.T) {
	r := newRun(3)
	for range 200 {
		r.step()
	}
	o := world.Owner{Platform: world.MP, AppID: "a"}
	var grant world.Grant
	var ticket world.Ticket
	r.Update(func(tx *world.Tx) {
		grant = tx.Issue(world.Grant{Platform: o.Platform, AppID: o.AppID, Expires: tx.Now().Add(3 * time.Hour)}, tx.Now())
		ticket = tx.AddTicket(world.Ticket{AppID: "a", Action: "QR_LIMIT_SCENE", Scene: "7"})
		tx.SetUser(world.User{Platform: world.MP, AppID: "a", Name: "anna", OpenID: "o1", Following: true})
		tx.Reset()
		if _, found := tx.Ticket(ticket.Ticket); found || tx.PermanentTickets("a") > 0 || len(tx.Followers(o, "")) > 0 {
			t.Error("entries are left")
		}
		if _, found := tx.User(o, "o1"); found {
			t.Error("the user is found by OpenID")
		}
		if kept, found := tx.Grant(grant.Token); !found || !kept.Good(tx.Now()) {
			t.Error("the access token is gone")
		}
	})
	for _, name := range []string{`"Tickets":{}`, `"Contacts":{}`, `"Counters":{}`, `"Forced":{}`, `"Menus":{}`, `"Users":{}`, `"Pauses":{}`} {
		if file := saved(t, r.World); !strings.Contains(file, name) || strings.Contains(file, `"Lines"`) || strings.Contains(file, `"Tags"`) || strings.Contains(file, `"Chats"`) {
			t.Errorf("no %s in %s", name, file)
		}
	}
	r.Update(func(tx *world.Tx) {
		tx.AddTicket(world.Ticket{AppID: "a", Action: "QR_LIMIT_SCENE", Scene: "7"})
		if tx.PermanentTickets("a") != 1 {
			t.Error("a code made afterwards is not found")
		}
	})
}
