package message

import (
	"bytes"
	"encoding/json"

	"github.com/beevik/etree"
)

// Shape describes how the platform writes a message in JSON, as far as it does not
// follow from the XML.
type Shape struct {
	// Types maps the path of an element, without indexes, to its type. int, int64,
	// float and bool have no quotes in JSON, and list is an array. Other elements, and
	// those without a type, are strings or objects.
	Types map[string]string
	// Unwrap is an element of the first level that exists in XML only. In JSON its
	// children are on the first level, and a list of one object is that object.
	Unwrap string
	// Strings means that numbers are in quotes, except those of the header.
	Strings bool
}

// headerType returns the type of the numbers that every message has.
func headerType(path string) string {
	switch path {
	case "CreateTime", "TimeStamp", "MsgId", "MsgID", "AgentID":
		return "int"
	}
	return ""
}

// JSON returns the message in the platform's JSON: the same names in the same order,
// compact, with unescaped UTF-8.
func (m *Message) JSON(shape Shape) []byte {
	w := jsonWriter{shape: shape}
	w.object(m.doc.Root(), "")
	return w.Bytes()
}

type jsonWriter struct {
	bytes.Buffer
	shape Shape
}

// member is a key of a JSON object with the elements that form its value.
type member struct {
	name, path string
	elements   []*etree.Element
}

// members groups the children of e by name, in order of first appearance.
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
	enc.Encode(s) // cannot fail for a string and a buffer
	w.Truncate(w.Len() - len("\n"))
}
