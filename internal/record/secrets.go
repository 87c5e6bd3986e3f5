package record

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// Secret is a value that must not be written. Its name, of letters, digits and
// underscores, says what it is, and Account whose it is: the profile, "" if there is only
// one account.
type Secret struct{ Name, Account, Value string }

// placeholder is the text between the braces.
func (s Secret) placeholder(form string) string {
	if s.Account == "" {
		return s.Name + form
	}
	return s.Name + form + ":" + strings.NewReplacer("%", "%25", "}", "%7D").Replace(s.Account)
}

// Secrets are replaced by placeholders such as ${wxtool:app_secret:shop} where they
// occur in a URL, a header, a body or an error, also percent-encoded. What looks
// like a placeholder in the exchange itself is written as ${wxtool:} and restored.
// A nil Secrets has none.
//
// A placeholder has no angle brackets: in the middle of a message <token:shop> would be
// an element, and a user may write such a text.
type Secrets struct {
	values   map[string]string // by the text in the placeholder
	replacer *strings.Replacer
	needles  []string // what it replaces
	inBytes  [][]byte // the same

	unrestored bool
	forAll     map[string]string // by the text in the placeholder without its account, see ForAll
}

const (
	begin  = "${wxtool:"
	binary = "base64=" // of a text that is not UTF-8

	percent = ".encoded" // form of a secret that is percent-encoded
)

// ErrSecret means that a record holds the placeholder of a secret that the reader
// was not given.
var ErrSecret = errors.New("the record needs a secret that is not set")

// Unrestored returns secrets for a reader that leaves the placeholders in the text, as to
// show records, and for a writer of records that were read so.
func Unrestored() *Secrets { return &Secrets{unrestored: true} }

// ForAll returns the secrets of one account for a reader that restores with them the
// placeholders of every account, as to send a recording again as this one.
func ForAll(account ...Secret) *Secrets {
	s := NewSecrets(account...)
	s.forAll = map[string]string{}
	for placeholder, value := range s.values {
		name, _, _ := strings.Cut(placeholder, ":")
		s.forAll[name] = value
	}
	return s
}

// NewSecrets returns the secrets of a list. Empty values are left out: they cannot
// be found.
func NewSecrets(list ...Secret) *Secrets {
	s := &Secrets{values: map[string]string{}}
	var names []string // of what is replaced
	for _, secret := range list {
		if secret.Value == "" {
			continue
		}
		encoded := url.QueryEscape(secret.Value)
		s.values[secret.placeholder("")], s.values[secret.placeholder(percent)] = secret.Value, encoded
		if names = append(names, secret.placeholder("")); encoded != secret.Value {
			names = append(names, secret.placeholder(percent))
		}
	}
	slices.SortFunc(names, func(a, b string) int { // a secret that holds another one comes first
		return cmp.Or(len(s.values[b])-len(s.values[a]), strings.Compare(a, b))
	})
	pairs := []string{begin, begin + "}"}
	s.needles = []string{begin}
	for _, name := range names {
		pairs = append(pairs, s.values[name], begin+name+"}")
		s.needles = append(s.needles, s.values[name])
	}
	for _, needle := range s.needles {
		s.inBytes = append(s.inBytes, []byte(needle))
	}
	s.replacer = strings.NewReplacer(pairs...)
	return s
}

// replace replaces all secrets. It returns the same bytes if there are none, which is
// much faster than to look for all at once.
func (s *Secrets) replace(data []byte) []byte {
	switch {
	case s == nil:
		if bytes.Contains(data, []byte(begin)) {
			return bytes.ReplaceAll(data, []byte(begin), []byte(begin+"}"))
		}
		return data
	case s.unrestored:
		return data
	}
	for _, needle := range s.inBytes {
		if bytes.Contains(data, needle) {
			return []byte(s.replacer.Replace(string(data)))
		}
	}
	return data
}

// hide is replace for a text that must be UTF-8 in JSON.
func (s *Secrets) hide(text string) string {
	if s.has(text) {
		text = string(s.replace([]byte(text)))
	}
	if utf8.ValidString(text) {
		return text
	}
	return begin + binary + base64.StdEncoding.EncodeToString([]byte(text)) + "}"
}

// has reports whether replace changes a text.
func (s *Secrets) has(text string) bool {
	switch {
	case s == nil:
		return strings.Contains(text, begin)
	case s.unrestored:
		return false
	}
	return slices.ContainsFunc(s.needles, func(needle string) bool { return strings.Contains(text, needle) })
}

// restorer restores the texts of one record and keeps the first error.
type restorer struct {
	secrets *Secrets
	err     error
}

func (s *Secrets) restorer() *restorer { return &restorer{secrets: s} }

func (r *restorer) text(text string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, begin)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, rest, closed := strings.Cut(after, "}")
		if !closed {
			r.fail(fmt.Errorf("%w: a placeholder has no end", ErrSyntax))
			return text
		}
		b.WriteString(r.value(name))
		text = rest
	}
}

// value returns the value of a placeholder.
func (r *restorer) value(name string) string {
	if encoded, ok := strings.CutPrefix(name, binary); ok {
		data, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			r.fail(fmt.Errorf("%w: %v", ErrSyntax, err))
		}
		return r.text(string(data))
	}
	if name == "" {
		return begin
	}
	if r.secrets != nil {
		if r.secrets.unrestored {
			return begin + name + "}"
		}
		if value, ok := r.secrets.values[name]; ok {
			return value
		}
		kind, _, _ := strings.Cut(name, ":")
		if value, ok := r.secrets.forAll[kind]; ok {
			return value
		}
	}
	r.fail(fmt.Errorf("%w: %.40q", ErrSecret, strings.Replace(name, percent, "", 1)))
	return ""
}

func (r *restorer) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *restorer) header(h http.Header) http.Header {
	restored := make(http.Header, len(h))
	for name, values := range h {
		for _, value := range values {
			restored[name] = append(restored[name], r.text(value))
		}
	}
	return restored
}

func (r *restorer) body(text string, base64 []byte) []byte {
	if base64 != nil {
		text = string(base64)
	}
	return []byte(r.text(text))
}
