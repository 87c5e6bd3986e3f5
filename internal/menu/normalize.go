package menu

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// Normalize returns what of a file the API can set, as it is compared and sent:
// without buttons made on the website, without conditional menus whose rule the
// platform no longer matches, without empty sub menus, with rules as the platform
// writes them back, and with conditional menus that all come from the platform in
// the order in which they are matched, newest first.
func (f *File) Normalize() *File {
	n := &File{Name: f.Name, Platform: f.Platform, bare: f.bare, lines: f.lines}
	if f.Default != nil {
		n.Default = &Menu{settable(f.Default.Button)}
	}
	for _, c := range f.ordered() {
		if !c.MatchRule.dead() {
			c.Button = settable(c.Button)
			c.MatchRule.TagID = number(c.MatchRule.TagID)
			n.Conditional = append(n.Conditional, c)
		}
	}
	return n
}

// number writes a number as the platform answers it: 2 for 02.
func number(s string) string {
	if short := strings.TrimLeft(s, "0"); short != "" {
		return short
	}
	return s
}

// settable copies the buttons that the API can set.
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

// ordered are the conditional menus with the first to be matched in front. The
// platform numbers menus as they are published.
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

// Equal reports whether two files set the same menus. A file without a default
// menu differs from one with an empty one.
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
