package callback

import (
	"fmt"
	"strconv"
	"time"

	"wxtool/internal/wxcrypt"
)

// Diagnosis says whether a signature is right, and which slip made it wrong.
type Diagnosis struct {
	Valid    bool   `json:"valid"`
	Scheme   string `json:"scheme"`
	Expected string `json:"expected,omitempty"`
	Got      string `json:"got"`
	Reason   string `json:"reason,omitempty"` // a slip's name, see Slips
	Hint     string `json:"hint,omitempty"`
}

// DiagnoseOptions is what a diagnosis may use beside the account.
type DiagnoseOptions struct {
	Now    time.Time
	MaxAge time.Duration // 0: any age will do
	// OtherTokens are the Tokens of other accounts by name, AppSecret this
	// account's: both are sometimes used by mistake.
	OtherTokens    map[string]string
	AppSecret      string
	EncodingAESKey string
	// OneSlip leaves out the search for two slips at once, which costs ten
	// times as much: for logs full of wrong signatures.
	OneSlip bool
}

// Diagnose checks a claim as a developer's server should and, when its signature
// is wrong, tries the slips people make and names the one that fits. Expected
// is there for the caller to show or hide; it is empty where a part of the
// signature is missing, and where the signature is right and the query is not.
func (a *Account) Diagnose(c *Claim, o DiagnoseOptions) Diagnosis {
	scheme := c.scheme(a.Platform)
	d := Diagnosis{Scheme: scheme, Got: c.Query.Get(scheme)}
	if d.Reason, d.Hint = a.missing(c, scheme); d.Reason != "" {
		return a.withSlip(d, c, o)
	}
	d.Expected = wxcrypt.Signature(c.parts(a.Token, scheme)...)
	if !wxcrypt.VerifySignature(d.Got, c.parts(a.Token, scheme)...) {
		d.Reason = "mismatch"
		return a.withSlip(d, c, o)
	}
	d.Reason, d.Hint = stale(c, o)
	d.Valid = d.Reason == ""
	switch {
	case !d.Valid:
	case swapped(c):
		d.Reason = SlipSwapped // sorting hides it from the signature, so it is valid
		d.Hint = "timestamp and nonce look swapped: sorting hides it from the signature, not from a check of the time"
	default:
		d.Hint = a.caveat(c, scheme)
	}
	return d
}

// missing names the first thing that the diagnosis needs and does not have.
func (a *Account) missing(c *Claim, scheme string) (reason, hint string) {
	for _, name := range []string{scheme, "timestamp", "nonce"} {
		if c.Query.Get(name) == "" {
			return "missing-" + name, fmt.Sprintf("the request has no %s; copy the whole query of the URL, in quotes so that the shell keeps each &", name)
		}
	}
	if a.downgraded(c) {
		return "not-encrypted", "the body has no Encrypt, though the push must be encrypted: only signature could be checked, which does not cover the body, so anybody who saw one signed URL can send this. Refuse it"
	}
	if scheme == SchemeMsgSignature && c.fourth() == "" {
		return "missing-encrypt", "msg_signature covers the Encrypt value of the body (or the echostr of a verification): give the body too"
	}
	return "", ""
}

// downgraded: the URL or the account's mode says that the push is encrypted, and
// its body is not.
func (a *Account) downgraded(c *Claim) bool {
	said := c.Query.Get("encrypt_type") == "aes" || c.Query.Get("msg_signature") != ""
	return a.Platform == MP && c.HasBody && c.Encrypt == "" && (said || a.Mode == Safe || a.Mode == Compatible)
}

// caveat tells what a right signature still leaves open.
func (a *Account) caveat(c *Claim, scheme string) string {
	encrypted := c.Query.Get("encrypt_type") == "aes" || c.Query.Get("msg_signature") != ""
	switch {
	case scheme == SchemeSignature && encrypted && !c.HasBody:
		return "signature does not cover the body; give the body to check msg_signature, which does"
	}
	return ""
}

// stale reports an age above the limit, if there is one.
func stale(c *Claim, o DiagnoseOptions) (reason, hint string) {
	if o.MaxAge <= 0 {
		return "", ""
	}
	sent, err := strconv.ParseInt(c.Query.Get("timestamp"), 10, 64)
	if err != nil {
		return "bad-timestamp", "timestamp is not a number of seconds since 1970"
	}
	if swapped(c) {
		return SlipSwapped, "nonce holds a time and timestamp does not: the two are swapped"
	}
	if sent > 1e11 {
		return "bad-timestamp", "timestamp is in milliseconds; the platform sends seconds"
	}
	age := o.Now.Sub(time.Unix(sent, 0))
	ahead := time.Unix(sent, 0).Sub(o.Now) // not -age: both stop at the ends of Duration
	switch {
	case age > o.MaxAge:
		return "stale", fmt.Sprintf("the signature is right but %s old, more than %s: a replay, or a clock that is off", age.Round(time.Second), o.MaxAge)
	case ahead > o.MaxAge:
		return "future", fmt.Sprintf("the signature is right but dated %s ahead of this machine's clock: one of the clocks is off", ahead.Round(time.Second))
	}
	return "", ""
}

// swapped: the nonce could be a time and the timestamp could not.
func swapped(c *Claim) bool {
	return plausibleTime(c.Query.Get("nonce")) && !plausibleTime(c.Query.Get("timestamp"))
}

// plausibleTime accepts Unix seconds from 2012, when the platform opened, to
// 2099.
func plausibleTime(s string) bool {
	n, err := strconv.ParseInt(s, 10, 64)
	return err == nil && len(s) == 10 && n >= 1325376000 && n < 4102444800
}
