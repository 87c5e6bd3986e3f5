package message

import (
	"bytes"
	"unicode/utf8"
)

// maxElements is how many elements the first level may have: far above any real
// push (below 100). In memory an element takes many times the four bytes of <a/>.
const maxElements = 10_000

// Flat is the first level of one XML or JSON message, read in one pass and
// without a tree. The zero Flat is ready to use, and one that is used again
// allocates nothing for a message of the usual form. What its methods return
// are views: they are valid until the next Read and while the data that was
// read is not changed.
type Flat struct {
	root     []byte
	json     bool
	elements []Element
	at       [fields]int32 // by field: place in elements plus 1, or 0
	scratch  []byte        // texts that are not in one piece in the data
}

// usualElements is how many elements most messages have at most.
const usualElements = 12

// Element is one element of the first level. Text is all text and CDATA that
// is directly inside it; a JSON object, array or null has none.
type Element struct{ Name, Text []byte }

// Read reads data. More than 10,000 elements at the first level are refused, which
// Parse takes. Errors unwrap to ErrEmpty, ErrSyntax, ErrDoctype or ErrDuplicate;
// after an error the Flat is empty.
func (f *Flat) Read(data []byte) error {
	if f.elements == nil {
		f.elements = make([]Element, 0, usualElements)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	f.reset()
	if f.readFast(data) {
		return nil
	}
	f.reset()
	err := f.readSlow(data)
	if err != nil {
		f.reset()
	}
	return err
}

// readFast reads the usual forms, see fastXML and fastJSON. It reports false for
// everything else, and for everything that is wrong.
func (f *Flat) readFast(data []byte) bool {
	data = bytes.Trim(data, " \t\r\n") // what XML and JSON call blank
	if len(data) == 0 || hasControl(data) || !utf8.Valid(data) {
		return false
	}
	if f.json = data[0] == '{'; f.json {
		return f.readFastJSON(data)
	}
	return f.readFastXML(data)
}

// readSlow reads every message with the standard library's readers.
func (f *Flat) readSlow(data []byte) error {
	trimmed := bytes.TrimSpace(data)
	if len(trimmed) == 0 {
		return ErrEmpty
	}
	if f.json = trimmed[0] == '{'; f.json {
		return f.readSlowJSON(trimmed)
	}
	return f.readSlowXML(data)
}

func (f *Flat) reset() {
	f.root, f.json, f.elements, f.scratch = nil, false, f.elements[:0], f.scratch[:0]
	f.at = [fields]int32{}
}

// Root returns the name of the root element; JSON has none.
func (f *Flat) Root() []byte { return f.root }

// JSON reports whether the message is a JSON object.
func (f *Flat) JSON() bool { return f.json }

// Elements returns all elements in order.
func (f *Flat) Elements() []Element { return f.elements }

// Has reports whether there is an element called name, see [Flat.Text].
func (f *Flat) Has(name string) bool { return f.find(name) >= 0 }

// Text returns the text of the first element called name, or nil. In JSON the
// names of [Head] also find WeCom's lower-case keys: Encrypt finds encrypt.
func (f *Flat) Text(name string) []byte {
	if i := f.find(name); i >= 0 {
		return f.elements[i].Text
	}
	return nil
}

func (f *Flat) find(name string) int {
	if id := fieldOf(name); id != noField {
		return int(f.at[id]) - 1
	}
	for i := range f.elements {
		if string(f.elements[i].Name) == name {
			return i
		}
	}
	return -1
}

// add appends an element and reports false where it repeats one by which
// messages are told apart, and where there are too many, which readSlow refuses.
func (f *Flat) add(name, text []byte) bool {
	if len(f.elements) == maxElements {
		return false
	}
	f.elements = append(f.elements, Element{name, text})
	id := fieldOf(string(name))
	if id == noField && f.json {
		id = lowerFieldOf(string(name))
	}
	if id == noField {
		return true
	}
	if f.at[id] != 0 {
		return false
	}
	f.at[id] = int32(len(f.elements))
	return true
}
