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

// ErrConfig is in the chain of every error of this package.
var ErrConfig = errors.New("account settings: not usable")

// ErrNoFile is in the chain of an error about a profile when there is no config
// file at all.
var ErrNoFile = errors.New("no config file")

// problem puts ErrConfig into the chain of an error without changing its text.
type problem struct{ error }

func (p problem) Unwrap() []error { return []error{ErrConfig, p.error} }

func problemf(format string, args ...any) error {
	return problem{fmt.Errorf(format, args...)}
}

// withoutPath keeps the reason of a file error only: the path in it has its
// variables replaced, and a slip such as @${KEY} would print the key.
func withoutPath(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err
	}
	return err
}

// shown quotes a word for an error if it looks like a name that someone typed.
// Anything else may be a secret in the wrong place.
func shown(word string) string {
	const longest = 20
	foreign := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-'
	}
	if utf8.RuneCountInString(word) > longest || strings.ContainsFunc(word, foreign) {
		return Mask(word)
	}
	return fmt.Sprintf("%q", word)
}

// didYouMean continues the sentence about an unknown word; without a near name
// it is empty.
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
