package record

import (
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

// Secret is a value that must not be written, and its name, of letters, digits
// and underscores.
type Secret struct{ Name, Value string }

// Secrets are replaced by placeholders such as ${wxtool:app_secret} where they
// occur in a URL, a header, a body or an error, also percent-encoded. What looks
// like a placeholder in the exchange itself is written as ${wxtool:} and restored.
// A nil Secrets has none.
type Secrets struct {
	values   map[string]string // by the text in the placeholder
	replacer *strings.Replacer
}

const (
	begin  = "${wxtool:"
	binary = "base64=" // of a text that is not UTF-8
)

// ErrSecret means that a record holds the placeholder of a secret that the reader
// was not given.
var ErrSecret = errors.New("the record needs a secret that is not set")

// NewSecrets returns the secrets of a list. Empty values are left out: they cannot
// be found.
func NewSecrets(list ...Secret) *Secrets {
	s := &Secrets{values: map[string]string{}}
	for _, secret := range list {
		if secret.Value == "" {
			continue
		}
		s.values[secret.Name] = secret.Value
		if encoded := url.QueryEscape(secret.Value); encoded != secret.Value {
			s.values[secret.Name+".encoded"] = encoded
		}
	}
	var names []string
	for name := range s.values {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { // a secret that holds another one comes first
		return cmp.Or(len(s.values[b])-len(s.values[a]), strings.Compare(a, b))
	})
	pairs := []string{begin, begin + "}"}
	for _, name := range names {
		pairs = append(pairs, s.values[name], begin+name+"}")
	}
	s.replacer = strings.NewReplacer(pairs...)
	return s
}

// replace replaces all secrets.
func (s *Secrets) replace(text string) string {
	if s == nil {
		return strings.ReplaceAll(text, begin, begin+"}")
	}
	return s.replacer.Replace(text)
}

// hide is replace for a text that must be UTF-8 in JSON.
func (s *Secrets) hide(text string) string {
	hidden := s.replace(text)
	if utf8.ValidString(hidden) {
		return hidden
	}
	return begin + binary + base64.StdEncoding.EncodeToString([]byte(hidden)) + "}"
}

func (s *Secrets) hideHeader(h http.Header) http.Header {
	hidden := make(http.Header, len(h))
	for name, values := range h {
		for _, value := range values {
			hidden[name] = append(hidden[name], s.hide(value))
		}
	}
	return hidden
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
		if value, ok := r.secrets.values[name]; ok {
			return value
		}
	}
	r.fail(fmt.Errorf("%w: %.40q", ErrSecret, strings.TrimSuffix(name, ".encoded")))
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
