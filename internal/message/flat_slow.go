package message

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// ErrDuplicate means that a message has two elements of the same name that is in
// [Head], or two equal JSON keys. Two parsers could read such a message differently.
var ErrDuplicate = errors.New("is duplicated")

func (f *Flat) readSlowXML(data []byte) error {
	root, err := walk(data, f.put)
	f.root = []byte(root)
	return err
}

// put adds an element.
func (f *Flat) put(name, text string) error {
	if len(f.elements) == maxElements {
		return fmt.Errorf("%w: more than %d elements at the first level", ErrSyntax, maxElements)
	}
	if !f.add([]byte(name), []byte(text)) {
		return fmt.Errorf("%s: %w", name, ErrDuplicate)
	}
	return nil
}

// readSlowJSON reads the first level of a JSON object; numbers keep their text. Unlike
// json.Unmarshal it detects duplicate keys.
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
		return fmt.Errorf("%w JSON: unexpected data after the object", ErrSyntax)
	}
	return nil
}

// scalar returns a value as text: a string without its quotes, a number or boolean
// unchanged, and "" for other values.
func scalar(value json.RawMessage) string {
	switch value[0] {
	case '"':
		var text string
		json.Unmarshal(value, &text) // cannot fail, the value is valid JSON
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

// walk reads an XML message completely, calls put for each element of the first level
// and returns the name of the root. It rejects what is not a message. Parse and Read
// both use it, so that they accept the same messages.
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
			return fmt.Errorf("%w XML: unexpected data after the root element", ErrSyntax)
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
