package message

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"
)

// Set replaces the text of the element at path; CDATA stays CDATA. It returns a
// *PathError if the element has children or does not exist.
func (m *Message) Set(path, value string) error {
	e, err := m.find(path)
	if err != nil {
		return err
	}
	if len(e.ChildElements()) > 0 {
		return &PathError{Path: path, Problem: "contains elements, not text", Nearest: childPaths(path, e)}
	}
	if err := checkText(path, value); err != nil {
		return err
	}
	setText(e, value, hasCData(e))
	return nil
}

// Add inserts an element with the text after the last sibling of the same name, or at
// the end of its parent. It creates missing parents. It writes whole numbers without
// CDATA and other text with CDATA.
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
		return &PathError{Path: path, Problem: fmt.Sprintf("%s contains text, not elements", parent.FullTag())}
	}
	if parent == m.doc.Root() && missing[0].name == m.Root() {
		return &PathError{Path: path, Problem: fmt.Sprintf("%s is the root element; an element of the same name inside it would be ambiguous", m.Root())}
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

// Unset removes the element at path with its content.
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
	if len(parent.ChildElements()) == 0 { // the white space around e must not become text
		dropWhitespace(parent)
	}
	return nil
}

// appendChild inserts a new element where Add describes, with the same white space as
// between its siblings.
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

// whitespaceBy returns the white space before e. The platform writes none before a
// first element; for one, it returns the white space after e.
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

// isWhitespace checks the text itself, because etree marks only white space that it
// has parsed.
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

// setText sets text as etree does, but keeps an empty CDATA section. The platform
// sends such sections.
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

// checkText rejects characters that are not allowed in XML 1.0. etree would write
// them.
func checkText(path, value string) error {
	if !utf8.ValidString(value) {
		return &PathError{Path: path, Problem: "the value is not UTF-8"}
	}
	for _, r := range value {
		if !xmlChar(r) {
			return &PathError{Path: path, Problem: fmt.Sprintf("the value contains U+%04X, which is not allowed in XML", r)}
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
