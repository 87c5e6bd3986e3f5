package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// OneLine escapes untrusted text for use in one line.
func OneLine(s string) string {
	if !strings.ContainsAny(s, "\n\t") {
		return Printable(s)
	}
	return strings.NewReplacer("\n", `\n`, "\t", " ").Replace(Printable(s))
}

// Printable escapes untrusted text for a terminal: control characters, escape
// sequences, bidirectional controls and bytes that are not UTF-8.
func Printable(s string) string {
	at := unsafeAt(s)
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:at])
	for i, r := range s[at:] {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[at+i:], "\uFFFD"):
			fmt.Fprintf(&b, `\x%02x`, s[at+i])
		case printable(r):
			b.WriteRune(r)
		case r == '\r':
			b.WriteString(`\r`)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// unsafeAt returns the index of the first character that may need an escape, -1 if
// there is none. It stops at utf8.RuneError, which may be a byte that is not UTF-8.
func unsafeAt[T string | []byte](s T) int {
	for i := 0; i < len(s); {
		if b := s[i]; b >= ' ' && b < 0x7f {
			i++
			continue
		}
		c, size := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
		}
		if c == utf8.RuneError || !printable(c) {
			return i
		}
		i += size
	}
	return -1
}

func printable(r rune) bool {
	switch {
	case r >= ' ' && r < 0x7f, r >= 0x3000 && r < 0xd800, r == '\n', r == '\t': // most text, also Chinese
		return true
	}
	return !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r)
}

// document is Printable for text with lines that may end in CR LF.
func document(s string) string {
	lines := strings.SplitAfter(s, "\r\n")
	for i, line := range lines {
		text, ended := strings.CutSuffix(line, "\r\n")
		if lines[i] = Printable(text); ended {
			lines[i] += "\r\n"
		}
	}
	return strings.Join(lines, "")
}

// colourful is Printable, but keeps the escape sequences that set colours.
func colourful(s string) string {
	const begin = "\x1b["
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, begin)
		b.WriteString(Printable(before))
		if !found {
			return b.String()
		}
		rest := strings.TrimLeft(after, "0123456789;")
		if colour := after[:len(after)-len(rest)]; strings.HasPrefix(rest, "m") {
			b.WriteString(begin + colour + "m")
			s = rest[1:]
			continue
		}
		b.WriteString(Printable(begin))
		s = after
	}
}

// appendResult appends a result as one line of JSON, with its type and verdict first.
func appendResult(dst []byte, r Result) ([]byte, error) {
	const begin = `{"type":`
	start := len(dst)
	dst, err := appendJSON(dst, r)
	if err != nil || bytes.HasPrefix(dst[start:], []byte(begin)) {
		return dst, err
	}
	head := fmt.Appendf(nil, begin+"%q", r.JSONType())
	if judged, ok := r.(Judged); ok {
		head = fmt.Appendf(head, `,"ok":%t`, judged.IsOK())
	}
	if dst[start+1] != '}' {
		head = append(head, ',')
	}
	return slices.Replace(dst, start, start+1, head...), nil
}

// appendJSON appends v as one line of JSON with unescaped UTF-8 and & < >. It escapes
// the control characters that JSON allows (DEL, C1 and bidirectional controls) as
// \uNNNN. After an error dst is unchanged.
func appendJSON(dst []byte, v any) ([]byte, error) {
	buf := bytes.NewBuffer(dst)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return dst, err
	}
	all := buf.Bytes()
	if line := all[len(dst):]; unsafeAt(line) >= 0 {
		return append(dst, Printable(strings.ToValidUTF8(string(line), "\uFFFD"))...), nil
	}
	return all, nil
}
