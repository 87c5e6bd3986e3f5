package sandbox_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/fixtures"
	"wxtool/internal/fixture"
	"wxtool/internal/sandbox"
)

// TestPushAll: a server with the account's settings can open every push of the catalogue
// that a user can cause, and it is addressed to the account.
func TestPushAll(t *testing.T) {
	w := newPushing(t)
	all, err := fixture.New(fixtures.Files()).List(fixture.Filter{Pushes: true, Platforms: []string{"mp", "miniprogram", "work"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		app, to := "wx2", "gh_"
		if f.Platform == "work" {
			app, to = "ww1", "ww1"
		}
		w.do(sandbox.Act{AppID: app, User: "anna", Action: "push", Value: f.Name})
		w.clock.Advance(time.Minute) // some expect another answer than success, which pauses
		got := w.pushes()
		if len(got) != 1 {
			t.Errorf("%s: %d pushes", f.Name, len(got))
			continue
		}
		if name, ok := got[0].Get("ToUserName"); ok && !strings.HasPrefix(name, to) {
			t.Errorf("%s: ToUserName is %q", f.Name, name)
		}
	}
}

// TestActionsAreOfTheCatalogue: the fixtures and elements of all actions exist.
func TestActionsAreOfTheCatalogue(t *testing.T) {
	w := newPushing(t)
	var way code
	w.call("ww1", "externalcontact/add_contact_way", `{"type":1,"scene":2,"user":["lisi"]}`, &way)
	w.do(sandbox.Act{AppID: "ww1", User: "anna", Action: "scan", Value: way.ConfigID}) // for remove
	for platform, app := range map[string]string{sandbox.MP: "wx1", sandbox.Work: "ww1"} {
		var names []string
		for _, a := range sandbox.Actions(platform) {
			names = append(names, a.Name)
			if a.What == "" {
				t.Errorf("%s is not described", a.Name)
			}
			if a.Value == "" || strings.HasPrefix(a.Value, "[") {
				w.do(sandbox.Act{AppID: app, User: "anna", Action: a.Name})
			}
		}
		if slices.Sort(names); len(slices.Compact(names)) != len(sandbox.Actions(platform)) {
			t.Errorf("%s has an action twice", platform)
		}
	}
}

// TestActIsKept: the change of an act can be saved before its first push.
func TestActIsKept(t *testing.T) {
	w := newPushing(t)
	var saved bytes.Buffer
	config := w.config("http://127.0.0.1:1")
	config.HTTP = mute{}
	config.Changed = func() error {
		saved.Reset()
		return w.World().Save(&saved)
	}
	w.Server = sandbox.New(config)
	w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "follow", Tags: []string{"2"}})
	before := w.Users()
	w.Server = sandbox.New(config)
	if err := w.World().Load(&saved); err != nil {
		t.Fatal(err)
	}
	if after := w.Users(); len(after) != 1 || after[0].OpenID != before[0].OpenID || !after[0].Following || !slices.Equal(after[0].Tags, []string{"2"}) {
		t.Errorf("%+v became %+v", before, after)
	}
}
