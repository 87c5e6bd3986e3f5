package callback

import (
	"encoding/hex"
	"net/url"
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
	sorted  [3]string // rest in order
	count   int       // of rest
	fourths []tokenGuess
	values  []string // of all parameters without a signature
	usual   bool     // values are those of timestamp and nonce alone
	query   []byte   // as values, but as received

	digests *wxcrypt.Digests
	joined  []byte
}

func newFinder() *finder { return &finder{digests: wxcrypt.NewDigests()} }

// begin prepares a search. It keeps the buffers of the search before.
func (f *finder) begin(d Diagnosis, c *Claim) {
	f.claim, f.scheme, f.fourths = c, d.Scheme, fourthGuesses(d.Scheme, c)
	f.query, f.values = c.appendUnsigned(f.query[:0]), f.values[:0]
	hex.Decode(f.got[:], []byte(d.Got)) // isDigest
	f.rest, f.count = [3]string{c.Query.Get("timestamp"), c.Query.Get("nonce")}, 2
	if f.scheme == SchemeMsgSignature {
		f.rest[2], f.count = c.fourth(), 3
	}
	f.sorted = f.rest
	sortFew(f.sorted[:f.count])
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
	joined := f.joined[:0]
	for _, part := range parts {
		joined = append(joined, part...)
	}
	f.joined = joined
	return f.digests.Is(&f.got, joined)
}

// isSorted reports whether the signature is the digest of parts joined in order. It sorts
// parts.
func (f *finder) isSorted(parts []string) bool {
	sortFew(parts)
	return f.is(parts...)
}

// isRight reports whether the signature is right with this Token.
func (f *finder) isRight(token string) bool {
	joined, rest := f.joined[:0], f.sorted[:f.count]
	for len(rest) > 0 && rest[0] < token {
		joined, rest = append(joined, rest[0]...), rest[1:]
	}
	joined = append(joined, token...)
	for _, part := range rest {
		joined = append(joined, part...)
	}
	f.joined = joined
	return f.digests.Is(&f.got, joined)
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

// isUnsorted tries all orders of parts except the sorted one.
func (f *finder) isUnsorted(parts []string) bool {
	all, right := [4]string{}, sortedOrder(parts)
	copy(all[:], parts)
	orders := partOrders[:]
	if len(parts) == 3 {
		orders = orders[:6]
	}
	for i, o := range orders {
		const swapped = 1 // the method parts has tried it
		if i != swapped && o != right && f.is(all[o[0]], all[o[1]], all[o[2]], all[o[3]]) {
			return true
		}
	}
	return false
}

// partOrders are the orders of four parts: first the six that leave the fourth at the end,
// which are those of three parts.
var partOrders = [24][4]uint8{
	{0, 1, 2, 3}, {0, 2, 1, 3}, {1, 0, 2, 3}, {1, 2, 0, 3}, {2, 0, 1, 3}, {2, 1, 0, 3},
	{0, 1, 3, 2}, {0, 2, 3, 1}, {0, 3, 1, 2}, {0, 3, 2, 1}, {1, 0, 3, 2}, {1, 2, 3, 0},
	{1, 3, 0, 2}, {1, 3, 2, 0}, {2, 0, 3, 1}, {2, 1, 3, 0}, {2, 3, 0, 1}, {2, 3, 1, 0},
	{3, 0, 1, 2}, {3, 0, 2, 1}, {3, 1, 0, 2}, {3, 1, 2, 0}, {3, 2, 0, 1}, {3, 2, 1, 0},
}

// sortedOrder returns the order that sorts three or four parts.
func sortedOrder(parts []string) [4]uint8 {
	order := partOrders[0]
	for i := 1; i < len(parts); i++ {
		for j := i; j > 0 && parts[order[j]] < parts[order[j-1]]; j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
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
		if f.digests.Is(&f.got, f.joined) {
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
		if f.digests.Is(&f.got, f.joined) {
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
