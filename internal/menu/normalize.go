package menu

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// Normalize returns the part of a file that the API can set, as it is compared and
// sent: without buttons made on the website, conditional menus that the platform no
// longer matches, and empty sub menus, and with rules as the platform returns them.
// If all conditional menus have a MenuID, they are sorted in the order in which the
// platform matches them, newest first.
func (f *File) Normalize() *File {
	n := &File{Name: f.Name, Platform: f.Platform, single: f.single, lines: f.lines}
	if f.Default != nil {
		n.Default = &Menu{settable(f.Default.Button)}
	}
	for _, c := range f.ordered() {
		if !c.MatchRule.obsolete() {
			c.Button = settable(c.Button)
			c.MatchRule.TagID = canonicalNumber(c.MatchRule.TagID)
			n.Conditional = append(n.Conditional, c)
		}
	}
	return n
}

// canonicalNumber writes a number as the platform returns it: 2 for 02.
func canonicalNumber(s string) string {
	if short := strings.TrimLeft(s, "0"); short != "" {
		return short
	}
	return s
}

// settable returns the buttons that the API can set.
func settable(buttons []Button) []Button {
	var kept []Button
	for _, b := range buttons {
		if b.settable() {
			b.SubButton = settable(b.SubButton)
			kept = append(kept, b)
		}
	}
	return kept
}

// ordered returns the conditional menus in the order in which they are matched. A
// menu that was published later has a larger MenuID and is matched earlier.
func (f *File) ordered() []Conditional {
	all := slices.Clone(f.Conditional)
	if !slices.ContainsFunc(all, func(c Conditional) bool { return c.MenuID == "" }) {
		slices.SortStableFunc(all, func(a, b Conditional) int { return compareIDs(b.MenuID, a.MenuID) })
	}
	return all
}

// compareIDs compares two numbers of any length.
func compareIDs(a, b string) int {
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// Equal reports whether two files set the same menus. No default menu differs from
// an empty one.
func Equal(a, b *File) bool {
	x, y := a.Normalize(), b.Normalize()
	return x.Default.Equal(y.Default) && slices.EqualFunc(x.Conditional, y.Conditional, sameConditional)
}

// Equal reports whether two menus have the same buttons. No menu (nil) differs
// from an empty one.
func (m *Menu) Equal(other *Menu) bool {
	if m == nil || other == nil {
		return m == other
	}
	return bytes.Equal(m.JSON(), other.JSON())
}

// Equal reports whether two conditional menus have the same buttons and rule.
func (c *Conditional) Equal(other *Conditional) bool { return bytes.Equal(c.JSON(), other.JSON()) }

func sameConditional(a, b Conditional) bool { return a.Equal(&b) }
