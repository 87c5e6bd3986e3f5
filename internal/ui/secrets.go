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

// secrets masks secrets, in all forms in which wxtool prints text.
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
	// The longest is first, so that a secret that starts with another is masked whole.
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
	return s.maskCut(s.replacer.Replace(text))
}

// maskCut masks the beginning of a secret where a text was cut: before the dots, also
// with quotes between.
func (s *secrets) maskCut(text string) string {
	const dots = "…"
	parts := strings.Split(text, dots)
	for i, part := range parts[:len(parts)-1] {
		rest := strings.TrimRight(part, `\"`)
		for _, h := range s.hidden {
			if n := beginning(h.form, rest); n > 0 {
				parts[i] = rest[:len(rest)-n] + h.shown + part[len(rest):]
				break
			}
		}
	}
	return strings.Join(parts, dots)
}

// beginning returns how much of a secret a text ends with, 0 if that could be a word.
func beginning(secret, text string) int {
	const shortest = 6
	for n := min(len(secret)-1, len(text)); n >= shortest; n-- {
		if strings.HasSuffix(text, secret[:n]) {
			return n
		}
	}
	return 0
}

// forms returns a text unchanged, in JSON as it is sent to the platform, in JSON
// with Go's default escapes, in JSON as wxtool prints it, in Go quotes, in the query
// and the path of a URL, in shell quotes, and escaped for a terminal.
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

// unquoted removes the quotes.
func unquoted(text string) string { return text[1 : len(text)-1] }
