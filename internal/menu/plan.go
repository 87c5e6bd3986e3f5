package menu

import "slices"

// Action is what one call of the platform's API does.
type Action string

const (
	SetDefault        Action = "set_default"        // menu/create
	DeleteConditional Action = "delete_conditional" // menu/delconditional
	AddConditional    Action = "add_conditional"    // menu/addconditional
)

// Step is one call: SetDefault with Menu, DeleteConditional with the MenuID of
// Conditional, AddConditional with Conditional.
type Step struct {
	Action      Action
	Menu        *Menu
	Conditional *Conditional
}

// Plan tells which calls, in this order, make the menus of an account those of
// a file; none if they are. Current is what menu/get answers.
//
// The platform matches the conditional menu published last first, and cannot
// change one. A menu of the file is therefore kept only if all menus behind it
// are, in their order; the others are published again from the last to the
// first, and what they replace is deleted after that, so that nobody is without
// their menu meanwhile and a plan cut short loses none. Only where both together
// would lead to more domains than the platform takes, deleting comes first.
//
// A default menu that the file lacks is left alone: deleting it would delete all
// conditional menus.
func Plan(current, wanted *File) []Step {
	have, want := current.Normalize(), wanted.Normalize()
	var steps []Step
	if want.Default != nil && !sameMenu(have.Default, want.Default) {
		steps = append(steps, Step{Action: SetDefault, Menu: want.Default})
	}
	kept, first := keep(have.Conditional, want.Conditional)
	var drop, publish []Step
	for i := range have.Conditional {
		if !slices.Contains(kept, i) {
			drop = append(drop, Step{Action: DeleteConditional, Conditional: &have.Conditional[i]})
		}
	}
	for i := first - 1; i >= 0; i-- {
		publish = append(publish, Step{Action: AddConditional, Conditional: &want.Conditional[i]})
	}
	if len(hosts(slices.Concat(have.Conditional, want.Conditional))) > maxDomains {
		return slices.Concat(steps, drop, publish)
	}
	return slices.Concat(steps, publish, drop)
}

// hosts are the different hosts that menus lead to.
func hosts(menus []Conditional) map[string]bool {
	found := map[string]bool{}
	look := func(b *Button) {
		if host := hostOf(b); host != "" {
			found[host] = true
		}
	}
	for i := range menus {
		for j := range menus[i].Button {
			look(&menus[i].Button[j])
			for k := range menus[i].Button[j].SubButton {
				look(&menus[i].Button[j].SubButton[k])
			}
		}
	}
	return found
}

// keep finds the longest tail of want that stands in have in the same order:
// its indexes in have, and where in want it begins.
func keep(have, want []Conditional) (kept []int, first int) {
	first = len(want)
	for i := len(have) - 1; i >= 0 && first > 0; i-- {
		if sameConditional(have[i], want[first-1]) {
			kept = append(kept, i)
			first--
		}
	}
	return kept, first
}
