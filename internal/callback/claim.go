package callback

import (
	"net/url"
	"slices"
	"strings"

	"wxtool/internal/wxcrypt"
)

// Claim is a request's signature with everything known about the request.
type Claim struct {
	Query    Query
	RawQuery string // as received; "" if only values are known
	Encrypt  string // from the body; the echostr of WeCom is read from the query
	Body     []byte // the POST body, if known
	HasBody  bool

	mismatch bool // LogChecker has found that Diagnose compares signature, and that it is wrong
}

// NewClaim returns the claim of a request. rawQuery may be a whole URL or only the
// query. body is nil if it is not known. Errors in the body are ignored: if Encrypt
// cannot be read, the claim has none.
func NewClaim(rawQuery string, body []byte) *Claim {
	rawQuery = queryOf(rawQuery)
	c := &Claim{Query: ParseQuery(rawQuery), RawQuery: rawQuery, Body: body, HasBody: body != nil}
	if body != nil {
		if e := new(Envelope); e.Read(body) == nil && e.Form != "bare" {
			c.Encrypt = string(e.Encrypt())
		}
	}
	return c
}

// queryOf returns the query of a URL, or of a path with a query.
func queryOf(s string) string {
	s = strings.TrimSpace(s)
	before, after, ok := strings.Cut(s, "?")
	if ok && (!strings.Contains(before, "=") || strings.HasPrefix(s, "/") || strings.Contains(before, "://")) {
		s = after
	}
	s, _, _ = strings.Cut(s, "#")
	return s
}

// scheme returns the signature to check. WeCom has only msg_signature. Encrypted pushes
// of an Official Account have both; then it is msg_signature if the Encrypt value is
// known or the other one is missing. If the account takes encrypted pushes alone, an
// Encrypt value needs msg_signature even if the URL does not say that it is encrypted.
func (c *Claim) scheme(a *Account) string {
	signed, encrypted := c.Query.Get("signature") != "", c.Query.Get("msg_signature") != ""
	switch {
	case a.Platform == Work, encrypted && !signed:
		return SchemeMsgSignature
	case c.Encrypt != "" && (encrypted || c.Query.Get("encrypt_type") == "aes" || a.Mode == Safe || a.Mode == Compatible):
		return SchemeMsgSignature
	}
	return SchemeSignature
}

// fourth returns the part of msg_signature after Token, timestamp and nonce.
func (c *Claim) fourth() string {
	if c.Encrypt != "" {
		return c.Encrypt
	}
	return c.Query.Get("echostr")
}

// parts returns the parts that the signature covers.
func (c *Claim) parts(token, scheme string) []string { return c.appendParts(nil, token, scheme) }

func (c *Claim) appendParts(dst []string, token, scheme string) []string {
	dst = append(dst, token, c.Query.Get("timestamp"), c.Query.Get("nonce"))
	if scheme == SchemeMsgSignature {
		dst = append(dst, c.fourth())
	}
	return dst
}

// signature returns the right signature.
func (c *Claim) signature(token, scheme string) string {
	var parts [4]string
	var joined [512]byte
	return string(wxcrypt.AppendSignature(joined[:0], c.appendParts(parts[:0], token, scheme)...))
}

// htmlUnescaped returns the claim with the HTML escapes in its query undone, or nil if
// there are none. Escaping turns & into &amp;; unescaping turns &timestamp into ×tamp.
func (c *Claim) htmlUnescaped() *Claim {
	if strings.IndexByte(c.RawQuery, ';') < 0 && strings.IndexByte(c.RawQuery, '%') < 0 && !strings.Contains(c.RawQuery, "×") {
		return nil
	}
	right := strings.NewReplacer("&amp;", "&", "×tamp", "&timestamp", "%C3%97tamp", "&timestamp").Replace(c.RawQuery)
	if right == c.RawQuery {
		return nil
	}
	u := *c
	u.RawQuery = right
	u.Query = ParseQuery(u.RawQuery)
	return &u
}

// unescapedTwice returns the claim with every value decoded a second time, or nil if
// that changes nothing.
func (c *Claim) unescapedTwice() *Claim {
	if !slices.ContainsFunc(c.Query, func(p Param) bool { return strings.Contains(p.Value, "%") }) {
		return nil
	}
	u, changed := *c, false
	u.Query = append(Query(nil), c.Query...)
	for i, p := range u.Query {
		// Not QueryUnescape: a + that remains after one decoding is a real +.
		if once, err := url.PathUnescape(p.Value); err == nil && once != p.Value {
			u.Query[i].Value, changed = once, true
		}
	}
	if !changed {
		return nil
	}
	return &u
}

// appendUnsigned appends the raw query without its signatures.
func (c *Claim) appendUnsigned(dst []byte) []byte {
	start, rest, more := len(dst), c.RawQuery, true
	for more {
		var part string
		part, rest, more = strings.Cut(rest, "&")
		if strings.HasPrefix(part, SchemeSignature) || strings.HasPrefix(part, SchemeMsgSignature) {
			name, _, _ := strings.Cut(part, "=")
			if name == SchemeSignature || name == SchemeMsgSignature {
				continue
			}
		}
		dst = append(append(dst, part...), '&')
	}
	return dst[:max(start, len(dst)-1)] // without the last &
}
