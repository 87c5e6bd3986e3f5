package message

import "strings"

// Field is one element of a flat message.
type Field struct {
	Name, Text string
	Bare       bool // the text stands without CDATA, as numbers do
}

// Compose returns a flat message in the form of [Message.Wire]. Text that XML
// cannot carry is replaced as in [Clean].
func Compose(fields ...Field) []byte {
	size := len("<xml></xml>")
	for _, f := range fields {
		size += 2*len(f.Name) + len(f.Text) + len("<></><![CDATA[]]>\n")
	}
	out := append(make([]byte, 0, size), "<xml>"...)
	for _, f := range fields {
		out = append(out, '<')
		out = append(out, f.Name...)
		out = append(out, '>')
		out = f.appendText(out)
		out = append(out, "</"...)
		out = append(out, f.Name...)
		out = append(out, ">\n"...)
	}
	return append(out, "</xml>"...)
}

func (f Field) appendText(out []byte) []byte {
	text := clean(f.Text)
	if f.Bare {
		return append(out, strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)...)
	}
	out = append(out, "<![CDATA["...)
	out = append(out, strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>")...)
	return append(out, "]]>"...)
}
