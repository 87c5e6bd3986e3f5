package message

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Field is one element of a flat message.
type Field struct {
	Name, Text string
	Bare       bool // write the text without CDATA, as for numbers
}

// Compose returns a flat message in the form of [Message.Wire].
func Compose(fields ...Field) []byte {
	size := len("<xml></xml>")
	for _, f := range fields {
		size += 2*len(f.Name) + len(f.Text) + len("<></><![CDATA[]]>\n")
	}
	return AppendFields(make([]byte, 0, size), fields...)
}

// AppendFields appends the result of [Compose] to dst. It replaces characters that are
// not allowed in XML, as [Clean] does.
func AppendFields(dst []byte, fields ...Field) []byte {
	dst = append(dst, "<xml>"...)
	for _, f := range fields {
		dst = append(dst, '<')
		dst = append(dst, f.Name...)
		dst = append(dst, '>')
		if f.Bare {
			dst = AppendText(dst, f.Text)
		} else {
			dst = AppendCDATA(dst, f.Text)
		}
		dst = append(dst, "</"...)
		dst = append(dst, f.Name...)
		dst = append(dst, ">\n"...)
	}
	return append(dst, "</xml>"...)
}

// AppendText appends text, escaped for XML.
func AppendText(dst []byte, text string) []byte {
	for text = clean(text); ; {
		i := strings.IndexAny(text, "&<>")
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i]...)
		switch text[i] {
		case '&':
			dst = append(dst, "&amp;"...)
		case '<':
			dst = append(dst, "&lt;"...)
		default:
			dst = append(dst, "&gt;"...)
		}
		text = text[i+1:]
	}
}

// AppendCDATA appends text as CDATA, with a new section at each ]]>.
func AppendCDATA(dst []byte, text string) []byte {
	dst = append(dst, "<![CDATA["...)
	for text = clean(text); ; {
		i := strings.Index(text, "]]>")
		if i < 0 {
			dst = append(dst, text...)
			return append(dst, "]]>"...)
		}
		dst = append(dst, text[:i]...)
		dst = append(dst, "]]]]><![CDATA[>"...)
		text = text[i+len("]]>"):]
	}
}

// AppendJSON appends text as a JSON string.
func AppendJSON(dst []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < 0x20 || c >= utf8.RuneSelf || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(text) // cannot fail for a string
			return append(dst, quoted...)
		}
	}
	dst = append(dst, '"')
	dst = append(dst, text...)
	return append(dst, '"')
}

// clean is [Clean] for text; it also replaces invalid UTF-8.
func clean(text string) string {
	if isClean(text) {
		return text
	}
	cleaned, _ := Clean([]byte(text))
	return strings.ToValidUTF8(string(cleaned), "\uFFFD")
}

func isClean(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf {
			return utf8.ValidString(text[i:]) && strings.IndexFunc(text[i:], notXMLChar) < 0
		} else if c < 0x20 && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return true
}

func notXMLChar(r rune) bool { return !xmlChar(r) }
