package menu

import (
	"fmt"
	"strings"
)

// Op is how something differs.
type Op string

const (
	Added   Op = "added"
	Removed Op = "removed"
	Changed Op = "changed"
	Moved   Op = "moved"
)

// Change is one difference. Path is in the new file, of what was removed in the
// old one. Old and New are values of a member, or a button or a conditional menu
// in short; what was moved has its old path in Old.
type Change struct {
	Op   Op     `json:"op"`
	Path string `json:"path"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}

// Difference is what [Diff] finds; equal files have none.
type Difference []Change

// String is the change as a line that begins with +, - or ~.
func (c Change) String() string {
	switch c.Op {
	case Added:
		return fmt.Sprintf("+ %s: %s", c.Path, c.New)
	case Removed:
		return fmt.Sprintf("- %s: %s", c.Path, c.Old)
	case Moved:
		return fmt.Sprintf("~ %s: %s moved here, was %s", c.Path, c.New, c.Old)
	}
	return fmt.Sprintf("~ %s: %s → %s", c.Path, orNothing(c.Old), orNothing(c.New))
}

func orNothing(s string) string {
	if s == "" {
		return "(nothing)"
	}
	return s
}

// Diff tells how the menus of two files differ, path by path, in what the API
// can set.
func Diff(from, to *File) Difference {
	d := &differ{}
	old, new := from.Normalize(), to.Normalize()
	switch {
	case new.Default == nil && old.Default != nil:
		d.add(Removed, "button", "the default menu", "")
	case old.Default == nil && new.Default != nil:
		d.add(Added, "button", "", "the default menu")
	}
	d.buttons(buttonsOf(old.Default), buttonsOf(new.Default), place{"button", "button"})
	d.conditionals(old, new)
	return d.changes
}

func buttonsOf(m *Menu) []Button {
	if m == nil {
		return nil
	}
	return m.Button
}

// short is a button in a few words: 搜索 (view https://…).
func short(b *Button) string {
	words := strings.TrimSpace(b.Type + " " + b.action())
	if words == "" {
		return orNothing(b.Name)
	}
	return fmt.Sprintf("%s (%s)", orNothing(b.Name), words)
}

func shortRule(r *MatchRule) string { return "menu for " + orNothing(r.String()) }

// String is the rule in a few words: tag_id 2, client_platform_type 1.
func (r *MatchRule) String() string {
	var words []string
	for _, m := range given(r.members()) {
		words = append(words, m.name+" "+*m.value)
	}
	return strings.Join(words, ", ")
}
