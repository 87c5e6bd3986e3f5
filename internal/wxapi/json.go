package wxapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"
)

// ErrText is text that no JSON without escapes can hold: control characters or
// bytes that are not UTF-8.
var ErrText = errors.New("text: holds control characters or bytes that are not UTF-8")

// Marshal writes v as the platform wants JSON: raw UTF-8 without any \uXXXX,
// which it refuses with 40033 or shows to users as it stands.
func Marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return unescaped(bytes.TrimSuffix(buf.Bytes(), []byte("\n")))
}

// unescaped writes out what Go escapes nevertheless: U+2028 and U+2029.
func unescaped(data []byte) ([]byte, error) {
	var out []byte
	for i := 0; i < len(data); i++ {
		switch {
		case data[i] != '\\':
			out = append(out, data[i])
		case data[i+1] != 'u':
			out = append(out, data[i], data[i+1])
			i++
		default:
			r, err := strconv.ParseUint(string(data[i+2:i+6]), 16, 16)
			if err != nil || r < ' ' || rune(r) == utf8.RuneError {
				return nil, ErrText
			}
			out = utf8.AppendRune(out, rune(r))
			i += 5
		}
	}
	return out, nil
}
