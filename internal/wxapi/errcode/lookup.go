package errcode

import (
	"sort"
	"strings"
	"sync"

	"wxtool/internal/lang"
)

// preamble is the parsed part of codes.txt before the first entry, with its length.
var preamble = sync.OnceValue(func() (head struct {
	table
	length int
}) {
	head.length = firstEntry(codes)
	head.table, _ = parse(codes[:head.length])
	return head
})

// firstEntry returns the offset of the first entry: the first paragraph that begins with
// a number.
func firstEntry(text string) int {
	for at := 0; at < len(text); {
		if text[at] == '-' || isDigit(text[at]) {
			return at
		}
		at = nextParagraph(text, at)
	}
	return len(text)
}

// nextParagraph returns the offset after the next empty line.
func nextParagraph(text string, at int) int {
	if i := strings.Index(text[at:], "\n\n"); i >= 0 {
		return at + i + len("\n\n")
	}
	return len(text)
}

// blocks returns the blocks of a code. It is a binary search in the text, because a
// command needs one code of thousands: the entries are sorted, and an empty line is
// between them and only there. A test compares it with parse.
func blocks(entries string, code int) string {
	from := sort.Search(len(entries), func(at int) bool {
		if at > 0 {
			at = nextParagraph(entries, at-1)
		}
		return at == len(entries) || codeAt(entries, at) >= code
	})
	if from > 0 {
		from = nextParagraph(entries, from-1)
	}
	to := from
	for to < len(entries) && codeAt(entries, to) == code {
		to = nextParagraph(entries, to)
	}
	return entries[from:to]
}

// codeAt returns the code of the block at an offset.
func codeAt(entries string, at int) int {
	word, _, _ := strings.Cut(entries[at:min(at+16, len(entries))], " ")
	code, _ := number(word)
	return code
}

// Lookup returns the entries of a code, one for each platform that has it, or nil.
func Lookup(code int) []Entry {
	head := preamble()
	text := blocks(codes[head.length:], code)
	if text == "" {
		return nil
	}
	p := parser{table: table{sources: head.sources}, joined: map[string]lang.Text{}, lines: strings.Split(text, "\n")}
	for p.line < len(p.lines) {
		if p.item(p.next()) != nil {
			break // impossible: a test parses the file
		}
	}
	return p.entries
}
