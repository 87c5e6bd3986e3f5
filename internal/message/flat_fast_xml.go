package message

import (
	"bytes"
	"encoding/binary"
)

// fastXML reads the form of nearly all messages: elements without attributes, CDATA,
// and text without references. It rejects everything else and every error, so that
// all errors come from readSlowXML. For what it accepts, readSlowXML has the same
// result.
type fastXML struct {
	flat  *Flat
	data  []byte
	pos   int
	depth int
	open  [maxDepth][]byte // names of the open elements
	text  []byte           // of the open element of the first level
	parts int              // number of pieces of text
	from  int              // start of the joined text in scratch
}

// readFastXML reads an XML message without white space around it, see readFast.
func (f *Flat) readFastXML(data []byte) bool {
	r := fastXML{flat: f, data: data}
	for r.pos < len(data) {
		if data[r.pos] != '<' {
			if !r.readText() {
				return false
			}
			continue
		}
		if !r.readMarkup() {
			return false
		}
		if r.depth == 0 {
			return r.pos == len(data)
		}
	}
	return false
}

// readText reads text up to the next markup.
func (r *fastXML) readText() bool {
	n := bytes.IndexByte(r.data[r.pos:], '<')
	if n < 0 || r.depth == 0 {
		return false
	}
	text := r.data[r.pos : r.pos+n]
	if bytes.IndexByte(text, '&') >= 0 || bytes.Contains(text, []byte("]]>")) {
		return false
	}
	r.pos += n
	r.addText(text)
	return true
}

// readMarkup reads a tag or a CDATA section.
func (r *fastXML) readMarkup() bool {
	rest := r.data[r.pos:]
	switch {
	case len(rest) < 3:
		return false
	case rest[1] == '/':
		return r.readEnd(rest[2:])
	case rest[1] == '!':
		return r.readCDATA(rest)
	}
	return r.readStart(rest[1:])
}

func (r *fastXML) readCDATA(rest []byte) bool {
	const begin, end = "<![CDATA[", "]]>"
	if r.depth == 0 || !bytes.HasPrefix(rest, []byte(begin)) {
		return false
	}
	n := bytes.Index(rest[len(begin):], []byte(end))
	if n < 0 {
		return false
	}
	r.addText(rest[len(begin) : len(begin)+n])
	r.pos += len(begin) + n + len(end)
	return true
}

// readStart reads a start tag or an empty-element tag. rest starts after the <.
func (r *fastXML) readStart(rest []byte) bool {
	n := nameLength(rest)
	if n == 0 || n == len(rest) || r.depth == maxDepth {
		return false
	}
	name := rest[:n]
	r.open[r.depth] = name
	r.depth++
	switch r.depth {
	case 1:
		r.flat.root = name
	case 2:
		r.text, r.parts = nil, 0
	}
	switch {
	case rest[n] == '>':
		r.pos += n + len("<>")
		return true
	case bytes.HasPrefix(rest[n:], []byte("/>")):
		r.pos += n + len("</>")
		return r.close(name)
	}
	return false
}

// readEnd reads an end tag. rest starts after the </.
func (r *fastXML) readEnd(rest []byte) bool {
	if r.depth == 0 {
		return false
	}
	name := r.open[r.depth-1]
	if len(rest) <= len(name) || rest[len(name)] != '>' || !bytes.HasPrefix(rest, name) {
		return false
	}
	r.pos += len(name) + len("</>")
	return r.close(name)
}

// close ends the innermost element.
func (r *fastXML) close(name []byte) bool {
	r.depth--
	return r.depth != 1 || r.flat.add(name, r.text)
}

// addText adds a piece of text. Most elements have only one piece.
func (r *fastXML) addText(text []byte) {
	if r.depth != 2 || len(text) == 0 {
		return
	}
	switch r.parts++; r.parts {
	case 1:
		r.text = text
		return
	case 2:
		r.from = len(r.flat.scratch)
		r.flat.scratch = append(r.flat.scratch, r.text...)
	}
	r.flat.scratch = append(r.flat.scratch, text...)
	r.text = r.flat.scratch[r.from:len(r.flat.scratch):len(r.flat.scratch)]
}

// nameLength returns the length of the ASCII name without a prefix at the start of b.
func nameLength(b []byte) int {
	for i, c := range b {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || c != '-' && c != '.' && (c < '0' || c > '9')) {
			return i
		}
	}
	return len(b)
}

// classify reports whether b is ASCII, and whether it contains a control character
// other than tab and line feed. XML forbids them, and converts a carriage return.
func classify(b []byte) (ascii, control bool) {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	var all uint64
	for len(b) >= 8 {
		x := binary.LittleEndian.Uint64(b)
		if all |= x; (x-0x20*ones)&^x&highs != 0 && hasControlByte(b[:8]) {
			return false, true
		}
		b = b[8:]
	}
	for _, c := range b {
		all |= uint64(c)
	}
	return all&highs == 0, hasControlByte(b)
}

func hasControlByte(b []byte) bool {
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' {
			return true
		}
	}
	return false
}

// hasNonCharacter reports whether b contains U+FFFE or U+FFFF, which XML forbids.
func hasNonCharacter(b []byte) bool {
	for {
		i := bytes.IndexByte(b, 0xEF)
		if i < 0 || len(b) < i+3 {
			return false
		}
		if b[i+1] == 0xBF && b[i+2] >= 0xBE {
			return true
		}
		b = b[i+3:]
	}
}
