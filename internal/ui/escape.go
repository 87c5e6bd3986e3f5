package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
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
func unsafeAt(s string) int {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			if at := strings.IndexFunc(s[i:], func(r rune) bool { return r == utf8.RuneError || !printable(r) }); at >= 0 {
				return i + at
			}
			return -1
		case (c < ' ' || c == 0x7f) && c != '\n' && c != '\t':
			return i
		}
	}
	return -1
}

func printable(r rune) bool {
	if r >= 0x3000 && r < 0xe000 { // Chinese: no control character is there
		return true
	}
	return r == '\n' || r == '\t' || !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r)
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

// resultLine encodes a result, with its type and verdict first.
func resultLine(r Result) ([]byte, error) {
	line, err := jsonLine(r)
	if err != nil || bytes.HasPrefix(line, []byte(`{"type":`)) {
		return line, err
	}
	head := fmt.Appendf(nil, `{"type":%q`, r.JSONType())
	if judged, ok := r.(Judged); ok {
		head = fmt.Appendf(head, `,"ok":%t`, judged.IsOK())
	}
	rest := line[1:]
	if rest[0] != '}' {
		head = append(head, ',')
	}
	return append(head, rest...), nil
}

// jsonLine encodes v as one line of JSON with unescaped UTF-8 and & < >. It escapes
// the control characters that JSON allows (DEL, C1 and bidirectional controls) as
// \uNNNN.
func jsonLine(v any) ([]byte, error) {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	text := line.String()
	if clean := Printable(strings.ToValidUTF8(text, "\uFFFD")); clean != text {
		return []byte(clean), nil
	}
	return line.Bytes(), nil
}
