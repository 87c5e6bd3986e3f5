package callback

import (
	"crypto/subtle"
	"net/url"
	"strings"

	"wxtool/internal/wxcrypt"
)

// The slips by which a signature goes wrong. A diagnosis whose claim shows two of
// them names both, joined by "+".
const (
	SlipTokenSpaces    = "token-spaces"
	SlipTokenOfOther   = "token-of-profile"
	SlipTokenIsOther   = "not-the-token"
	SlipPlusToSpace    = "plus-to-space"
	SlipUnsorted       = "unsorted"
	SlipSwapped        = "timestamp-nonce-swapped"
	SlipSeparator      = "joined-with-separator"
	SlipSignature      = "signature-for-msg_signature"
	SlipMsgSignature   = "msg_signature-for-signature"
	SlipUpperCase      = "upper-case"
	SlipEchostrSigned  = "echostr-signed"
	SlipQuerySigned    = "query-signed"
	SlipCompatibleBody = "compatible-body"
	SlipDoubleEncoding = "double-encoding"
	SlipHTMLEscaped    = "html-escaped"
	SlipOtherHash      = "not-sha1"
)

// slip is one mistake: a name, what to tell, and how its maker would have
// signed.
type slip struct {
	name, hint string
}

// tokenGuess is a Token somebody may have signed with.
type tokenGuess struct {
	slip
	token string
}

// partsGuess makes the text that somebody may have hashed out of a Token.
type partsGuess struct {
	slip
	digests func(token string) [][]string // each joined unsorted as given
}

// withSlip replaces the diagnosis's reason by the slip that explains it. One slip
// is tried before two, so that the simplest explanation wins; as a fit is a
// match of 160 bits, no other mistake is ever blamed.
func (a *Account) withSlip(d Diagnosis, c *Claim, o DiagnoseOptions) Diagnosis {
	if s, ok := a.findSlip(d, c, o); ok {
		d.Reason, d.Hint = s.name, s.hint
		if s.name == SlipHTMLEscaped || s.name == SlipDoubleEncoding || s.name == SlipPlusToSpace {
			d.Expected = "" // it would be that of the broken values
		}
	} else if d.Reason == "mismatch" {
		d.Hint = "none of the usual slips fits. Most often the Token differs from the console's (it is case-sensitive), or a value was changed on its way"
	}
	return d
}

func (a *Account) findSlip(d Diagnosis, c *Claim, o DiagnoseOptions) (slip, bool) {
	if s, ok := a.shapeSlip(d, c); ok {
		return s, true
	}
	if wxcrypt.VerifySignature(d.Got, c.parts(a.Token, d.Scheme)...) {
		return slip{}, false // right for what is there: only something is missing
	}
	if !isDigest(d.Got) {
		return slip{}, false // no text has it
	}
	tokens, parts := a.tokenGuesses(o), a.partsGuesses(d, c)
	for _, p := range parts {
		if fits(d.Got, p, a.Token) {
			return p.slip, true
		}
	}
	plain := partsGuess{digests: func(t string) [][]string { return [][]string{sorted(c.parts(t, d.Scheme))} }}
	for _, t := range tokens {
		if fits(d.Got, plain, t.token) {
			return t.slip, true
		}
	}
	if o.OneSlip {
		return slip{}, false
	}
	for _, t := range tokens {
		for _, p := range parts {
			if fits(d.Got, p, t.token) {
				return slip{t.name + "+" + p.name, t.hint + ". Besides, " + p.hint}, true
			}
		}
	}
	return slip{}, false
}

// isDigest reports whether got can be a signature: 40 digits of lower-case
// hexadecimal.
func isDigest(got string) bool {
	return len(got) == 40 && strings.Trim(got, "0123456789abcdef") == ""
}

func fits(got string, p partsGuess, token string) bool {
	var room [512]byte
	for _, digest := range p.digests(token) {
		if subtle.ConstantTimeCompare(wxcrypt.AppendDigest(room[:0], digest...), []byte(got)) == 1 {
			return true
		}
	}
	return false
}

// fits reports whether the claim as it stands is rightly signed.
func (a *Account) fits(c *Claim) bool {
	scheme := c.scheme(a.Platform)
	return wxcrypt.VerifySignature(c.Query.Get(scheme), c.parts(a.Token, scheme)...)
}

// shapeSlip finds slips that show in the request's form: the signature under
// the other one's name, escaped separators, another alphabet or hash.
func (a *Account) shapeSlip(d Diagnosis, c *Claim) (slip, bool) {
	if u := c.htmlUnescaped(); u != nil && a.fits(u) {
		return slip{SlipHTMLEscaped, "the URL went through HTML: its parameters are separated by &amp; instead of &, or &timestamp became ×tamp"}, true
	}
	if u := c.unescapedTwice(); u != nil && a.fits(u) {
		return slip{SlipDoubleEncoding, "the query was URL-encoded twice: decoded once more, the signature fits"}, true
	}
	if d.Got == "" && d.Scheme == SchemeMsgSignature && c.Query.Get("signature") != "" {
		return slip{SlipSignature, "the request has signature but no msg_signature: where a message is encrypted the parameter is msg_signature, which covers Encrypt as well"}, true
	}
	if lower := strings.ToLower(d.Got); lower != d.Got && d.Expected != "" && lower == d.Expected {
		return slip{SlipUpperCase, "the signature is in upper-case hexadecimal; the platform sends and expects lower case"}, true
	}
	switch len(d.Got) {
	case 32:
		return slip{SlipOtherHash, "32 characters are an MD5; the signature is a SHA-1 of 40 hexadecimal characters"}, true
	case 64:
		return slip{SlipOtherHash, "64 characters are a SHA-256; the signature is a SHA-1 of 40 hexadecimal characters"}, true
	case 28:
		return slip{SlipOtherHash, "28 characters are a SHA-1 in base64; the signature is 40 hexadecimal characters"}, true
	}
	return slip{}, false
}

// tokenGuesses are the Tokens that are used by mistake.
func (a *Account) tokenGuesses(o DiagnoseOptions) []tokenGuess {
	spaces := slip{SlipTokenSpaces, "the signature fits once spaces or line ends around the Token are put right: look for them in the console and in the configuration"}
	var guesses []tokenGuess
	for _, t := range []string{strings.TrimSpace(a.Token), a.Token + " ", " " + a.Token, a.Token + "\n", a.Token + "\r\n", a.Token + "\r", a.Token + "\t"} {
		if t != a.Token {
			guesses = append(guesses, tokenGuess{spaces, t})
		}
	}
	for _, name := range sortedKeys(o.OtherTokens) {
		guesses = append(guesses, tokenGuess{slip{SlipTokenOfOther, "it was signed with the Token of profile " + name}, o.OtherTokens[name]})
	}
	for _, other := range []Param{{"app id", a.AppID}, {"app secret", o.AppSecret}, {"EncodingAESKey", o.EncodingAESKey}, {"quoted Token", `"` + a.Token + `"`}, {"empty string", ""}} {
		if other.Value != "" || other.Name == "empty string" {
			guesses = append(guesses, tokenGuess{slip{SlipTokenIsOther, "it was signed with the " + other.Name + " in the Token's place"}, other.Value})
		}
	}
	return guesses
}

// partsGuesses are the ways of putting the parts together wrongly.
func (a *Account) partsGuesses(d Diagnosis, c *Claim) []partsGuess {
	guesses := []partsGuess{
		{slip{SlipUnsorted + "+" + SlipSwapped, "the parts were joined unsorted, as Token, nonce, timestamp; sort them byte-wise before joining"}, func(t string) [][]string {
			p := c.parts(t, d.Scheme)
			return [][]string{append([]string{p[0], p[2], p[1]}, p[3:]...)}
		}},
		{slip{SlipUnsorted, "the parts were joined without sorting them; sort them byte-wise as strings before joining"}, func(t string) [][]string {
			return permutations(c.parts(t, d.Scheme))
		}},
		{slip{SlipSeparator, "the parts were joined with a separator between them; join them with nothing between"}, func(t string) [][]string {
			return separated(sorted(c.parts(t, d.Scheme)))
		}},
	}
	guesses = append(guesses, otherScheme(d.Scheme, c)...)
	for _, g := range fourthGuesses(d.Scheme, c) {
		guesses = append(guesses, partsGuess{g.slip, func(t string) [][]string {
			return [][]string{sorted([]string{t, c.Query.Get("timestamp"), c.Query.Get("nonce"), g.token})}
		}})
	}
	return append(guesses, querySigned(c))
}

// otherScheme: one signature's value under the other one's name.
func otherScheme(scheme string, c *Claim) []partsGuess {
	if scheme == SchemeMsgSignature {
		return []partsGuess{{slip{SlipSignature, "it is the value of signature (Token, timestamp, nonce) where msg_signature belongs, which covers Encrypt as well"}, func(t string) [][]string {
			return [][]string{sorted(c.parts(t, SchemeSignature))}
		}}}
	}
	if c.Encrypt == "" {
		return nil
	}
	return []partsGuess{{slip{SlipMsgSignature, "it is the value of msg_signature where signature belongs, which covers Token, timestamp and nonce only"}, func(t string) [][]string {
		return [][]string{sorted(c.parts(t, SchemeMsgSignature))}
	}}}
}

// fourthGuesses are texts somebody may have signed in Encrypt's place, or on
// top of the three parts.
func fourthGuesses(scheme string, c *Claim) []tokenGuess {
	var guesses []tokenGuess
	add := func(name, hint, text string) {
		if text != "" && (scheme == SchemeSignature || text != c.fourth()) {
			guesses = append(guesses, tokenGuess{slip{name, hint}, text})
		}
	}
	echostr, fourth := c.Query.Get("echostr"), c.fourth()
	if scheme == SchemeSignature {
		add(SlipEchostrSigned, "echostr was signed as well; signature covers Token, timestamp and nonce only", echostr)
	}
	if strings.Contains(fourth, " ") {
		add(SlipPlusToSpace, "a + in the base64 was turned into a space on its way: a + must be written %2B in a URL, and decoded once only", strings.ReplaceAll(fourth, " ", "+"))
	}
	add(SlipPlusToSpace, "the signer had spaces where the base64 has +: it decoded the value once too often", strings.ReplaceAll(fourth, "+", " "))
	add(SlipDoubleEncoding, "the signer used the percent-encoded value; decode it before signing", url.QueryEscape(fourth))
	if once, err := url.PathUnescape(fourth); err == nil {
		add(SlipDoubleEncoding, "the value is still percent-encoded; decode it before signing", once)
	}
	add(SlipCompatibleBody, "the whole body was signed instead of its Encrypt element; in compatible mode the plain fields beside it are not covered", string(c.Body))
	return guesses
}

// querySigned: all parameters, or the query as it stands, were signed.
func querySigned(c *Claim) partsGuess {
	hint := slip{SlipQuerySigned, "all parameters of the URL were signed; only Token, timestamp, nonce (and Encrypt or an encrypted echostr) belong in"}
	return partsGuess{hint, func(t string) [][]string {
		values, unsigned := []string{t}, c.unsignedQuery()
		for _, p := range c.Query {
			if p.Name != SchemeSignature && p.Name != SchemeMsgSignature {
				values = append(values, p.Value)
			}
		}
		return [][]string{sorted(values), sorted(append(values, c.Encrypt)), sorted([]string{t, unsigned}), {t, unsigned}, {unsigned, t}, {unsigned}}
	}}
}
