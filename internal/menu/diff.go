package menu

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Op is a kind of difference.
type Op string

const (
	Added   Op = "added"
	Removed Op = "removed"
	Changed Op = "changed"
	Moved   Op = "moved"
)

// Change is one difference. Path is the path in the new file, or of something
// removed in the old one. Old and New are values of a field, or summaries of a
// button or a conditional menu. If something was moved, Old is its old path.
type Change struct {
	Op   Op     `json:"op"`
	Path string `json:"path"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}

// Difference is what [Diff] finds; equal files have none.
type Difference []Change

// String returns the change as a line that begins with +, - or ~.
func (c Change) String() string {
	switch c.Op {
	case Added:
		return fmt.Sprintf("+ %s: %s", c.Path, c.New)
	case Removed:
		return fmt.Sprintf("- %s: %s", c.Path, c.Old)
	case Moved:
		return fmt.Sprintf("~ %s: %s moved here, was %s", c.Path, c.New, c.Old)
	}
	return fmt.Sprintf("~ %s: %s → %s", c.Path, orNone(c.Old), orNone(c.New))
}

func orNone(s string) string { return cmp.Or(s, "(none)") }

// Diff compares the menus of two files path by path, as far as the API can set them.
func Diff(from, to *File) Difference {
	d := &differ{}
	old, new := from.Normalize(), to.Normalize()
	switch {
	case new.Default == nil && old.Default != nil:
		d.add(Removed, "button", "the default menu", "")
	case old.Default == nil && new.Default != nil:
		d.add(Added, "button", "", "the default menu")
	}
	d.buttons(buttonsOf(old.Default), buttonsOf(new.Default), paths{"button", "button"})
	d.conditionals(old, new)
	return d.changes
}

func buttonsOf(m *Menu) []Button {
	if m == nil {
		return nil
	}
	return m.Button
}

// differ collects the changes between two files.
type differ struct{ changes Difference }

// paths are the path of an element in the old file and in the new one.
type paths struct{ old, new string }

func (p paths) at(i, j int) paths {
	return paths{fmt.Sprintf("%s[%d]", p.old, i), fmt.Sprintf("%s[%d]", p.new, j)}
}

func (p paths) join(name string) paths { return paths{p.old + "." + name, p.new + "." + name} }

func (d *differ) add(op Op, path, old, new string) {
	d.changes = append(d.changes, Change{op, path, old, new})
}

// buttons compares two lists of buttons.
func (d *differ) buttons(old, new []Button, at paths) {
	from := pairUp(old, new, sameButton, sameName, sameAction)
	for i := range old {
		if !slices.Contains(from, i) {
			d.tree(Removed, &old[i], at.at(i, 0).old)
		}
	}
	stay := longestAscending(from)
	for j := range new {
		i := from[j]
		if i < 0 {
			d.tree(Added, &new[j], at.at(0, j).new)
			continue
		}
		here := at.at(i, j)
		if !stay[j] {
			d.add(Moved, here.new, here.old, summary(&new[j]))
		}
		d.fields(old[i].fields(), new[j].fields(), here)
		d.buttons(old[i].SubButton, new[j].SubButton, here.join("sub_button"))
	}
}

// fields compares the fields of two buttons or rules.
func (d *differ) fields(old, new []field, at paths) {
	for k := range old {
		if *old[k].value != *new[k].value {
			d.add(Changed, at.new+"."+old[k].name, *old[k].value, *new[k].value)
		}
	}
}

// tree reports a button and its sub menu as added or removed.
func (d *differ) tree(op Op, b *Button, path string) {
	if op == Added {
		d.add(op, path, "", summary(b))
	} else {
		d.add(op, path, summary(b), "")
	}
	for i := range b.SubButton {
		d.tree(op, &b.SubButton[i], fmt.Sprintf("%s.sub_button[%d]", path, i))
	}
}

// conditionals compares the conditional menus, whose order is significant.
func (d *differ) conditionals(from, to *File) {
	old, new := from.Conditional, to.Conditional
	origin := pairUp(old, new, sameConditional, sameRule, sameButtons)
	for i := range old {
		if !slices.Contains(origin, i) {
			d.add(Removed, fmt.Sprintf("conditional[%d]", i), ruleSummary(&old[i].MatchRule), "")
		}
	}
	stay := longestAscending(origin)
	for j := range new {
		i := origin[j]
		at := paths{"conditional", "conditional"}.at(max(i, 0), j)
		switch {
		case i < 0:
			d.add(Added, at.new, "", ruleSummary(&new[j].MatchRule))
			d.buttons(nil, new[j].Button, at.join("button"))
			continue
		case !stay[j]:
			d.add(Moved, at.new, at.old, ruleSummary(&new[j].MatchRule))
		}
		d.fields(old[i].MatchRule.fields(), new[j].MatchRule.fields(), at.join("matchrule"))
		d.buttons(old[i].Button, new[j].Button, at.join("button"))
	}
}

// summary returns a button in a few words: 搜索 (view https://…).
func summary(b *Button) string {
	words := strings.TrimSpace(b.Type + " " + b.target())
	if words == "" {
		return orNone(b.Name)
	}
	return fmt.Sprintf("%s (%s)", orNone(b.Name), words)
}

func ruleSummary(r *MatchRule) string { return "menu for " + orNone(r.String()) }

// String returns the rule in a few words: tag_id 2, client_platform_type 1.
func (r *MatchRule) String() string {
	var words []string
	for _, m := range nonEmpty(r.fields()) {
		words = append(words, m.name+" "+*m.value)
	}
	return strings.Join(words, ", ")
}
