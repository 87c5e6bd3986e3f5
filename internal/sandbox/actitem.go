package sandbox

import (
	"fmt"
	"strings"

	"wxtool/internal/menu"
	"wxtool/internal/nearest"
)

// item is a menu item, and by what it is found.
type item struct {
	button *menu.Button
	names  string // 菜单/搜索
	path   string // button[1].sub_button[0]
}

// itemsOf lists a menu's items, parents before their children.
func itemsOf(m *menu.Menu) []item {
	if m == nil {
		return nil
	}
	var list []item
	for i := range m.Button {
		parent := item{&m.Button[i], m.Button[i].Name, fmt.Sprintf("button[%d]", i)}
		list = append(list, parent)
		for j := range parent.button.SubButton {
			sub := &parent.button.SubButton[j]
			list = append(list, item{sub, parent.names + "/" + sub.Name, fmt.Sprintf("%s.sub_button[%d]", parent.path, j)})
		}
	}
	return list
}

// pick finds an item by path, by its names, or by its own name alone where only
// one has it.
func pick(items []item, wanted string) (item, error) {
	for _, by := range []func(item) string{
		func(it item) string { return it.path },
		func(it item) string { return it.names },
		func(it item) string { return it.button.Name },
	} {
		var found []item
		for _, it := range items {
			if by(it) == wanted {
				found = append(found, it)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return item{}, severalItems(found, wanted)
		}
	}
	return item{}, noItem(items, wanted)
}

func severalItems(found []item, wanted string) error {
	var paths []string
	for _, it := range found {
		paths = append(paths, it.path)
	}
	e := actError("click: %d menu items are called %q", len(found), wanted)
	e.Hint = "name one by path: " + strings.Join(paths, ", ")
	return e
}

func noItem(items []item, wanted string) error {
	var names, known []string
	for _, it := range items {
		names = append(names, it.names)
		known = append(known, it.names, it.path)
	}
	e := &ActError{Problem: fmt.Sprintf("click: the menu has no item %q", wanted), Missing: true}
	e.Hint = "it has " + strings.Join(names, ", ")
	if near := nearest.Of(wanted, known); near != nil {
		e.Hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return e
}
