package callback

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The search for a mistake, without the buffers and short cuts of finder.

// partsGuess returns the texts that the signer may have hashed with a Token.
type partsGuess struct {
	mistake
	digests func(token string) [][]string // each is joined in this order
}

func slowMistake(a *Account, d Diagnosis, c *Claim, o DiagnoseOptions) (mistake, bool) {
	fits := func(p partsGuess, token string) bool {
		return slices.ContainsFunc(p.digests(token), func(parts []string) bool {
			sum := sha1.Sum([]byte(strings.Join(parts, "")))
			return hex.EncodeToString(sum[:]) == d.Got
		})
	}
	tokens, parts := a.tokenGuesses(o), partsGuesses(d, c)
	for _, p := range parts {
		if fits(p, a.Token) {
			return p.mistake, true
		}
	}
	plain := partsGuess{digests: func(t string) [][]string { return [][]string{sorted(c.parts(t, d.Scheme))} }}
	for _, t := range tokens {
		if fits(plain, t.token) {
			return t.mistake, true
		}
	}
	if o.OneMistake {
		return mistake{}, false
	}
	for _, t := range tokens {
		for _, p := range parts {
			if fits(p, t.token) {
				return mistake{t.name + "+" + p.name, hintBoth.with(t.hint.in(o.Lang), p.hint.in(o.Lang))}, true
			}
		}
	}
	return mistake{}, false
}

// partsGuesses returns the wrong ways to join the parts.
func partsGuesses(d Diagnosis, c *Claim) []partsGuess {
	guesses := []partsGuess{
		{mistake{MistakeUnsorted + "+" + MistakeSwapped, hintUnsortedSwapped.with()}, func(t string) [][]string {
			p := c.parts(t, d.Scheme)
			return [][]string{append([]string{p[0], p[2], p[1]}, p[3:]...)}
		}},
		{mistake{MistakeUnsorted, hintUnsorted.with()}, func(t string) [][]string {
			return permutations(c.parts(t, d.Scheme))
		}},
		{mistake{MistakeSeparator, hintSeparator.with()}, func(t string) [][]string {
			return separated(sorted(c.parts(t, d.Scheme)))
		}},
	}
	guesses = append(guesses, otherScheme(d.Scheme, c)...)
	for _, g := range fourthGuesses(d.Scheme, c) {
		guesses = append(guesses, partsGuess{g.mistake, func(t string) [][]string {
			return [][]string{sorted([]string{t, c.Query.Get("timestamp"), c.Query.Get("nonce"), g.token})}
		}})
	}
	return append(guesses, querySigned(c))
}

// otherScheme returns the guess that one signature was sent as the other one.
func otherScheme(scheme string, c *Claim) []partsGuess {
	if scheme == SchemeMsgSignature {
		return []partsGuess{{mistake{MistakeSignature, hintIsSignature.with()}, func(t string) [][]string {
			return [][]string{sorted(c.parts(t, SchemeSignature))}
		}}}
	}
	if c.Encrypt == "" {
		return nil
	}
	return []partsGuess{{mistake{MistakeMsgSignature, hintIsMsgSignature.with()}, func(t string) [][]string {
		return [][]string{sorted(c.parts(t, SchemeMsgSignature))}
	}}}
}

// querySigned returns the guess that all parameters, or the raw query, were signed.
func querySigned(c *Claim) partsGuess {
	hint := mistake{MistakeQuerySigned, hintQuerySigned.with()}
	return partsGuess{hint, func(t string) [][]string {
		values, unsigned := []string{t}, string(c.appendUnsigned(nil))
		for _, p := range c.Query {
			if p.Name != SchemeSignature && p.Name != SchemeMsgSignature {
				values = append(values, p.Value)
			}
		}
		return [][]string{sorted(values), sorted(append(values, c.Encrypt)), sorted([]string{t, unsigned}), {t, unsigned}, {unsigned, t}, {unsigned}}
	}}
}

// permutations returns all orders of parts except the sorted one.
func permutations(parts []string) [][]string {
	right := sorted(parts)
	var all [][]string
	var permute func(k int)
	permute = func(k int) {
		if k == len(parts) {
			if !slices.Equal(parts, right) {
				all = append(all, slices.Clone(parts))
			}
			return
		}
		for i := k; i < len(parts); i++ {
			parts[k], parts[i] = parts[i], parts[k]
			permute(k + 1)
			parts[k], parts[i] = parts[i], parts[k]
		}
	}
	parts = slices.Clone(parts)
	permute(0)
	return all
}

// separated joins parts with each common separator.
func separated(parts []string) [][]string {
	var all [][]string
	for _, sep := range []string{"&", ",", " ", "\n", "|", "-", "_", ":", "+"} {
		var with []string
		for i, p := range parts {
			if i > 0 {
				with = append(with, sep)
			}
			with = append(with, p)
		}
		all = append(all, with)
	}
	return all
}

// TestFinder: the mistake found is that of the plain search, for the signature of each
// text that the plain search tries, and for one that it does not.
func TestFinder(t *testing.T) {
	a := &Account{Platform: MP, Token: " tok3n", AppID: "wx0123456789abcdef"}
	o := DiagnoseOptions{OtherTokens: map[string]string{"shop": "0ther", "same": " tok3n"}, AppSecret: "s3cret", EncodingAESKey: "key"}
	for _, scheme := range []string{SchemeSignature, SchemeMsgSignature} {
		for _, query := range []string{
			"timestamp=1714036504&nonce=1514711492", "nonce=1&timestamp=2&signature=x", "timestamp=5&nonce=5", "timestamp=1&nonce=2&nonce=3",
			"timestamp=1714036504&nonce=1514711492&openid=oABC&msg_signature=9", "timestamp=1&nonce=2&echostr=a%20b%2Bc", "timestamp=1&nonce=2&a=%25&b",
		} {
			for _, encrypt := range []string{"", "AA+/=", "AA %2B"} {
				c := &Claim{Query: ParseQuery(query), RawQuery: query, Encrypt: encrypt}
				if encrypt != "" {
					c.Body, c.HasBody = []byte("<xml>"+encrypt+"</xml>"), true
				}
				for _, o.OneMistake = range []bool{true, false} {
					compareFinder(t, a, scheme, c, o)
				}
			}
		}
	}
}

func compareFinder(t *testing.T, a *Account, scheme string, c *Claim, o DiagnoseOptions) {
	t.Helper()
	d := Diagnosis{Scheme: scheme, Reason: "mismatch"}
	texts := [][]string{{"no text"}}
	for _, token := range append(a.tokenGuesses(o), tokenGuess{token: a.Token}) {
		texts = append(texts, sorted(c.parts(token.token, scheme)))
		for _, p := range partsGuesses(d, c) {
			texts = append(texts, p.digests(token.token)...)
		}
	}
	right := strings.Join(sorted(c.parts(a.Token, scheme)), "")
	for i, parts := range texts {
		if strings.Join(parts, "") == right || !o.OneMistake && i%23 > 0 { // a search for two mistakes takes long
			continue
		}
		sum := sha1.Sum([]byte(strings.Join(parts, "")))
		d.Got = hex.EncodeToString(sum[:])
		if d.Got == "" {
			t.Fatal("no signature")
		}
		want, found := slowMistake(a, d, c, o)
		got, ok := a.findMistake(d, c, o)
		if ok != found || got.name != want.name || fmt.Sprint(got.hint) != fmt.Sprint(want.hint) {
			t.Fatalf("%s, %s, %q: %v, %t, want %v, %t", scheme, c.RawQuery, parts, got, ok, want, found)
		}
	}
}
