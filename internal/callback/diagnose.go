package callback

import (
	"crypto/subtle"
	"strconv"
	"time"

	"wxtool/internal/lang"
)

// Diagnosis reports whether a signature is right, and which mistake made it wrong.
type Diagnosis struct {
	Valid    bool   `json:"valid"`
	Scheme   string `json:"scheme"`
	Expected string `json:"expected,omitempty"`
	Got      string `json:"got"`
	Reason   string `json:"reason,omitempty"` // a mistake, such as MistakeUnsorted, or another reason
	Hint     string `json:"hint,omitempty"`
}

// DiagnoseOptions is the input of Diagnose beside the account and the claim.
type DiagnoseOptions struct {
	Now    time.Time
	MaxAge time.Duration // 0 accepts any age
	// OtherTokens are the Tokens of other accounts, by name. They, AppSecret and
	// EncodingAESKey are sometimes used by mistake instead of the Token.
	OtherTokens    map[string]string
	AppSecret      string
	EncodingAESKey string
	Lang           lang.Language // of the hint
	// OneMistake skips the search for combinations of two mistakes, which is ten times as
	// expensive, for logs with many wrong signatures.
	OneMistake bool
	// NoExpected allows an empty Expected, which need not be computed for each log line.
	NoExpected bool

	// See Prepare.
	tokens []tokenGuess
	finder *finder
}

// Prepare returns options for many diagnoses for an account, one after another: what does
// not depend on the claim is computed once, and buffers are reused. Diagnoses with these
// options must not be concurrent.
func (o DiagnoseOptions) Prepare(a *Account) DiagnoseOptions {
	o.tokens, o.finder = a.tokenGuesses(o), newFinder()
	return o
}

// Diagnose checks a claim as a developer's server should. If the signature is wrong, it
// tries the common mistakes and returns the one that matches. Expected is empty if a
// part of the signature is missing, or if the signature is right and the query was
// changed. The caller decides whether to show it.
func (a *Account) Diagnose(c *Claim, o DiagnoseOptions) Diagnosis {
	if c.mismatch && o.NoExpected {
		d := Diagnosis{Scheme: SchemeSignature, Got: c.Query.Get(SchemeSignature), Reason: "mismatch"}
		if isDigest(d.Got) { // else one may have to compare with Expected
			return a.withMistake(d, c, o)
		}
	}
	scheme := c.scheme(a)
	d := Diagnosis{Scheme: scheme, Got: c.Query.Get(scheme)}
	var hint advice
	if d.Reason, hint = a.missing(c, scheme); d.Reason != "" {
		d.Hint = hint.in(o.Lang)
		return a.withMistake(d, c, o)
	}
	d.Expected = c.signature(a.Token, scheme)
	if subtle.ConstantTimeCompare([]byte(d.Got), []byte(d.Expected)) != 1 {
		d.Reason = "mismatch"
		return a.withMistake(d, c, o)
	}
	d.Reason, hint = stale(c, o)
	d.Valid = d.Reason == ""
	switch {
	case !d.Valid:
	case swapped(c):
		d.Reason = MistakeSwapped // the parts are sorted, so the signature is valid
		hint = hintValidSwapped.with()
	default:
		hint = a.caveat(c, scheme)
	}
	d.Hint = hint.in(o.Lang)
	return d
}

// missing returns a reason if the claim lacks something that Diagnose needs.
func (a *Account) missing(c *Claim, scheme string) (reason string, hint advice) {
	for _, name := range []string{scheme, "timestamp", "nonce"} {
		if c.Query.Get(name) == "" {
			return "missing-" + name, hintMissing.with(name)
		}
	}
	if a.downgraded(c) {
		return "not-encrypted", hintNotEncrypted.with()
	}
	if scheme == SchemeMsgSignature && c.fourth() == "" {
		return "missing-encrypt", hintNoEncrypt.with()
	}
	return "", advice{}
}

// downgraded reports whether the body is not encrypted although the URL or the mode of
// the account requires it.
func (a *Account) downgraded(c *Claim) bool {
	said := c.Query.Get("encrypt_type") == "aes" || c.Query.Get("msg_signature") != ""
	return a.Platform == MP && c.HasBody && c.Encrypt == "" && (said || a.Mode == Safe || a.Mode == Compatible)
}

// caveat returns what a right signature does not prove.
func (a *Account) caveat(c *Claim, scheme string) advice {
	encrypted := c.Query.Get("encrypt_type") == "aes" || c.Query.Get("msg_signature") != ""
	switch {
	case scheme == SchemeSignature && encrypted && !c.HasBody:
		return hintBodyNotCovered.with()
	}
	return advice{}
}

// stale returns a reason if the claim is older than MaxAge.
func stale(c *Claim, o DiagnoseOptions) (reason string, hint advice) {
	if o.MaxAge <= 0 {
		return "", advice{}
	}
	sent, err := strconv.ParseInt(c.Query.Get("timestamp"), 10, 64)
	if err != nil {
		return "bad-timestamp", hintNoTime.with()
	}
	if swapped(c) {
		return MistakeSwapped, hintSwapped.with()
	}
	if sent > 1e11 {
		return "bad-timestamp", hintMilliseconds.with()
	}
	age := o.Now.Sub(time.Unix(sent, 0))
	ahead := time.Unix(sent, 0).Sub(o.Now) // not -age, because Sub saturates
	switch {
	case age > o.MaxAge:
		return "stale", hintStale.with(age.Round(time.Second), o.MaxAge)
	case ahead > o.MaxAge:
		return "future", hintFuture.with(ahead.Round(time.Second))
	}
	return "", advice{}
}

// swapped reports whether the nonce is a plausible time and the timestamp is not.
func swapped(c *Claim) bool {
	return plausibleTime(c.Query.Get("nonce")) && !plausibleTime(c.Query.Get("timestamp"))
}

// plausibleTime accepts Unix seconds from 2012, the start of the platform, to 2099.
func plausibleTime(s string) bool {
	n, err := strconv.ParseInt(s, 10, 64)
	return err == nil && len(s) == 10 && n >= 1325376000 && n < 4102444800
}
