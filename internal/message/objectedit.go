package message

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// child returns the value of a step below n, and the number of values with that name;
// an array counts as many as it has items.
func (n *node) child(s step) (found *node, have int) {
	at := slices.Index(n.keys, s.name)
	if at < 0 {
		return nil, 0
	}
	value := n.items[at]
	if value.kind != '[' {
		if s.at() > 1 {
			return nil, 1
		}
		return value, 1
	}
	if s.at() > len(value.items) {
		return nil, len(value.items)
	}
	return value.items[s.at()-1], len(value.items)
}

// descend follows steps as far as values exist.
func (o *Object) descend(steps []step) (at *node, rest []step) {
	at = o.root
	for i, s := range steps {
		next, _ := at.child(s)
		if next == nil {
			return at, steps[i:]
		}
		at = next
	}
	return at, nil
}

func (o *Object) find(path string) (*node, error) {
	steps, err := parseSteps(path, strings.TrimPrefix(path, "/"))
	if err != nil {
		return nil, err
	}
	at, rest := o.descend(steps)
	if len(rest) == 0 {
		return at, nil
	}
	_, have := at.child(rest[0])
	return nil, notFound(path, steps, rest[0], have, o.Paths())
}

// Get returns the text of a scalar. Objects and arrays have none.
func (o *Object) Get(path string) (string, bool) {
	steps, err := parseSteps(path, strings.TrimPrefix(path, "/"))
	if err != nil {
		return "", false
	}
	n, rest := o.descend(steps)
	if len(rest) > 0 || n.kind == '{' || n.kind == '[' {
		return "", false
	}
	return n.text, true
}

// Count returns the number of values with the last name of path, see [Object].
func (o *Object) Count(path string) int {
	steps, err := parseSteps(path, strings.TrimPrefix(path, "/"))
	if err != nil {
		return 0
	}
	parent, rest := o.descend(steps[:len(steps)-1])
	if len(rest) > 0 {
		return 0
	}
	_, have := parent.child(steps[len(steps)-1])
	return have
}

// Set replaces a scalar. A number stays a number if the new value is one too.
func (o *Object) Set(path, value string) error {
	n, err := o.find(path)
	if err != nil {
		return err
	}
	if n.kind == '{' || n.kind == '[' {
		return &PathError{Path: path, Problem: "contains other values, not text", Nearest: n.nearest(path)}
	}
	if err := checkText(path, value); err != nil {
		return err
	}
	n.set(value, n.kind == 'v')
	return nil
}

func (n *node) nearest(path string) []string {
	var paths []string
	for _, key := range n.keys[:min(3, len(n.keys))] {
		paths = append(paths, path+"/"+key)
	}
	return paths
}

// set stores a scalar; without quotes if mayBeBare and it is a number or bool.
func (n *node) set(value string, mayBeBare bool) {
	n.kind, n.text = '"', value
	if mayBeBare && !strings.HasPrefix(value, `"`) && json.Valid([]byte(value)) && !strings.ContainsAny(value, "{[ \t\r\n") {
		n.kind = 'v'
	}
}

// Add adds a member to an object, or an item to an array of that name. It creates
// missing objects. Numbers and bools are written without quotes.
func (o *Object) Add(path, value string) error {
	steps, err := parseSteps(path, strings.TrimPrefix(path, "/"))
	if err != nil {
		return err
	}
	if err := checkText(path, value); err != nil {
		return err
	}
	parent, missing := o.descend(steps[:len(steps)-1])
	missing = append(missing, steps[len(steps)-1])
	if parent.kind != '{' {
		return &PathError{Path: path, Problem: "is below a value that is not an object"}
	}
	if err := o.addable(path, parent, missing); err != nil {
		return err
	}
	for _, s := range missing {
		parent = parent.append(s.name)
	}
	parent.keys, parent.items = nil, nil
	parent.set(value, true)
	return nil
}

func (o *Object) addable(path string, parent *node, missing []step) error {
	for i, s := range missing {
		have := 0
		if i == 0 {
			_, have = parent.child(s)
		}
		at := slices.Index(parent.keys, s.name)
		switch {
		case have > 0 && parent.items[at].kind != '[':
			return &PathError{Path: path, Problem: fmt.Sprintf("%s exists and is not a list", s.name)}
		case s.index != 0 && s.index != have+1:
			return &PathError{Path: path, Problem: fmt.Sprintf("the next new %s is %s[%d]", s.name, s.name, have+1)}
		}
	}
	return nil
}

// append adds an empty object below n and returns it.
func (n *node) append(name string) *node {
	added := &node{kind: '{'}
	if at := slices.Index(n.keys, name); at >= 0 && n.items[at].kind == '[' {
		n.items[at].items = append(n.items[at].items, added)
		return added
	}
	n.keys, n.items = append(n.keys, name), append(n.items, added)
	return added
}

// Unset removes a member with its content, or one item of an array.
func (o *Object) Unset(path string) error {
	if _, err := o.find(path); err != nil {
		return err
	}
	steps, _ := parseSteps(path, strings.TrimPrefix(path, "/"))
	last := steps[len(steps)-1]
	parent, _ := o.descend(steps[:len(steps)-1])
	at := slices.Index(parent.keys, last.name)
	if list := parent.items[at]; list.kind == '[' && last.index > 0 {
		list.items = slices.Delete(list.items, last.index-1, last.index)
		return nil
	}
	parent.keys, parent.items = slices.Delete(parent.keys, at, at+1), slices.Delete(parent.items, at, at+1)
	return nil
}

// Paths returns the paths of all values below the root, with indexes in arrays of more
// than one item.
func (o *Object) Paths() []string {
	var paths []string
	var walk func(n *node, prefix string)
	walk = func(n *node, prefix string) {
		for i, key := range n.keys {
			value := n.items[i]
			if value.kind != '[' {
				paths = append(paths, prefix+key)
				walk(value, prefix+key+"/")
				continue
			}
			for j, item := range value.items {
				path := prefix + key
				if len(value.items) > 1 {
					path = fmt.Sprintf("%s[%d]", path, j+1)
				}
				paths = append(paths, path)
				walk(item, path+"/")
			}
		}
	}
	walk(o.root, "")
	return paths
}
