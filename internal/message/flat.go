package message

import (
	"bytes"
	"unicode/utf8"
)

// maxElements limits the elements of the first level. Real pushes have fewer than
// 100. The limit is needed because an element takes much more memory than <a/>.
const maxElements = 10_000

// Flat is the first level of an XML or JSON message, read in one pass without a tree.
// The zero Flat is ready to use. A reused Flat does not allocate for a message of the
// usual form. Its methods return views, which are valid until the next Read and as
// long as the data that was read does not change.
type Flat struct {
	root     []byte
	json     bool
	elements []Element
	at       [fields]int32 // by field: index in elements plus 1, or 0
	scratch  []byte        // texts that are not contiguous in the data
}

// usualElements is the capacity for the elements of most messages.
const usualElements = 12

// Element is an element of the first level. Text is the text and CDATA directly
// inside it; it is empty for a JSON object, array or null.
type Element struct{ Name, Text []byte }

// Read reads data. Unlike Parse, it rejects more than 10,000 elements at the first
// level. Errors unwrap to ErrEmpty, ErrSyntax, ErrDoctype or ErrDuplicate. After an
// error the Flat is empty.
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

// readFast reads messages of the usual forms, see fastXML and fastJSON. It reports
// false for other forms and for errors.
func (f *Flat) readFast(data []byte) bool {
	data = bytes.Trim(data, " \t\r\n") // white space in XML and JSON
	ascii, control := classify(data)
	if len(data) == 0 || control || !ascii && (!utf8.Valid(data) || hasNonCharacter(data)) {
		return false
	}
	if f.json = data[0] == '{'; f.json {
		return f.readFastJSON(data)
	}
	return f.readFastXML(data)
}

// readSlow reads any message with the parsers of the standard library.
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

// Forget drops all views, and memory that an unusual message needed. A Flat that waits
// in a pool must not keep messages in memory.
func (f *Flat) Forget() {
	const usual = 4 << 10 // bytes of scratch
	f.reset()
	if clear(f.elements[:cap(f.elements)]); cap(f.elements) > 8*usualElements {
		f.elements = nil
	}
	if cap(f.scratch) > usual {
		f.scratch = nil
	}
}

// Root returns the name of the root element; JSON has none.
func (f *Flat) Root() []byte { return f.root }

// JSON reports whether the message is a JSON object.
func (f *Flat) JSON() bool { return f.json }

// Elements returns all elements in order.
func (f *Flat) Elements() []Element { return f.elements }

// Has reports whether there is an element with this name, see [Flat.Text].
func (f *Flat) Has(name string) bool { return f.find(name) >= 0 }

// Text returns the text of the first element with this name, or nil. In JSON the
// names of [Head] also match the lower-case keys of WeCom: Encrypt matches encrypt.
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

// add appends an element. It reports false for a duplicate of an element in [Head],
// and for too many elements; readSlow then returns the error.
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
