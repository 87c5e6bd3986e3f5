package ui

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// secrets are texts that are not to be printed, in all forms that wxtool prints
// text in.
type secrets struct {
	hidden   []hidden
	replacer *strings.Replacer // of hidden, nil without any
}

type hidden struct{ form, shown string }

func (s *secrets) add(secret, shown string) {
	for _, form := range forms(secret) {
		if !slices.ContainsFunc(s.hidden, func(h hidden) bool { return h.form == form }) {
			s.hidden = append(s.hidden, hidden{form, shown})
		}
	}
	// The longest first, so that nothing is left of one that begins with another.
	slices.SortStableFunc(s.hidden, func(a, b hidden) int { return cmp.Compare(len(b.form), len(a.form)) })
	var pairs []string
	for _, h := range s.hidden {
		pairs = append(pairs, h.form, h.shown)
	}
	s.replacer = strings.NewReplacer(pairs...)
}

func (s *secrets) mask(text string) string {
	if s.replacer == nil {
		return text
	}
	return s.replacer.Replace(text)
}

// forms are a text as it is, in JSON of three kinds (as the platform is sent it,
// as Go writes it by default, as wxtool prints it), in Go's quotes, in a URL's
// query and path, in a shell's quotes, and as a terminal is shown it.
func forms(text string) []string {
	plain, html := inJSON(text, false), inJSON(text, true)
	return []string{
		text, plain, html, Printable(plain), unquoted(strconv.Quote(text)),
		url.QueryEscape(text), url.PathEscape(text), strings.ReplaceAll(text, "'", `'\''`), Printable(text),
	}
}

func inJSON(text string, html bool) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(html)
	enc.Encode(text) // neither a string nor a buffer fails
	return unquoted(strings.TrimSuffix(out.String(), "\n"))
}

// unquoted takes the quotes off.
func unquoted(text string) string { return text[1 : len(text)-1] }
