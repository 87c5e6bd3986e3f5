package callback

import (
	"strings"

	"wxtool/internal/wxcrypt"
)

// The mistakes that make a signature wrong. The reason of a diagnosis with two of them is
// both, joined by "+".
const (
	MistakeTokenSpaces    = "token-spaces"
	MistakeTokenOfOther   = "token-of-profile"
	MistakeTokenIsOther   = "not-the-token"
	MistakePlusToSpace    = "plus-to-space"
	MistakeUnsorted       = "unsorted"
	MistakeSwapped        = "timestamp-nonce-swapped"
	MistakeSeparator      = "joined-with-separator"
	MistakeSignature      = "signature-for-msg_signature"
	MistakeMsgSignature   = "msg_signature-for-signature"
	MistakeUpperCase      = "upper-case"
	MistakeEchostrSigned  = "echostr-signed"
	MistakeQuerySigned    = "query-signed"
	MistakeCompatibleBody = "compatible-body"
	MistakeDoubleEncoding = "double-encoding"
	MistakeHTMLEscaped    = "html-escaped"
	MistakeOtherHash      = "not-sha1"
)

// mistake is a mistake with its hint.
type mistake struct {
	name string
	hint advice
}

// tokenGuess is a Token that the signer may have used.
type tokenGuess struct {
	mistake
	token string
}

// withMistake sets the reason and hint of the diagnosis to the mistake that explains it. One
// mistake is tried before combinations of two. A match is a match of 160 bits, so the
// explanation is certain.
func (a *Account) withMistake(d Diagnosis, c *Claim, o DiagnoseOptions) Diagnosis {
	if s, ok := a.findMistake(d, c, o); ok {
		d.Reason, d.Hint = s.name, s.hint.in(o.Lang)
		if s.name == MistakeHTMLEscaped || s.name == MistakeDoubleEncoding || s.name == MistakePlusToSpace {
			d.Expected = "" // it was computed from the broken values
		}
	} else if d.Reason == "mismatch" && !isDigest(d.Got) && !isDigest(strings.ToLower(d.Got)) {
		d.Hint = hintNotSignature.with().in(o.Lang)
	} else if d.Reason == "mismatch" {
		d.Hint = hintMismatch.with().in(o.Lang)
	}
	return d
}

func (a *Account) findMistake(d Diagnosis, c *Claim, o DiagnoseOptions) (mistake, bool) {
	if s, ok := a.shapeMistake(d, c); ok {
		return s, true
	}
	if d.Reason != "mismatch" && wxcrypt.VerifySignature(d.Got, c.parts(a.Token, d.Scheme)...) {
		return mistake{}, false // the signature is right, only something is missing
	}
	if !isDigest(d.Got) {
		return mistake{}, false // not a SHA-1 of any text
	}
	tokens, f := o.tokens, o.finder
	if f == nil {
		tokens, f = a.tokenGuesses(o), newFinder()
	}
	f.begin(d, c)
	if found, ok := f.parts(a.Token); ok {
		return found, true
	}
	for _, t := range tokens {
		if f.isRight(t.token) {
			return t.mistake, true
		}
	}
	if o.OneMistake {
		return mistake{}, false
	}
	for _, t := range tokens {
		if p, ok := f.parts(t.token); ok {
			return mistake{t.name + "+" + p.name, hintBoth.with(t.hint.in(o.Lang), p.hint.in(o.Lang))}, true
		}
	}
	return mistake{}, false
}

// isDigest reports whether got has the form of a signature: 40 lower-case hexadecimal
// digits.
func isDigest(got string) bool {
	const digits = (1<<10 - 1) << '0'
	const letters = (1<<6 - 1) << ('a' - 64)
	allowed, ok := [4]uint64{digits, letters}, uint64(1) // no branches, see bareValue
	for i := range len(got) {
		ok &= allowed[got[i]>>6] >> (got[i] & 63)
	}
	return ok == 1 && len(got) == 40
}

// signed reports whether the signature of the claim is right.
func (a *Account) signed(c *Claim) bool {
	scheme := c.scheme(a)
	return wxcrypt.VerifySignature(c.Query.Get(scheme), c.parts(a.Token, scheme)...)
}

// shapeMistake finds mistakes in the form of the request: escaped separators, a missing
// msg_signature, upper case or another hash.
func (a *Account) shapeMistake(d Diagnosis, c *Claim) (mistake, bool) {
	if u := c.htmlUnescaped(); u != nil && a.signed(u) {
		return mistake{MistakeHTMLEscaped, hintHTMLEscaped.with()}, true
	}
	if u := c.unescapedTwice(); u != nil && a.signed(u) {
		return mistake{MistakeDoubleEncoding, hintEncodedTwice.with()}, true
	}
	if d.Got == "" && d.Scheme == SchemeMsgSignature && c.Query.Get("signature") != "" {
		return mistake{MistakeSignature, hintNoMsgSignature.with()}, true
	}
	if d.Expected != "" && d.Got != d.Expected && strings.EqualFold(d.Got, d.Expected) {
		return mistake{MistakeUpperCase, hintUpperCase.with()}, true
	}
	switch len(d.Got) {
	case 32:
		return mistake{MistakeOtherHash, hintMD5.with()}, true
	case 64:
		return mistake{MistakeOtherHash, hintSHA256.with()}, true
	case 28:
		return mistake{MistakeOtherHash, hintBase64.with()}, true
	}
	return mistake{}, false
}

// tokenGuesses returns the Tokens that are used by mistake.
func (a *Account) tokenGuesses(o DiagnoseOptions) []tokenGuess {
	spaces := mistake{MistakeTokenSpaces, hintTokenSpaces.with()}
	var guesses []tokenGuess
	for _, t := range []string{strings.TrimSpace(a.Token), a.Token + " ", " " + a.Token, a.Token + "\n", a.Token + "\r\n", a.Token + "\r", a.Token + "\t"} {
		if t != a.Token {
			guesses = append(guesses, tokenGuess{spaces, t})
		}
	}
	for _, name := range sortedKeys(o.OtherTokens) {
		guesses = append(guesses, tokenGuess{mistake{MistakeTokenOfOther, hintTokenOfProfile.with(name)}, o.OtherTokens[name]})
	}
	for _, other := range []struct {
		hint  hint
		token string
	}{{hintSignedWithAppID, a.AppID}, {hintSignedWithSecret, o.AppSecret}, {hintSignedWithKey, o.EncodingAESKey}, {hintSignedWithQuotes, `"` + a.Token + `"`}, {hintSignedWithNothing, ""}} {
		if other.token != "" || other.hint == hintSignedWithNothing {
			guesses = append(guesses, tokenGuess{mistake{MistakeTokenIsOther, other.hint.with()}, other.token})
		}
	}
	return guesses
}
