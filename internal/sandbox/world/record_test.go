package world_test

import (
	"encoding/json"
	"slices"
	"testing"

	"wxtool/internal/sandbox/world"
)

// TestRecordsAreSmall: one more entry is one record, whose length does not depend on
// how much there is already.
func TestRecordsAreSmall(t *testing.T) {
	at := world.Place{Owner: world.Owner{Platform: world.MP, AppID: "a"}}
	w := newRun(1)
	w.Update(func(tx *world.Tx) { tx.SetMenu(at, []byte(`{}`)) })
	var lengths []int
	for range 50 {
		w.Changes()
		w.Update(func(tx *world.Tx) {
			tx.AddConditionalMenu(at, []byte(`{}`))
			tx.AddTicket(world.Ticket{AppID: "a", Action: "QR_SCENE", Scene: "1"})
		})
		data, err := json.Marshal(w.Changes())
		if err != nil {
			t.Fatal(err)
		}
		lengths = append(lengths, len(data))
	}
	if slices.Max(lengths) > lengths[0] {
		t.Errorf("records grow: %v", lengths)
	}
}

// TestNoChangeNoRecord: an update that only reads, or sets what is so already, has
// changed nothing.
func TestNoChangeNoRecord(t *testing.T) {
	w := newRun(1)
	o := world.Owner{Platform: world.MP, AppID: "a"}
	u := world.User{Platform: world.MP, AppID: "a", Name: "anna", OpenID: "o1", Tags: []string{"1"}}
	if !w.Update(func(tx *world.Tx) { tx.SetUser(u) }) || len(w.Changes()) != 1 {
		t.Error("a new user is no change")
	}
	for name, f := range map[string]func(*world.Tx){
		"the same user": func(tx *world.Tx) { u, _ := tx.User(o, "anna"); tx.SetUser(u) },
		"reading":       func(tx *world.Tx) { tx.Count(o, "/p", world.Day); tx.Menus(world.Place{Owner: o}); tx.PausedUntil("a") },
		"no menus":      func(tx *world.Tx) { tx.DeleteMenus(world.Place{Owner: o}) },
		"a good push":   func(tx *world.Tx) { tx.PushSucceeded("a") },
		"limit reached": func(tx *world.Tx) { tx.ClearCounts(o, func(string) bool { return true }) },
	} {
		if w.Update(f) || len(w.Changes()) > 0 {
			t.Errorf("%s: is a change", name)
		}
	}
	u.Tags[0] = "2" // the caller's own
	w.Update(func(tx *world.Tx) {
		if kept, _ := tx.User(o, "o1"); kept.Tags[0] != "1" {
			t.Error("the state shares the caller's list")
		}
	})
}
