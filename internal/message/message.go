// Package message is one message of the platform in XML or JSON: read, query,
// edit and write it, with the order of its elements and their CDATA kept.
//
// Where only the first level of a message matters, and speed does, use [Flat] or [Scan].
package message

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/beevik/etree"
)

// maxDepth is far above any real push (below 10) and far below what could
// exhaust the stack.
const maxDepth = 32

// The ways in which bytes are not a message. ErrSyntax errors tell the line.
var (
	ErrEmpty   = errors.New("the message is empty")
	ErrSyntax  = errors.New("not well-formed")
	ErrDoctype = errors.New("a DOCTYPE is not allowed in a message")
)

// Message is one XML document with a single root, normally <xml>.
type Message struct{ doc *etree.Document }

// Parse reads one message. Comments around the root are kept. Document type
// declarations, second roots, nesting deeper than 32 and entities other than
// XML's own five are refused: errors unwrap to ErrEmpty, ErrSyntax or
// ErrDoctype. The caller bounds the size.
func Parse(data []byte) (*Message, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, ErrEmpty
	}
	// Not etree's ValidateInput: it takes text before the root and directives
	// inside it, and refuses a line end behind it.
	if _, err := walk(data, func(string, string) error { return nil }); err != nil {
		return nil, err
	}
	doc := newDocument()
	doc.ReadSettings = etree.ReadSettings{PreserveCData: true, MaxDepth: maxDepth, CharsetReader: utf8Only}
	if err := doc.ReadFromBytes(data); err != nil {
		return nil, syntaxError(err)
	}
	return &Message{doc}, nil
}

// newDocument returns a document that is written with as few changes as etree
// can: <A></A> is not shortened, quotes in text stay, and &#13;, which would
// otherwise become a line end for the next reader, stays a reference.
func newDocument() *etree.Document {
	doc := etree.NewDocument()
	doc.WriteSettings = etree.WriteSettings{CanonicalEndTags: true, CanonicalText: true, CanonicalAttrVal: true}
	return doc
}

func syntaxError(err error) error {
	text := strings.TrimPrefix(err.Error(), "XML syntax error ")
	return fmt.Errorf("%w XML: %s", ErrSyntax, strings.TrimPrefix(text, "etree: "))
}

// utf8Only refuses a declared encoding that would be misread; the platform
// sends UTF-8 alone.
func utf8Only(charset string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return input, nil
	}
	return nil, fmt.Errorf("encoding %q is not UTF-8", charset)
}

// Root returns the name of the root element.
func (m *Message) Root() string { return m.doc.Root().FullTag() }

// Bytes returns the message as it was written, whitespace included, with the
// edits made since.
func (m *Message) Bytes() []byte {
	out, err := m.doc.WriteToBytes()
	if err != nil { // writing to memory does not fail
		panic(err)
	}
	return out
}

// Wire returns the message as the platform writes it: no comment before the
// root, no indentation, one line end between elements and before the root's
// end. Text is unchanged.
func (m *Message) Wire() []byte {
	copied := newDocument()
	copied.SetRoot(m.doc.Root().Copy())
	flatten(copied.Root())
	out, err := copied.WriteToBytes()
	if err != nil {
		panic(err)
	}
	return out
}

// flatten replaces the whitespace between the child elements of e, which is
// about to be written, by line ends.
func flatten(e *etree.Element) {
	if len(e.ChildElements()) == 0 {
		return
	}
	var kept []etree.Token
	for _, token := range e.Child {
		if isWhitespace(token) {
			continue
		}
		kept = append(kept, token)
		if child, ok := token.(*etree.Element); ok {
			flatten(child)
			kept = append(kept, etree.NewText("\n"))
		}
	}
	e.Child = kept // InsertChildAt would move all that follows each time
}

// Get returns the text of the element at path, and false where there is none
// or the path is malformed.
func (m *Message) Get(path string) (string, bool) {
	steps, err := m.parsePath(path)
	if err != nil {
		return "", false
	}
	e, rest := m.descend(steps)
	if len(rest) > 0 {
		return "", false
	}
	return textOf(e), true
}

// Count returns how many elements path's last name has at its place.
func (m *Message) Count(path string) int {
	steps, err := m.parsePath(path)
	if err != nil {
		return 0
	}
	parent, rest := m.descend(steps[:len(steps)-1])
	if len(rest) > 0 {
		return 0
	}
	return len(parent.SelectElements(steps[len(steps)-1].name))
}

// textOf joins all of e's own text, CDATA or not.
func textOf(e *etree.Element) string {
	var b strings.Builder
	for _, token := range e.Child {
		if data, ok := token.(*etree.CharData); ok {
			b.WriteString(data.Data)
		}
	}
	return b.String()
}

// Clone returns a copy that can be edited without changing m.
func (m *Message) Clone() *Message { return &Message{m.doc.Copy()} }
