package message

import "bytes"

// fastJSON reads JSON without escapes in strings, which is the form of nearly all
// messages. Like fastXML it rejects everything else.
type fastJSON struct {
	data []byte
	pos  int
}

// readFastJSON reads a JSON object without white space around it, see readFast.
func (f *Flat) readFastJSON(data []byte) bool {
	if bytes.IndexByte(data, '\\') >= 0 {
		return false
	}
	r := fastJSON{data: data, pos: 1}
	for r.next() != '}' || len(f.elements) > 0 {
		name, ok := r.readString()
		if !ok || r.next() != ':' {
			return false
		}
		r.pos++
		text, ok := r.readValue(1)
		if !ok || !f.add(name, text) {
			return false
		}
		switch r.next() {
		case ',':
			r.pos++
		case '}':
			return r.pos+1 == len(data)
		default:
			return false
		}
	}
	return r.pos+1 == len(data)
}

// next skips white space and returns the byte after it, or 0 at the end.
func (r *fastJSON) next() byte {
	for ; r.pos < len(r.data); r.pos++ {
		if c := r.data[r.pos]; c != ' ' && c != '\n' && c != '\t' {
			return c
		}
	}
	return 0
}

// readString reads a string without escapes.
func (r *fastJSON) readString() ([]byte, bool) {
	if r.next() != '"' {
		return nil, false
	}
	begin := r.pos + 1
	n := bytes.IndexByte(r.data[begin:], '"')
	if n < 0 {
		return nil, false
	}
	text := r.data[begin : begin+n]
	r.pos = begin + n + 1
	return text, bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\t') < 0
}

// readValue reads a value. It returns the text of a string, number or bool.
func (r *fastJSON) readValue(depth int) (text []byte, ok bool) {
	switch c := r.next(); c {
	case '"':
		return r.readString()
	case 't':
		return r.readWord("true")
	case 'f':
		return r.readWord("false")
	case 'n':
		_, ok = r.readWord("null")
		return nil, ok
	case '{', '[':
		return nil, depth < maxDepth && r.skipMembers(c, depth)
	}
	return r.readNumber()
}

func (r *fastJSON) readWord(word string) ([]byte, bool) {
	if !bytes.HasPrefix(r.data[r.pos:], []byte(word)) {
		return nil, false
	}
	r.pos += len(word)
	return r.data[r.pos-len(word) : r.pos], true
}

// skipMembers reads an object or array to its end.
func (r *fastJSON) skipMembers(kind byte, depth int) bool {
	end := kind + 2 // '}' is '{' + 2 and ']' is '[' + 2
	r.pos++
	if r.next() == end {
		r.pos++
		return true
	}
	for {
		if kind == '{' {
			if _, ok := r.readString(); !ok || r.next() != ':' {
				return false
			}
			r.pos++
		}
		if _, ok := r.readValue(depth + 1); !ok {
			return false
		}
		switch r.next() {
		case ',':
			r.pos++
		case end:
			r.pos++
			return true
		default:
			return false
		}
	}
}

// readNumber reads a JSON number.
func (r *fastJSON) readNumber() ([]byte, bool) {
	begin := r.pos
	r.skip("-")
	if !r.skip("0") && r.skipDigits() == 0 {
		return nil, false
	}
	if r.skip(".") && r.skipDigits() == 0 {
		return nil, false
	}
	if r.skip("eE") {
		r.skip("+-")
		if r.skipDigits() == 0 {
			return nil, false
		}
	}
	return r.data[begin:r.pos], true
}

// skip skips one byte if it is in any.
func (r *fastJSON) skip(any string) bool {
	if r.pos < len(r.data) && bytes.IndexByte([]byte(any), r.data[r.pos]) >= 0 {
		r.pos++
		return true
	}
	return false
}

func (r *fastJSON) skipDigits() (n int) {
	for r.skip("0123456789") {
		n++
	}
	return n
}
