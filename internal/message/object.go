package message

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Object is a JSON message that keeps the order of its keys. Its paths are those of an
// XML message: the items of an array are repeated elements with the name of its key.
type Object struct{ root *node }

// node is a JSON value. A scalar keeps its text; the text of a string has no quotes.
type node struct {
	kind  byte // '{', '[', '"' or 'v' for number, bool and null
	keys  []string
	items []*node // values of keys, or items of an array
	text  string
}

// IsJSON reports whether data looks like a JSON object, not XML.
func IsJSON(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))), []byte("{"))
}

// ParseJSON reads one JSON object. Errors unwrap to ErrEmpty, ErrSyntax, or
// ErrDuplicate for a duplicate key.
func ParseJSON(data []byte) (*Object, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, ErrEmpty
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	root, err := parseNode(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("%w JSON: unexpected data after the object", ErrSyntax)
	}
	if root.kind != '{' {
		return nil, fmt.Errorf("%w JSON: a message must be an object", ErrSyntax)
	}
	return &Object{root}, nil
}

func parseNode(d *json.Decoder, depth int) (*node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, jsonError(err)
	}
	switch t := token.(type) {
	case json.Delim:
		if depth >= maxDepth {
			return nil, fmt.Errorf("%w JSON: nested deeper than %d", ErrSyntax, maxDepth)
		}
		return parseMembers(d, byte(t), depth+1)
	case string:
		return &node{kind: '"', text: t}, nil
	case json.Number:
		return &node{kind: 'v', text: t.String()}, nil
	case nil:
		return &node{kind: 'v', text: "null"}, nil
	}
	return &node{kind: 'v', text: fmt.Sprint(token)}, nil
}

func parseMembers(d *json.Decoder, kind byte, depth int) (*node, error) {
	n := &node{kind: kind}
	seen := map[string]bool{}
	for d.More() {
		if kind == '{' {
			key, err := d.Token()
			if err != nil {
				return nil, jsonError(err)
			}
			if name := key.(string); seen[name] {
				return nil, fmt.Errorf("%s: %w", name, ErrDuplicate)
			}
			seen[key.(string)] = true
			n.keys = append(n.keys, key.(string))
		}
		item, err := parseNode(d, depth)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, item)
	}
	if _, err := d.Token(); err != nil {
		return nil, jsonError(err)
	}
	return n, nil
}

// Wire returns the message as compact JSON with unescaped UTF-8.
func (o *Object) Wire() []byte {
	var w jsonWriter
	w.node(o.root)
	return w.Bytes()
}

func (w *jsonWriter) node(n *node) {
	switch n.kind {
	case '"':
		w.string(n.text)
		return
	case 'v':
		w.WriteString(n.text)
		return
	}
	w.WriteByte(n.kind)
	for i, item := range n.items {
		if i > 0 {
			w.WriteByte(',')
		}
		if n.kind == '{' {
			w.string(n.keys[i])
			w.WriteByte(':')
		}
		w.node(item)
	}
	w.WriteByte(n.kind + 2) // '}' is '{' + 2 and ']' is '[' + 2
}

// FormatOf returns the format of a body as in JSON output: xml, json, text for anything
// else (also HTML), and "" for an empty body.
func FormatOf(body []byte) string {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	switch {
	case len(body) == 0:
		return ""
	case IsJSON(body):
		return "json"
	case bytes.HasPrefix(trimmed, []byte("<")) && !isPage(trimmed):
		return "xml"
	}
	return "text"
}

// isPage reports whether text starts like an HTML page. A message has no DOCTYPE.
func isPage(text []byte) bool {
	begin := bytes.ToLower(text[:min(len(text), len("<!doctype"))])
	return bytes.HasPrefix(begin, []byte("<!doctype")) || bytes.HasPrefix(begin, []byte("<html>")) || bytes.HasPrefix(begin, []byte("<html "))
}
