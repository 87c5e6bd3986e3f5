package message

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"
)

// Set replaces the text of the element at path; its CDATA stays CDATA. An
// element with children, or one that is not there, is a *PathError.
func (m *Message) Set(path, value string) error {
	e, err := m.find(path)
	if err != nil {
		return err
	}
	if len(e.ChildElements()) > 0 {
		return &PathError{Path: path, Problem: "holds other elements, not text", Nearest: childPaths(path, e)}
	}
	if err := checkText(path, value); err != nil {
		return err
	}
	setText(e, value, hasCData(e))
	return nil
}

// Add appends an element with that text behind its last sibling of the same
// name, or at the end of its parent; parents that are missing are made. Text
// that is a whole number is written bare, all other as CDATA.
func (m *Message) Add(path, value string) error {
	steps, err := m.parsePath(path)
	if err != nil {
		return err
	}
	if err := checkText(path, value); err != nil {
		return err
	}
	parent, missing := m.descend(steps[:len(steps)-1])
	missing = append(missing, steps[len(steps)-1])
	if len(parent.ChildElements()) == 0 && strings.TrimSpace(textOf(parent)) != "" {
		return &PathError{Path: path, Problem: fmt.Sprintf("%s holds text, not elements", parent.FullTag())}
	}
	if parent == m.doc.Root() && missing[0].name == m.Root() {
		return &PathError{Path: path, Problem: fmt.Sprintf("%s is the root element; a second one within it could not be told from it", m.Root())}
	}
	for i, s := range missing {
		have := 0
		if i == 0 {
			have = len(parent.SelectElements(s.name))
		}
		if s.index != 0 && s.index != have+1 {
			return &PathError{Path: path, Problem: fmt.Sprintf("the next new %s is %s[%d]", s.name, s.name, have+1)}
		}
	}
	for _, s := range missing {
		parent = appendChild(parent, s.name)
	}
	_, err = strconv.ParseInt(value, 10, 64)
	setText(parent, value, err != nil)
	return nil
}

// Unset removes the element at path with all it holds.
func (m *Message) Unset(path string) error {
	e, err := m.find(path)
	if err != nil {
		return err
	}
	parent, at := e.Parent(), e.Index()
	parent.RemoveChildAt(at)
	if at > 0 && isWhitespace(parent.Child[at-1]) {
		parent.RemoveChildAt(at - 1)
	}
	if len(parent.ChildElements()) == 0 { // what stood around e is no text
		dropWhitespace(parent)
	}
	return nil
}

// appendChild puts a new element where Add promises, with the whitespace its
// siblings have between them.
func appendChild(parent *etree.Element, name string) *etree.Element {
	e := etree.NewElement(name)
	children := parent.ChildElements()
	if len(children) == 0 {
		parent.AddChild(e)
		return e
	}
	after := children[len(children)-1]
	if same := parent.SelectElements(name); len(same) > 0 {
		after = same[len(same)-1]
	}
	at, between := after.Index(), whitespaceBy(after)
	parent.InsertChildAt(at+1, e)
	if between != "" {
		parent.InsertChildAt(at+1, etree.NewText(between))
	}
	return e
}

// whitespaceBy is what stands before e or, for a first element without any, as
// the platform writes it, behind it.
func whitespaceBy(e *etree.Element) string {
	siblings, at := e.Parent().Child, e.Index()
	if at > 0 && isWhitespace(siblings[at-1]) {
		return siblings[at-1].(*etree.CharData).Data
	}
	if at == 0 && len(siblings) > 1 && isWhitespace(siblings[1]) {
		return siblings[1].(*etree.CharData).Data
	}
	return ""
}

// isWhitespace does not ask etree, which marks only what it has read itself.
func isWhitespace(token etree.Token) bool {
	text, ok := token.(*etree.CharData)
	return ok && !text.IsCData() && strings.TrimSpace(text.Data) == ""
}

func dropWhitespace(e *etree.Element) {
	for i := len(e.Child) - 1; i >= 0; i-- {
		if isWhitespace(e.Child[i]) {
			e.RemoveChildAt(i)
		}
	}
}

func hasCData(e *etree.Element) bool {
	for _, token := range e.Child {
		if text, ok := token.(*etree.CharData); ok && text.IsCData() {
			return true
		}
	}
	return false
}

// setText writes text as etree does, except that an empty CDATA section, which
// the platform does send, stays one.
func setText(e *etree.Element, value string, cdata bool) {
	for i := len(e.Child) - 1; i >= 0; i-- {
		e.RemoveChildAt(i)
	}
	switch {
	case cdata && value == "":
		e.AddChild(etree.NewCData(""))
	case cdata:
		e.SetCData(value)
	default:
		e.SetText(value)
	}
}

// checkText refuses what XML 1.0 cannot carry, which etree would write all the
// same.
func checkText(path, value string) error {
	if !utf8.ValidString(value) {
		return &PathError{Path: path, Problem: "the value is not UTF-8"}
	}
	for _, r := range value {
		if !xmlChar(r) {
			return &PathError{Path: path, Problem: fmt.Sprintf("the value holds U+%04X, which XML cannot carry", r)}
		}
	}
	return nil
}

func xmlChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r != 0xFFFE && r != 0xFFFF
}

func childPaths(path string, e *etree.Element) []string {
	var paths []string
	for _, child := range e.ChildElements() {
		if len(paths) < 3 {
			paths = append(paths, path+"/"+child.FullTag())
		}
	}
	return paths
}
