package account

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"wxtool/internal/nearest"
)

// ErrConfig is wrapped by every error of this package.
var ErrConfig = errors.New("account settings: not usable")

// ErrNoFile is wrapped by the error about a profile when there is no config file.
var ErrNoFile = errors.New("no config file")

// problem wraps ErrConfig without changing the text of the error.
type problem struct{ error }

func (p problem) Unwrap() []error { return []error{ErrConfig, p.error} }

func problemf(format string, args ...any) error {
	return problem{fmt.Errorf(format, args...)}
}

// withoutPath removes the path from a file error. Variables are already replaced
// in that path, so a mistake such as @${KEY} would print the key.
func withoutPath(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}

// quoteName quotes a word for an error if it looks like a name. Anything else may
// be a secret in the wrong place and is masked.
func quoteName(word string) string {
	const longest = 20
	notInName := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-'
	}
	if utf8.RuneCountInString(word) > longest || strings.ContainsFunc(word, notInName) {
		return Mask(word)
	}
	return fmt.Sprintf("%q", word)
}

// didYouMean returns the end of a sentence about an unknown word. It is empty if
// no name is similar.
func didYouMean(word string, names []string) string {
	var quoted []string
	for _, name := range nearest.Of(word, names) {
		quoted = append(quoted, fmt.Sprintf("%q", name))
	}
	if quoted == nil {
		return ""
	}
	return ", did you mean " + strings.Join(quoted, " or ") + "?"
}
