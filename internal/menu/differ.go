package menu

import (
	"fmt"
	"slices"
)

type differ struct{ changes Difference }

// place is a path in the old file and in the new one.
type place struct{ old, new string }

func (p place) at(i, j int) place {
	return place{fmt.Sprintf("%s[%d]", p.old, i), fmt.Sprintf("%s[%d]", p.new, j)}
}

func (p place) join(name string) place { return place{p.old + "." + name, p.new + "." + name} }

func (d *differ) add(op Op, path, old, new string) {
	d.changes = append(d.changes, Change{op, path, old, new})
}

// buttons compares two lists of buttons.
func (d *differ) buttons(old, new []Button, at place) {
	from := pairUp(old, new, sameButton, sameName, sameAction)
	for i := range old {
		if !slices.Contains(from, i) {
			d.whole(Removed, &old[i], at.at(i, 0).old)
		}
	}
	stay := ascending(from)
	for j := range new {
		i := from[j]
		if i < 0 {
			d.whole(Added, &new[j], at.at(0, j).new)
			continue
		}
		here := at.at(i, j)
		if !stay[j] {
			d.add(Moved, here.new, here.old, short(&new[j]))
		}
		d.members(old[i].members(), new[j].members(), here)
		d.buttons(old[i].SubButton, new[j].SubButton, here.join("sub_button"))
	}
}

func (d *differ) members(old, new []member, at place) {
	for k := range old {
		if *old[k].value != *new[k].value {
			d.add(Changed, at.new+"."+old[k].name, *old[k].value, *new[k].value)
		}
	}
}

// whole tells of a button with all that is under it.
func (d *differ) whole(op Op, b *Button, path string) {
	if op == Added {
		d.add(op, path, "", short(b))
	} else {
		d.add(op, path, short(b), "")
	}
	for i := range b.SubButton {
		d.whole(op, &b.SubButton[i], fmt.Sprintf("%s.sub_button[%d]", path, i))
	}
}

// conditionals compares the conditional menus, whose order matters.
func (d *differ) conditionals(from, to *File) {
	old, new := from.Conditional, to.Conditional
	origin := pairUp(old, new, sameConditional, sameRule, sameButtons)
	for i := range old {
		if !slices.Contains(origin, i) {
			d.add(Removed, fmt.Sprintf("conditional[%d]", i), shortRule(&old[i].MatchRule), "")
		}
	}
	stay := ascending(origin)
	for j := range new {
		i := origin[j]
		at := place{"conditional", "conditional"}.at(max(i, 0), j)
		switch {
		case i < 0:
			d.add(Added, at.new, "", shortRule(&new[j].MatchRule))
			d.buttons(nil, new[j].Button, at.join("button"))
			continue
		case !stay[j]:
			d.add(Moved, at.new, at.old, shortRule(&new[j].MatchRule))
		}
		d.members(old[i].MatchRule.members(), new[j].MatchRule.members(), at.join("matchrule"))
		d.buttons(old[i].Button, new[j].Button, at.join("button"))
	}
}
