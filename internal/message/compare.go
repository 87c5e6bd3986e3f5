package message

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// The kinds of a Difference.
const (
	Changed = "changed" // the text is another
	Removed = "removed" // the element is in the recorded message only
	Added   = "added"   // the element is in the new message only
)

// Difference is one element in which a new message differs from a recorded one. The
// path "" is the whole message: one of the two cannot be read, or their formats or
// root elements are not the same.
type Difference struct {
	Path     string `json:"path"`     // of the element
	Change   string `json:"change"`   // changed, removed or added
	Recorded string `json:"recorded"` // text of the element; "" if it was added
	New      string `json:"new"`      // text of the element; "" if it was removed
}

// String returns the difference as one line, with texts quoted.
func (d Difference) String() string {
	name := d.Path
	if name == "" {
		name = "message"
	}
	switch d.Change {
	case Removed:
		return fmt.Sprintf("%s: was %q, is missing", name, d.Recorded)
	case Added:
		return fmt.Sprintf("%s: was missing, is %q", name, d.New)
	}
	return fmt.Sprintf("%s: was %q, is %q", name, d.Recorded, d.New)
}

// Volatile returns the names of elements that are new in each message, although the
// server that makes it works as before: times, nonces and signatures.
func Volatile() []string { return []string{"CreateTime", "TimeStamp", "Nonce", "MsgSignature"} }

// Compare returns the differences between two messages, in the order of the recorded
// one; what was added comes last in its parent. The order of elements matters only
// among siblings of the same name. How a text is written (CDATA, escapes, white space
// between elements) does not matter. Elements whose name, or whose path without
// indexes, is in ignore are not compared.
//
// Data that is not a message, such as success, is compared as text.
func Compare(recorded, updated []byte, ignore ...string) []Difference {
	if bytes.Equal(recorded, updated) {
		return nil
	}
	was, errWas := readTree(recorded)
	is, errIs := readTree(updated)
	if errWas != nil || errIs != nil {
		return []Difference{{"", Changed, string(recorded), string(updated)}}
	}
	c := comparison{ignore: ignore}
	if was.name != is.name {
		c.differ("", Changed, was.name, is.name)
	}
	c.children("", "", was, is)
	return c.found
}

// tree is an element with the text that counts: there is none beside children.
type tree struct {
	name, text string
	children   []*tree
}

// jsonRoot is the name of the root of a JSON message, which cannot be the name of an
// XML element.
const jsonRoot = "{}"

func readTree(data []byte) (*tree, error) {
	if IsJSON(data) {
		object, err := ParseJSON(data)
		if err != nil {
			return nil, err
		}
		root := &tree{name: jsonRoot}
		root.addMembers(object.root)
		return root, nil
	}
	m, err := Parse(data)
	if err != nil {
		return nil, err
	}
	return treeOf(m.doc.Root()), nil
}

func treeOf(e *etree.Element) *tree {
	t := &tree{name: e.FullTag(), text: textOf(e)}
	for _, child := range e.ChildElements() {
		t.children = append(t.children, treeOf(child))
	}
	if len(t.children) > 0 {
		t.text = strings.TrimSpace(t.text)
	}
	return t
}

// addMembers adds the values of a JSON object. The items of an array are siblings of
// the same name, as in [Object].
func (t *tree) addMembers(object *node) {
	for i, key := range object.keys {
		t.addValue(key, object.items[i])
	}
}

func (t *tree) addValue(name string, value *node) {
	child := &tree{name: name, text: value.text}
	switch value.kind {
	case '[':
		for _, item := range value.items {
			t.addValue(name, item)
		}
		return
	case '{':
		child.addMembers(value)
	}
	t.children = append(t.children, child)
}

// comparison collects differences.
type comparison struct {
	ignore []string
	found  []Difference
}

func (c *comparison) differ(path, change, recorded, updated string) {
	c.found = append(c.found, Difference{path, change, recorded, updated})
}

// element compares two elements of the same name. Plain is the path without indexes.
func (c *comparison) element(path, plain string, was, is *tree) {
	if was.text != is.text {
		c.differ(path, Changed, was.text, is.text)
	}
	c.children(path+"/", plain+"/", was, is)
}

// children compares the children of two elements, those of one name in their order.
func (c *comparison) children(path, plain string, was, is *tree) {
	wasBy, isBy := byName(was), byName(is)
	names := namesOf(was.children, is.children)
	for _, name := range names {
		if slices.Contains(c.ignore, name) || slices.Contains(c.ignore, plain+name) {
			continue
		}
		recorded, updated := wasBy[name], isBy[name]
		most := max(len(recorded), len(updated))
		for i := range most {
			at := path + name
			if most > 1 {
				at += "[" + strconv.Itoa(i+1) + "]"
			}
			switch {
			case i >= len(updated):
				c.one(at, plain+name, Removed, recorded[i])
			case i >= len(recorded):
				c.one(at, plain+name, Added, updated[i])
			default:
				c.element(at, plain+name, recorded[i], updated[i])
			}
		}
	}
}

// one reports an element that only one of the messages has: its leaves.
func (c *comparison) one(path, plain, change string, t *tree) {
	if len(t.children) > 0 {
		empty := &tree{name: t.name}
		if change == Removed {
			c.element(path, plain, t, empty)
		} else {
			c.element(path, plain, empty, t)
		}
		return
	}
	if change == Removed {
		c.differ(path, change, t.text, "")
	} else {
		c.differ(path, change, "", t.text)
	}
}

func byName(t *tree) map[string][]*tree {
	named := map[string][]*tree{}
	for _, child := range t.children {
		named[child.name] = append(named[child.name], child)
	}
	return named
}

// namesOf returns the names of all elements, each once, in order.
func namesOf(lists ...[]*tree) []string {
	var names []string
	seen := map[string]bool{}
	for _, list := range lists {
		for _, t := range list {
			if !seen[t.name] {
				seen[t.name] = true
				names = append(names, t.name)
			}
		}
	}
	return names
}
