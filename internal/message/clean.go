package message

import (
	"bytes"
	"slices"
)

// Clean replaces characters that are not allowed in XML by U+FFFD and returns the
// replaced characters, each once. The platform forwards such characters when a user
// types them (U+0002 in Content has been observed), and strict parsers then reject
// the whole push.
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
