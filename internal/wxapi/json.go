package wxapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf8"
)

// ErrText is the error for text that needs an escape in JSON: control characters or
// bytes that are not UTF-8.
var ErrText = errors.New("text: contains control characters or bytes that are not UTF-8")

// Marshal encodes v as the platform requires: unescaped UTF-8. The platform rejects
// \uXXXX with 40033, or shows it to users literally.
func Marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return unescaped(bytes.TrimSuffix(buf.Bytes(), []byte("\n")))
}

// unescaped replaces the escapes of U+2028 and U+2029, which encoding/json always
// escapes.
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
