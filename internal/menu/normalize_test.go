package menu_test

import (
	"slices"
	"strings"
	"testing"

	"wxtool/internal/menu"
)

// TestWriteThenRead: what is written of an account's answer reads back as the
// same menus, also if the answer has menus that the platform no longer matches.
func TestWriteThenRead(t *testing.T) {
	for _, answer := range []string{official, website} {
		current, _ := menu.Parse("get.json", []byte(answer), menu.MP)
		for _, text := range [][]byte{current.YAML(), current.JSON()} {
			again, problems := menu.Check("m", text, menu.MP)
			if len(problems) > 0 {
				t.Errorf("%v in %s", problems, text)
			}
			if !menu.Equal(current, again) {
				t.Errorf("%s is not equal to %s", text, answer)
			}
			if changes := menu.Diff(current, again); len(changes) > 0 {
				t.Errorf("%v", changes)
			}
		}
	}
}

// TestMenuIDs: menuids are compared as numbers.
func TestMenuIDs(t *testing.T) {
	f := &menu.File{}
	for tag, id := range map[string]string{"1": "9", "2": "100", "3": "11"} {
		f.Conditional = append(f.Conditional, menu.Conditional{MatchRule: menu.MatchRule{TagID: tag}, MenuID: id})
	}
	var tags []string
	for _, c := range f.Normalize().Conditional {
		tags = append(tags, c.MatchRule.TagID)
	}
	if got := strings.Join(tags, " "); got != "2 3 1" {
		t.Errorf("got %s", got)
	}
}

// TestEqual: no menu differs from an empty one, and a rule makes a difference.
func TestEqual(t *testing.T) {
	empty, one := &menu.Menu{}, &menu.Menu{Button: []menu.Button{{Name: "a", Type: "click", Key: "A"}}}
	var none *menu.Menu
	for i, m := range []*menu.Menu{none, empty, one} {
		for j, other := range []*menu.Menu{none, empty, one} {
			if m.Equal(other) != (i == j) {
				t.Errorf("%d and %d: %t", i, j, m.Equal(other))
			}
		}
	}
	a := menu.Conditional{Menu: *one, MatchRule: menu.MatchRule{TagID: "1"}}
	b := menu.Conditional{Menu: *one, MatchRule: menu.MatchRule{TagID: "2"}}
	if same := a; !a.Equal(&same) || a.Equal(&b) {
		t.Error("conditional menus")
	}
}

// TestHosts: each host once, whatever its case, in the order of the menus.
func TestHosts(t *testing.T) {
	leads := func(urls ...string) menu.Conditional {
		var c menu.Conditional
		for _, url := range urls {
			c.Button = append(c.Button, menu.Button{Name: "a", Type: "view", URL: url})
		}
		return c
	}
	below := menu.Conditional{Menu: menu.Menu{Button: []menu.Button{{Name: "p", SubButton: leads("http://c.com:8080/x").Button}, {Name: "k", Type: "click", Key: "k"}}}}
	got := menu.Hosts([]menu.Conditional{leads("https://b.com/", "http://A.com", "http://B.com/x"), below, leads("http://a.com/")})
	if want := []string{"b.com", "a.com", "c.com"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHasRule(t *testing.T) {
	f := &menu.File{Conditional: []menu.Conditional{{MatchRule: menu.MatchRule{TagID: "02"}}, {MatchRule: menu.MatchRule{TagID: "3", Sex: "1"}}}}
	for rule, want := range map[menu.MatchRule]bool{{TagID: "2"}: true, {TagID: "3"}: false, {TagID: "3", Sex: "1"}: false, {TagID: "2", ClientPlatformType: "1"}: false} {
		if f.HasRule(rule) != want {
			t.Errorf("%v: %t", rule, !want)
		}
	}
}

func TestSettable(t *testing.T) {
	can, cannot := menu.Button{Name: "a", Type: "click", Key: "k"}, menu.Button{Name: "b", Type: "text", Website: true}
	parent := func(buttons ...menu.Button) menu.Button { return menu.Button{Name: "p", SubButton: buttons} }
	for _, tt := range []struct {
		buttons []menu.Button
		want    bool
	}{
		{nil, true},
		{[]menu.Button{can, parent(can)}, true},
		{[]menu.Button{cannot, can}, false},
		{[]menu.Button{can, parent(can, cannot, can), can}, false},
		{[]menu.Button{parent(cannot), can}, false},
	} {
		if got := (&menu.File{Default: &menu.Menu{Button: tt.buttons}}).Settable(); got != tt.want {
			t.Errorf("%+v: %t", tt.buttons, got)
		}
	}
	if !(&menu.File{}).Settable() {
		t.Error("no default menu")
	}
}
