package jsapi

import (
	"crypto/subtle"
	"strings"

	"wxtool/internal/lang"
)

// Diagnosis reports whether the signature of a page is right, and which mistake made it
// wrong.
type Diagnosis struct {
	Valid    bool   `json:"valid"`              // the signature is right
	URL      string `json:"url"`                // the part of the page's URL that is signed
	Expected string `json:"expected,omitempty"` // the right signature, with --show-expected
	Got      string `json:"got"`                // the signature that was given
	Reason   string `json:"reason,omitempty"`   // a mistake, such as fragment-kept, or mismatch
	Hint     string `json:"hint,omitempty"`     // what the mistake is, and what to do
}

// Options is the input of Diagnose beside the configuration and the signature. Others
// are values that are sometimes used instead of the ticket, by name, such as
// access_token.
type Options struct {
	Others map[string]string
	Lang   lang.Language // of the hint
}

// Diagnose checks the signature of a page whose address bar has c.URL. If it is wrong,
// Diagnose tries the common mistakes, and two of them at once, and names the first that
// explains it.
func Diagnose(c Config, got string, o Options) Diagnosis {
	d := Diagnosis{URL: PageURL(c.URL), Expected: c.Signature(), Got: got}
	if same(got, d.Expected) {
		d.Valid = true
		if inMilliseconds(c.Timestamp) {
			d.Reason, d.Hint = "milliseconds", hintMilliseconds.In(o.Lang)
		}
		return d
	}
	if found, known := explain(c, got, o); known {
		d.Reason, d.Hint = found.name, found.hint.In(o.Lang)
		return d
	}
	d.Reason, d.Hint = "mismatch", hintMismatch.In(o.Lang)
	return d
}

func same(got, want string) bool {
	return subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// explain finds the mistake, or else the pair of mistakes, that makes the signature.
func explain(c Config, got string, o Options) (mistake, bool) {
	if same(strings.ToLower(got), c.Signature()) {
		return mistake{name: "upper-case", hint: hintUpperCase}, true
	}
	right := signed{c, plainText, PageURL(c.URL)}
	all := mistakes(o.Others)
	for _, m := range all {
		for _, wrong := range m.make(right) {
			if wrong.makes(got) {
				return m, true
			}
		}
	}
	for i, m := range all {
		for _, half := range m.make(right) {
			for _, n := range all[i+1:] {
				for _, wrong := range n.make(half) {
					if wrong.makes(got) {
						return both(m, n), true
					}
				}
			}
		}
	}
	return mistake{}, false
}
