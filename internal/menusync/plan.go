package menusync

import (
	"slices"

	"wxtool/internal/menu"
)

// Plan is a push that has not been made.
type Plan struct {
	Changes menu.Difference // between the menus in force and those after the push
	Calls   []Call          // in order; none if the account already has the menus
	Lost    []Loss          // what the push deletes and the file does not contain

	// Gap is true if conditional menus are deleted before their replacements
	// are published, because the platform accepts only so many domains. Their
	// users see the default menu in between.
	Gap bool
}

// Loss is a menu of the account that the file does not contain: one made on the
// website, or the conditional menu with a rule.
type Loss struct {
	Website bool
	Rule    menu.MatchRule
}

// String names the menu.
func (l Loss) String() string {
	if l.Website {
		return "the menu made on the website"
	}
	return "menu for " + l.Rule.String()
}

// Changes compares the menus in force with those after a push of wanted. A file
// without a default menu leaves that of the account unchanged.
func (m Menus) Changes(wanted *menu.File) menu.Difference {
	after := *wanted
	if after.Default == nil {
		after.Default = m.InForce().Default
	}
	return menu.Diff(m.InForce(), &after)
}

// Plan returns what a push of wanted does.
//
// The platform shows the conditional menu that was published last of those that
// fit a user, and cannot change one. A conditional menu is kept only if it and
// all menus after it in the file are published already, in this order. The others
// are published from the last to the first, and then those that they replace are
// deleted, oldest first: a user who has a conditional menu before and after the
// push has one at every moment, also if the push ends early, and no deletion
// uncovers an older menu that is deleted next. Deleting comes first only if old
// and new menus together lead to more domains than the platform accepts.
//
// The default menu is never deleted, because that deletes all conditional menus.
func (m Menus) Plan(wanted *menu.File) *Plan {
	have, want := m.API.Normalize(), wanted.Normalize()
	kept, first := keep(have.Conditional, want.Conditional)
	var publish, drop []Call
	for i := first - 1; i >= 0; i-- {
		publish = append(publish, publishing(&want.Conditional[i]))
	}
	for i := len(have.Conditional) - 1; i >= 0; i-- {
		if !slices.Contains(kept, i) {
			drop = append(drop, deleting(&have.Conditional[i]))
		}
	}
	plan := &Plan{Changes: m.Changes(wanted), Calls: []Call{}, Lost: m.lost(wanted)}
	if want.Default != nil && !want.Default.Equal(have.Default) {
		plan.Calls = append(plan.Calls, Call{Action: SetDefault, menu: want.Default})
	}
	if len(menu.Hosts(slices.Concat(have.Conditional, want.Conditional))) > menu.MaxDomains {
		plan.Gap = len(publish) > 0 && len(drop) > 0
		publish, drop = drop, publish
	}
	plan.Calls = slices.Concat(plan.Calls, publish, drop)
	return plan
}

// keep finds the longest tail of want that is in have in the same order. It
// returns the tail's indexes in have and where it begins in want.
func keep(have, want []menu.Conditional) (kept []int, first int) {
	first = len(want)
	for i := len(have) - 1; i >= 0 && first > 0; i-- {
		if have[i].Equal(&want[first-1]) {
			kept = append(kept, i)
			first--
		}
	}
	return kept, first
}

// lost finds the menus that are not in wanted: one made on the website that
// differs or has buttons that the API cannot set, and conditional menus with a
// rule that no menu of the file has.
func (m Menus) lost(wanted *menu.File) []Loss {
	var all []Loss
	if m.Website != nil && wanted.Default != nil &&
		!(m.Website.Settable() && menu.Equal(m.Website, &menu.File{Default: wanted.Default})) {
		all = append(all, Loss{Website: true})
	}
	for _, c := range m.API.Normalize().Conditional {
		if !wanted.HasRule(c.MatchRule) {
			all = append(all, Loss{Rule: c.MatchRule})
		}
	}
	return all
}
