package message

import (
	"bytes"
	"slices"
)

// Clean replaces the control characters that XML cannot carry by U+FFFD and
// lists them, each once. The platform passes such characters on when a user
// types them (U+0002 inside Content has been seen), and strict parsers then
// refuse the whole push.
func Clean(data []byte) (cleaned []byte, found []rune) {
	cleaned = bytes.Map(func(r rune) rune {
		if xmlChar(r) {
			return r
		}
		if !slices.Contains(found, r) {
			found = append(found, r)
		}
		return '\uFFFD'
	}, data)
	if len(found) == 0 {
		return data, nil
	}
	return cleaned, found
}
