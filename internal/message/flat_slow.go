package message

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// ErrDuplicate tells that an element by which a message is told apart is in it
// twice, so that two readers could disagree on what it says.
var ErrDuplicate = errors.New("is duplicated")

func (f *Flat) readSlowXML(data []byte) error {
	root, err := walk(data, f.put)
	f.root = []byte(root)
	return err
}

// put adds an element to which nothing else refers.
func (f *Flat) put(name, text string) error {
	if len(f.elements) == maxElements {
		return fmt.Errorf("%w: more than %d elements at the first level", ErrSyntax, maxElements)
	}
	if !f.add([]byte(name), []byte(text)) {
		return fmt.Errorf("%s: %w", name, ErrDuplicate)
	}
	return nil
}

// readSlowJSON reads the first level of a JSON object, numbers as they are
// written. Unlike json.Unmarshal it notices a key that is duplicated.
func (f *Flat) readSlowJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return jsonError(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return jsonError(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return jsonError(err)
		}
		if err := f.put(name.(string), scalar(value)); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return jsonError(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return fmt.Errorf("%w JSON: something follows the object", ErrSyntax)
	}
	return nil
}

// scalar is a value as text: a string without its quotes, a number or boolean as
// it is written, nothing of all others. What is inside them is not built up.
func scalar(value json.RawMessage) string {
	switch value[0] {
	case '"':
		var text string
		json.Unmarshal(value, &text) // it was read as JSON before
		return text
	case '{', '[', 'n':
		return ""
	}
	return string(value)
}

func jsonError(err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w JSON: %v", ErrSyntax, err)
}

// walk reads an XML message from end to end, hands each first-level element to
// put and returns the root's name. It refuses what is not a message: Parse and
// Read agree on that because both use it.
func walk(data []byte, put func(name, text string) error) (root string, err error) {
	s := scanner{decoder: xml.NewDecoder(bytes.NewReader(data)), put: put}
	s.decoder.CharsetReader = utf8Only
	for {
		token, err := s.decoder.Token()
		if err == io.EOF && s.closed {
			return s.root, nil
		}
		if err == io.EOF {
			return "", fmt.Errorf("%w XML: there is no element", ErrSyntax)
		}
		if err != nil {
			return "", syntaxError(err)
		}
		if err := s.take(token); err != nil {
			return "", err
		}
	}
}

type scanner struct {
	decoder *xml.Decoder
	put     func(name, text string) error
	root    string
	depth   int
	text    []byte
	closed  bool
}

func (s *scanner) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.Directive:
		return ErrDoctype
	case xml.StartElement:
		if s.closed {
			return fmt.Errorf("%w XML: something follows the root element", ErrSyntax)
		}
		if s.depth++; s.depth > maxDepth {
			return fmt.Errorf("%w XML: nested deeper than %d", ErrSyntax, maxDepth)
		}
		switch s.depth {
		case 1:
			s.root = t.Name.Local
		case 2:
			s.text = s.text[:0]
		}
	case xml.CharData:
		if s.depth == 2 {
			s.text = append(s.text, t...)
		} else if s.depth == 0 && len(bytes.TrimSpace(t)) > 0 {
			return fmt.Errorf("%w XML: text outside the root element", ErrSyntax)
		}
	case xml.EndElement:
		if s.depth--; s.depth == 0 {
			s.closed = true
		}
		if s.depth == 1 {
			return s.put(t.Name.Local, string(s.text))
		}
	}
	return nil
}
