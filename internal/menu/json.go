package menu

import (
	"fmt"
	"unicode/utf8"
)

// JSON returns the body of menu/create: raw UTF-8 without \uXXXX, which the
// platform refuses (40033), with the fields in a fixed order and without buttons
// that the API cannot set.
func (m *Menu) JSON() []byte {
	return append(appendButtons([]byte(`{"button":`), settable(m.Button)), '}')
}

// JSON returns the body of menu/addconditional.
func (c *Conditional) JSON() []byte {
	dst := appendButtons([]byte(`{"button":`), settable(c.Button))
	dst = append(dst, `,"matchrule":`...)
	dst = appendFields(append(dst, '{'), c.MatchRule.fields())
	return append(dst, "}}"...)
}

// JSON returns the whole file as JSON. Without conditional menus it is the body of
// menu/create.
func (f *File) JSON() []byte {
	n := f.Normalize()
	if n.single && len(n.Conditional) == 1 {
		return n.Conditional[0].JSON()
	}
	dst := []byte{'{'}
	if n.Default != nil {
		dst = appendButtons(append(dst, `"button":`...), n.Default.Button)
	}
	for i := range n.Conditional {
		switch {
		case i > 0:
			dst = append(dst, ',')
		case n.Default != nil:
			dst = append(dst, `,"conditional":[`...)
		default:
			dst = append(dst, `"conditional":[`...)
		}
		dst = append(dst, n.Conditional[i].JSON()...)
	}
	if len(n.Conditional) > 0 {
		dst = append(dst, ']')
	}
	return append(dst, '}')
}

func appendButtons(dst []byte, buttons []Button) []byte {
	dst = append(dst, '[')
	for i := range buttons {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendFields(append(dst, '{'), buttons[i].fields())
		if len(buttons[i].SubButton) > 0 {
			if dst[len(dst)-1] != '{' {
				dst = append(dst, ',')
			}
			dst = appendButtons(append(dst, `"sub_button":`...), buttons[i].SubButton)
		}
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func appendFields(dst []byte, fields []field) []byte {
	for i, m := range nonEmpty(fields) {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, m.name), ':')
		dst = appendString(dst, *m.value)
	}
	return dst
}

// appendString quotes a text. encoding/json would also escape U+2028.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ':
			dst = appendControl(dst, byte(r))
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

func appendControl(dst []byte, c byte) []byte {
	switch c {
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return fmt.Appendf(dst, `\u%04x`, c) // Validate refuses it
}
