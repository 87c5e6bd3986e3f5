package callback

import (
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"wxtool/internal/wxcrypt"
)

// finder searches the mistake that explains a signature. It hashes some thirty texts for
// a signature that no mistake explains, so it joins them in buffers of its own.
type finder struct {
	claim   *Claim
	scheme  string
	got     [20]byte
	rest    [3]string // timestamp, nonce, and with msg_signature what it covers
	count   int       // of rest
	fourths []tokenGuess
	values  []string // of all parameters without a signature
	usual   bool     // values are those of timestamp and nonce alone
	query   []byte   // as values, but as received

	joined []byte
}

// begin prepares a search. It keeps the buffers of the search before.
func (f *finder) begin(d Diagnosis, c *Claim) {
	f.claim, f.scheme, f.fourths = c, d.Scheme, fourthGuesses(d.Scheme, c)
	f.query, f.values = c.appendUnsigned(f.query[:0]), f.values[:0]
	hex.Decode(f.got[:], []byte(d.Got)) // isDigest
	f.rest, f.count = [3]string{c.Query.Get("timestamp"), c.Query.Get("nonce")}, 2
	if f.scheme == SchemeMsgSignature {
		f.rest[2], f.count = c.fourth(), 3
	}
	for _, p := range c.Query {
		if p.Name != SchemeSignature && p.Name != SchemeMsgSignature {
			f.values = append(f.values, p.Value)
		}
	}
	f.usual = len(f.values) == 2 && sameTwo(f.values, f.rest[:2])
}

func sameTwo(a, b []string) bool {
	return a[0] == b[0] && a[1] == b[1] || a[0] == b[1] && a[1] == b[0]
}

// is reports whether the signature is the digest of parts joined in this order.
func (f *finder) is(parts ...string) bool {
	f.joined = f.joined[:0]
	for _, part := range parts {
		f.joined = append(f.joined, part...)
	}
	return wxcrypt.IsDigest(&f.got, f.joined)
}

// isSorted reports whether the signature is the digest of parts joined in order. It sorts
// parts.
func (f *finder) isSorted(parts []string) bool {
	sortFew(parts)
	return f.is(parts...)
}

// isRight reports whether the signature is right with this Token.
func (f *finder) isRight(token string) bool {
	parts := [4]string{token, f.rest[0], f.rest[1], f.rest[2]}
	return f.isSorted(parts[:1+f.count])
}

// sortFew sorts a few texts without the overhead of slices.Sort.
func sortFew(parts []string) {
	for i := 1; i < len(parts); i++ {
		for j := i; j > 0 && parts[j] < parts[j-1]; j-- {
			parts[j], parts[j-1] = parts[j-1], parts[j]
		}
	}
}

// parts returns the wrong way to join the parts that fits with this Token.
func (f *finder) parts(token string) (mistake, bool) {
	all := [4]string{token, f.rest[0], f.rest[1], f.rest[2]}
	p := all[:1+f.count]
	switch {
	case f.is(p[0], p[2], p[1], all[3]): // without a fourth part, it is empty
		return mistake{MistakeUnsorted + "+" + MistakeSwapped, hintUnsortedSwapped.with()}, true
	case f.isUnsorted(p):
		return mistake{MistakeUnsorted, hintUnsorted.with()}, true
	case f.isSeparated(p): // it sorts them
		return mistake{MistakeSeparator, hintSeparator.with()}, true
	}
	if found, ok := f.otherScheme(token); ok {
		return found, true
	}
	for _, g := range f.fourths {
		if f.isSorted([]string{token, f.rest[0], f.rest[1], g.token}) {
			return g.mistake, true
		}
	}
	if f.isQuery(token) {
		return mistake{MistakeQuerySigned, hintQuerySigned.with()}, true
	}
	return mistake{}, false
}

// isUnsorted tries all orders of parts except the sorted one, and the one that the method
// parts has tried.
func (f *finder) isUnsorted(parts []string) bool {
	var room [4]string
	right := append(room[:0], parts...)
	sortFew(right)
	orders := 6
	if len(parts) == 4 {
		orders = 24
	}
	for n := range orders {
		order := nthOrder(parts, n)
		tried := order[0] == parts[0] && order[1] == parts[2] && order[2] == parts[1]
		if !tried && !slices.Equal(order[:len(parts)], right) && f.is(order[:]...) {
			return true
		}
	}
	return false
}

// nthOrder returns one of the orders of three or four parts.
func nthOrder(parts []string, n int) (order [4]string) {
	copy(order[:], parts)
	for i := range len(parts) - 1 {
		left := len(parts) - i
		j := i + n%left
		n /= left
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// isSeparated sorts parts and joins them with each common separator.
func (f *finder) isSeparated(parts []string) bool {
	sortFew(parts)
	var room [3]int
	at := room[:0] // the places of the separators
	f.joined = append(f.joined[:0], parts[0]...)
	for _, part := range parts[1:] {
		at = append(at, len(f.joined))
		f.joined = append(append(f.joined, 0), part...)
	}
	for _, separator := range [...]byte{'&', ',', ' ', '\n', '|', '-', '_', ':', '+'} {
		for _, i := range at {
			f.joined[i] = separator
		}
		if wxcrypt.IsDigest(&f.got, f.joined) {
			return true
		}
	}
	return false
}

// otherScheme reports whether one signature was sent as the other one.
func (f *finder) otherScheme(token string) (mistake, bool) {
	parts := [4]string{token, f.rest[0], f.rest[1], f.claim.Encrypt}
	switch {
	case f.scheme == SchemeMsgSignature:
		return mistake{MistakeSignature, hintIsSignature.with()}, f.isSorted(parts[:3])
	case f.claim.Encrypt != "":
		return mistake{MistakeMsgSignature, hintIsMsgSignature.with()}, f.isSorted(parts[:])
	}
	return mistake{}, false
}

// isQuery reports whether all parameters, or the raw query, were signed.
func (f *finder) isQuery(token string) bool {
	if !f.usual { // else these were tried before
		var room [10]string
		values := append(append(room[:0], token), f.values...)
		if f.isSorted(values) || f.claim.Encrypt != "" && f.isSorted(append(values, f.claim.Encrypt)) {
			return true
		}
	}
	for _, around := range [...][2]string{{token, ""}, {"", token}, {"", ""}} {
		f.joined = append(append(append(f.joined[:0], around[0]...), f.query...), around[1]...)
		if wxcrypt.IsDigest(&f.got, f.joined) {
			return true
		}
	}
	return false
}

// fourthGuesses returns texts that the signer may have used instead of Encrypt, or in
// addition to the three parts.
func fourthGuesses(scheme string, c *Claim) []tokenGuess {
	if c.fourth() == "" && len(c.Body) == 0 {
		return nil
	}
	var guesses []tokenGuess
	add := func(name string, hint advice, text string) {
		if text != "" && (scheme == SchemeSignature || text != c.fourth()) {
			guesses = append(guesses, tokenGuess{mistake{name, hint}, text})
		}
	}
	echostr, fourth := c.Query.Get("echostr"), c.fourth()
	if scheme == SchemeSignature {
		add(MistakeEchostrSigned, hintEchostr.with(), echostr)
	}
	if strings.Contains(fourth, " ") {
		add(MistakePlusToSpace, hintPlusToSpace.with(), strings.ReplaceAll(fourth, " ", "+"))
	}
	add(MistakePlusToSpace, hintPlusDecoded.with(), strings.ReplaceAll(fourth, "+", " "))
	add(MistakeDoubleEncoding, hintEscapedSigned.with(), url.QueryEscape(fourth))
	if once, err := url.PathUnescape(fourth); err == nil {
		add(MistakeDoubleEncoding, hintStillEscaped.with(), once)
	}
	add(MistakeCompatibleBody, hintBodySigned.with(), string(c.Body))
	return guesses
}
