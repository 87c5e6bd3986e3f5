package wxapi

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LimitError is the error for a value that the platform would reject.
type LimitError struct{ Field, Problem string }

func (e *LimitError) Error() string { return e.Field + ": " + e.Problem }

func limit(field, format string, args ...any) error {
	return &LimitError{field, fmt.Sprintf(format, args...)}
}

// checkText returns an error if text is longer than most characters.
func checkText(field, text string, most int) error {
	n := utf8.RuneCountInString(text)
	switch {
	case n > most:
		return limit(field, "has %d characters, but the platform accepts at most %d", n, most)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		return limit(field, "must be UTF-8 without control characters")
	}
	return nil
}
