package menusync_test

import (
	"slices"
	"testing"

	"wxtool/internal/menu"
	"wxtool/internal/menusync"
)

func TestPlan(t *testing.T) {
	tests := []struct {
		name     string
		from, to *menu.File
		want     []string
	}{
		{"first", nil, file("A", "1", "2"), []string{"create", "add 2", "add 1"}},
		{"nothing", file("A", "1", "2"), file("A", "1", "2"), nil},
		{"default only", file("A", "1"), file("B", "1"), []string{"create"}},
		{"one in front", file("A", "2"), file("A", "1", "2"), []string{"add 1"}},
		{"one behind", file("A", "1"), file("A", "1", "2"), []string{"add 2", "add 1", "remove 1"}},
		{"first removed", file("A", "1", "2"), file("A", "2"), []string{"remove 1"}},
		{"last removed", file("A", "1", "2"), file("A", "1"), []string{"remove 2"}},
		{"middle removed", file("A", "1", "2", "3"), file("A", "1", "3"), []string{"remove 2"}},
		{"middle replaced", file("A", "1", "2", "3"), file("A", "1", "4", "3"), []string{"add 4", "add 1", "remove 2", "remove 1"}},
		{"changed", file("A", "1", "2#old"), file("A", "1", "2#new"), []string{"add 2", "add 1", "remove 2", "remove 1"}},
		{"rule changed", file("A", "1"), file("A", "1/2"), []string{"add 1/2", "remove 1"}},
		{"swapped", file("A", "1", "2"), file("A", "2", "1"), []string{"add 2", "remove 2"}},
		{"all removed", file("A", "1", "2"), file("A"), []string{"remove 2", "remove 1"}},
		{"default left unchanged", file("A", "1"), &menu.File{Conditional: file("A", "2", "1").Conditional}, []string{"add 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{website: noWebsite}
			if tt.from != nil {
				push(t, f, tt.from)
			}
			got := push(t, f, tt.to)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if again := push(t, f, tt.to); len(again) > 0 {
				t.Errorf("a second push makes the calls %q", again)
			}
		})
	}
}

// TestGap: if old and new menus together lead to a fourth domain, which the
// platform refuses, the old ones are deleted first, and the plan reports it.
func TestGap(t *testing.T) {
	leads := func(tag string, hosts ...string) *menu.File {
		f := file("A", tag)
		f.Conditional[0].Button = nil
		for _, host := range hosts {
			f.Conditional[0].Button = append(f.Conditional[0].Button, menu.Button{Name: host, Type: "view", URL: "https://" + host + "/"})
		}
		return f
	}
	from := leads("1", "a.example", "c.example")
	for _, tt := range []struct {
		name string
		to   *menu.File
		gap  bool
		want []string
	}{
		{"three domains", leads("2", "a.example", "b.example", "C.example"), false, []string{"add 2", "remove 1"}},
		{"four domains", leads("2", "a.example", "b.example", "d.example"), true, []string{"remove 1", "add 2"}},
		{"nothing to delete", &menu.File{Default: from.Default, Conditional: append(leads("2", "a.example").Conditional, from.Conditional...)}, false, []string{"add 2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{website: noWebsite}
			push(t, f, from)
			if plan := read(t, f).Plan(tt.to); plan.Gap != tt.gap {
				t.Errorf("Gap is %t", plan.Gap)
			}
			if got := push(t, f, tt.to); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestGapNeedsBoth: an account may lead to too many domains already, from before
// the limit. Only deleting or only publishing menus leaves no gap.
func TestGapNeedsBoth(t *testing.T) {
	const get = `{"menu":{"button":[{"name":"a","type":"click","key":"A"}],"menuid":1},"conditionalmenu":[
{"button":[{"name":"a","type":"view","url":"http://a.example"},{"name":"b","type":"view","url":"http://b.example"}],"matchrule":{"group_id":1},"menuid":2},
{"button":[{"name":"c","type":"view","url":"http://c.example"},{"name":"d","type":"view","url":"http://d.example"}],"matchrule":{"group_id":2},"menuid":3}]}`
	menus := read(t, &fake{get: get})
	all := menus.API.Normalize().Conditional // tag 2, tag 1
	for _, tt := range []struct {
		name   string
		wanted []menu.Conditional
		calls  []menusync.Action
		gap    bool
	}{
		{"only deleting", all[1:], []menusync.Action{menusync.DeleteConditional}, false},
		{"only publishing", append(file("A", "3").Conditional, all...), []menusync.Action{menusync.AddConditional}, false},
		{"both", append(file("A", "3").Conditional, all[1:]...), []menusync.Action{menusync.DeleteConditional, menusync.AddConditional}, true},
	} {
		plan := menus.Plan(&menu.File{Conditional: tt.wanted})
		var calls []menusync.Action
		for _, c := range plan.Calls {
			calls = append(calls, c.Action)
		}
		if plan.Gap != tt.gap || !slices.Equal(calls, tt.calls) {
			t.Errorf("%s: gap %t, %q", tt.name, plan.Gap, calls)
		}
	}
}

// TestLost: what a push deletes and the file does not contain is reported.
func TestLost(t *testing.T) {
	const website = `{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"a","type":"click","key":"A"}]}}`
	tests := []struct {
		name    string
		have    *menu.File
		website string
		want    *menu.File
		lost    []string
	}{
		{"nothing there", nil, noWebsite, file("A", "1"), nil},
		{"same rules", file("A", "1#old", "2"), noWebsite, file("B", "2", "1#new"), nil},
		{"a rule of the account", file("A", "1", "2"), noWebsite, file("A", "2"), []string{"menu for tag_id 1"}},
		{"a narrower rule", file("A", "1"), noWebsite, file("A", "1/2"), []string{"menu for tag_id 1"}},
		{"two rules", file("A", "1", "/2"), noWebsite, file("A"), []string{"menu for tag_id 1", "menu for client_platform_type 2"}},
		{"another menu of the website", nil, website, file("B"), []string{"the menu made on the website"}},
		{"the same menu of the website", nil, website, file("A"), nil},
		{"a menu of the website that is not replaced", nil, website, &menu.File{Conditional: file("A", "1").Conditional}, nil},
		{"a menu that the API cannot set", nil, `{"selfmenu_info":{"button":[{"name":"a","type":"click","key":"A"},{"name":"b","type":"text","value":"v"}]}}`, file("A"), []string{"the menu made on the website"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{website: noWebsite}
			if tt.have != nil {
				push(t, f, tt.have)
			}
			f.website = tt.website
			var got []string
			for _, loss := range read(t, f).Plan(tt.want).Lost {
				got = append(got, loss.String())
			}
			if !slices.Equal(got, tt.lost) {
				t.Errorf("got %q, want %q", got, tt.lost)
			}
		})
	}
}

// TestChanges: the difference is that between the menus in force and those after
// a push; a file without a default menu leaves it as it is.
func TestChanges(t *testing.T) {
	const website = `{"selfmenu_info":{"button":[{"name":"a","type":"click","key":"W"}]}}`
	rule := &menu.File{Conditional: file("", "1").Conditional}
	tests := []struct {
		name    string
		have    *menu.File
		website string
		want    *menu.File
		changes []string
	}{
		{"equal", file("A", "1"), noWebsite, file("A", "1"), nil},
		{"first menu", nil, noWebsite, file("A"), []string{"+ button: the default menu", "+ button[0]: a (click A)"}},
		{"the menu of the website", nil, website, file("A"), []string{"~ button[0].key: W → A"}},
		{"no default menu in the file", file("A"), noWebsite, rule, []string{"+ conditional[0]: menu for tag_id 1", "+ conditional[0].button[0]: a (click 1)"}},
		{"that, and a menu of the website", nil, website, rule, []string{"+ conditional[0]: menu for tag_id 1", "+ conditional[0].button[0]: a (click 1)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{website: noWebsite}
			if tt.have != nil {
				push(t, f, tt.have)
			}
			f.website = tt.website
			menus := read(t, f)
			var got []string
			for _, change := range menus.Changes(tt.want) {
				got = append(got, change.String())
			}
			if !slices.Equal(got, tt.changes) {
				t.Errorf("got %q, want %q", got, tt.changes)
			}
			if plan := menus.Plan(tt.want); !slices.Equal(plan.Changes, menus.Changes(tt.want)) {
				t.Errorf("the plan has the changes %v", plan.Changes)
			}
		})
	}
}

// TestPlanChangesNothing: a plan is made without a call, and for its own menus.
func TestPlanChangesNothing(t *testing.T) {
	f := &fake{website: noWebsite}
	push(t, f, file("A", "1", "2"))
	menus := read(t, f)
	before := slices.Clone(f.calls)
	first, second := menus.Plan(file("B", "3")), menus.Plan(file("B", "3"))
	if len(f.calls) != len(before) || len(first.Calls) != 4 || len(second.Calls) != 4 {
		t.Errorf("%q after %q; %d and %d calls", f.calls, before, len(first.Calls), len(second.Calls))
	}
	for _, c := range first.Calls {
		if c.Done || (c.MenuID != "") != (c.Action == menusync.DeleteConditional) {
			t.Errorf("%+v", c)
		}
	}
}
