package message

import (
	"bytes"
	"encoding/json"

	"github.com/beevik/etree"
)

// Shape is what must be known, beside the XML, to write a message as the
// platform writes it in JSON.
type Shape struct {
	// Types holds the type of elements by their path without indexes: int,
	// int64, float and bool stand bare in JSON, a list is an array, anything
	// else, and what is not listed, a string or an object.
	Types map[string]string
	// Unwrap is an element of the first level that stands in XML only: in JSON
	// its children are on the first level, and a list of one object is that
	// object.
	Unwrap string
	// Strings puts the message's own numbers, not the header's, in quotes.
	Strings bool
}

// headerTypes are the numbers that every message has.
func headerType(path string) string {
	switch path {
	case "CreateTime", "TimeStamp", "MsgId", "MsgID", "AgentID":
		return "int"
	}
	return ""
}

// JSON returns the message as the platform's JSON: the same names in the same
// order, compact, with raw UTF-8.
func (m *Message) JSON(shape Shape) []byte {
	w := jsonWriter{shape: shape}
	w.object(m.doc.Root(), "")
	return w.Bytes()
}

type jsonWriter struct {
	bytes.Buffer
	shape Shape
}

// member is one key of a JSON object with the elements that make its value.
type member struct {
	name, path string
	elements   []*etree.Element
}

// members groups e's children by name, in the order of their first.
func (w *jsonWriter) members(e *etree.Element, prefix string) []member {
	var list []member
	at := map[string]int{}
	for _, child := range e.ChildElements() {
		name := child.FullTag()
		if prefix == "" && name == w.shape.Unwrap {
			list = append(list, w.members(child, name+"/")...)
			continue
		}
		i, seen := at[name]
		if !seen {
			i = len(list)
			at[name] = i
			list = append(list, member{name: name, path: prefix + name})
		}
		list[i].elements = append(list[i].elements, child)
	}
	return list
}

func (w *jsonWriter) object(e *etree.Element, prefix string) {
	w.WriteByte('{')
	for i, m := range w.members(e, prefix) {
		if i > 0 {
			w.WriteByte(',')
		}
		w.string(m.name)
		w.WriteByte(':')
		w.member(m)
	}
	w.WriteByte('}')
}

func (w *jsonWriter) member(m member) {
	first := m.elements[0]
	list := w.shape.Types[m.path] == "list"
	if lone := len(m.elements) == 1; lone && (!list || w.shape.Unwrap != "" && len(first.ChildElements()) > 0) {
		w.value(first, m.path)
		return
	}
	w.WriteByte('[')
	for i, e := range m.elements {
		if i > 0 {
			w.WriteByte(',')
		}
		w.value(e, m.path)
	}
	w.WriteByte(']')
}

func (w *jsonWriter) value(e *etree.Element, path string) {
	text := textOf(e)
	header := headerType(path)
	kind := w.shape.Types[path]
	if kind == "" {
		kind = header
	}
	switch {
	case len(e.ChildElements()) > 0 || kind == "object":
		w.object(e, path+"/")
	case bare(kind) && (header != "" || !w.shape.Strings) && json.Valid([]byte(text)):
		w.WriteString(text)
	default:
		w.string(text)
	}
}

func bare(kind string) bool {
	return kind == "int" || kind == "int64" || kind == "float" || kind == "bool"
}

func (w *jsonWriter) string(s string) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(s) // a string into memory: it does not fail
	w.Truncate(w.Len() - len("\n"))
}
