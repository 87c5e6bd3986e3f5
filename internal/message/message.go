// Package message reads, edits and writes a message of the platform in XML or JSON.
// It keeps the order of elements and their CDATA. [Flat] and [Scan] read only the
// first level, and are fast.
//
// Functions are safe for concurrent use; values are not, unless all uses only read.
// Errors wrap [ErrEmpty], [ErrSyntax], [ErrDoctype] or [ErrDuplicate]; edits return a
// [*PathError].
package message

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/beevik/etree"
)

// maxDepth is far more than the depth of any real push (below 10) and far less than
// what could exhaust the stack.
const maxDepth = 32

// Errors of data that is not a message. Errors that wrap ErrSyntax name the line.
var (
	ErrEmpty   = errors.New("the message is empty")
	ErrSyntax  = errors.New("not well-formed")
	ErrDoctype = errors.New("a DOCTYPE is not allowed in a message")
)

// Message is one XML document with a single root, normally <xml>.
type Message struct{ doc *etree.Document }

// Parse reads one message. It keeps comments around the root. It rejects document type
// declarations, a second root, nesting deeper than 32 and entities other than the five
// of XML. Errors unwrap to ErrEmpty, ErrSyntax or ErrDoctype. The caller must limit the
// size.
func Parse(data []byte) (*Message, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, ErrEmpty
	}
	// ValidateInput of etree is not used: it accepts text before the root and directives
	// inside it, and rejects a line end after it.
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

// newDocument returns a document with the write settings that change the least:
// <A></A> is not shortened, quotes in text stay, and &#13; stays a reference, because
// the next parser would read a bare CR as a line end.
func newDocument() *etree.Document {
	doc := etree.NewDocument()
	doc.WriteSettings = etree.WriteSettings{CanonicalEndTags: true, CanonicalText: true, CanonicalAttrVal: true}
	return doc
}

func syntaxError(err error) error {
	text := strings.TrimPrefix(err.Error(), "XML syntax error ")
	return fmt.Errorf("%w XML: %s", ErrSyntax, strings.TrimPrefix(text, "etree: "))
}

// utf8Only rejects a declared encoding other than UTF-8. The platform sends only
// UTF-8.
func utf8Only(charset string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "utf-8", "utf8", "us-ascii", "ascii":
		return input, nil
	}
	return nil, fmt.Errorf("encoding %q is not UTF-8", charset)
}

// Root returns the name of the root element.
func (m *Message) Root() string { return m.doc.Root().FullTag() }

// Bytes returns the message as it was parsed, including white space, with all edits.
func (m *Message) Bytes() []byte {
	out, err := m.doc.WriteToBytes()
	if err != nil { // cannot happen for a buffer
		panic(err)
	}
	return out
}

// Wire returns the message in the platform's format: no comment before the root, no
// indentation, one line end between elements and before the end of the root. Text is
// unchanged.
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

// flatten replaces the white space between the child elements of e by line ends.
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
	e.Child = kept // InsertChildAt would be quadratic
}

// Get returns the text of the element at path. It reports false if there is none or
// the path is malformed.
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

// Count returns the number of siblings with the last name of path.
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

// textOf returns the text and CDATA directly inside e.
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
