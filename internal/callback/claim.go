package callback

import (
	"net/url"
	"strings"
)

// Claim is a request's signature with all that is known around it.
type Claim struct {
	Query    Query
	RawQuery string // as received; "" when only values are known
	Encrypt  string // from the body; WeCom's echostr is read from the query
	Body     []byte // the POST body, where known
	HasBody  bool
}

// NewClaim makes a claim of a request. rawQuery may be a whole URL or the query
// alone; body is nil where it is not known. What is wrong with the body is not
// diagnosed here: without a readable Encrypt it counts as having none.
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

// queryOf cuts the query out of a URL, or a path with a query.
func queryOf(s string) string {
	s = strings.TrimSpace(s)
	before, after, ok := strings.Cut(s, "?")
	if ok && (!strings.Contains(before, "=") || strings.HasPrefix(s, "/") || strings.Contains(before, "://")) {
		s = after
	}
	s, _, _ = strings.Cut(s, "#")
	return s
}

// scheme chooses the signature to check: WeCom has msg_signature alone; an
// Official Account's encrypted pushes carry both, and then msg_signature counts
// as soon as the Encrypt value is known, or where it stands alone.
func (c *Claim) scheme(p Platform) string {
	signed, encrypted := c.Query.Get("signature") != "", c.Query.Get("msg_signature") != ""
	switch {
	case p == Work, encrypted && !signed:
		return SchemeMsgSignature
	case c.Encrypt != "" && (encrypted || c.Query.Get("encrypt_type") == "aes"):
		return SchemeMsgSignature
	}
	return SchemeSignature
}

// fourth is what msg_signature covers beside Token, timestamp and nonce.
func (c *Claim) fourth() string {
	if c.Encrypt != "" {
		return c.Encrypt
	}
	return c.Query.Get("echostr")
}

// parts are what the claim's signature covers.
func (c *Claim) parts(token, scheme string) []string {
	parts := []string{token, c.Query.Get("timestamp"), c.Query.Get("nonce")}
	if scheme == SchemeMsgSignature {
		parts = append(parts, c.fourth())
	}
	return parts
}

// htmlUnescaped returns the claim with what HTML made of & put right, or nil
// where it made nothing of it: &amp; for one that was escaped, and ×tamp for
// the &timestamp of one that was not.
func (c *Claim) htmlUnescaped() *Claim {
	right := strings.NewReplacer("&amp;", "&", "×tamp", "&timestamp", "%C3%97tamp", "&timestamp").Replace(c.RawQuery)
	if right == c.RawQuery {
		return nil
	}
	u := *c
	u.RawQuery = right
	u.Query = ParseQuery(u.RawQuery)
	return &u
}

// unescapedTwice returns the claim with every value decoded once more, or nil
// where that changes nothing.
func (c *Claim) unescapedTwice() *Claim {
	u, changed := *c, false
	u.Query = append(Query(nil), c.Query...)
	for i, p := range u.Query {
		// PathUnescape: a plus that is left after one decoding is a real one.
		if once, err := url.PathUnescape(p.Value); err == nil && once != p.Value {
			u.Query[i].Value, changed = once, true
		}
	}
	if !changed {
		return nil
	}
	return &u
}

// unsignedQuery is the raw query without its signatures.
func (c *Claim) unsignedQuery() string {
	var kept []string
	for part := range strings.SplitSeq(c.RawQuery, "&") {
		name, _, _ := strings.Cut(part, "=")
		if name != SchemeSignature && name != SchemeMsgSignature {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}
