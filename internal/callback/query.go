package callback

import (
	"net/url"
	"strings"
)

// Param is one query parameter, decoded.
type Param struct{ Name, Value string }

// Query is a query with ordered parameters.
type Query []Param

// Get returns the first value of name, or "".
func (q Query) Get(name string) string {
	for _, p := range q {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Encode returns the query percent-encoded, in order.
func (q Query) Encode() string {
	var b strings.Builder
	for i, p := range q {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(p.Value))
	}
	return b.String()
}

// AddTo returns base with q appended to its query, which stays unchanged. It removes
// the fragment, which is never sent.
func (q Query) AddTo(base *url.URL) *url.URL {
	u := *base
	u.Fragment, u.RawFragment, u.ForceQuery = "", "", false
	switch own := strings.TrimSuffix(u.RawQuery, "&"); {
	case own == "":
		u.RawQuery = q.Encode()
	case len(q) > 0:
		u.RawQuery = own + "&" + q.Encode()
	}
	return &u
}

// ParseQuery parses a raw query leniently and in order: invalid percent-encoding stays
// unchanged.
func ParseQuery(raw string) Query {
	if raw == "" {
		return nil
	}
	return AppendQuery(make(Query, 0, min(strings.Count(raw, "&")+1, 64)), raw)
}

// AppendQuery appends [ParseQuery] of raw to q.
func AppendQuery(q Query, raw string) Query {
	escaped := strings.IndexByte(raw, '%') >= 0 || strings.IndexByte(raw, '+') >= 0
	for raw != "" {
		var part string
		part, raw, _ = strings.Cut(raw, "&")
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		if escaped {
			name, value = unescape(name), unescape(value)
		}
		q = append(q, Param{name, value})
	}
	return q
}

func unescape(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
