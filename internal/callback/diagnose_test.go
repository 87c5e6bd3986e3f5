package callback_test

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

func TestTwoMistakesAreBothNamed(t *testing.T) {
	others := append(joiningMistakes(), fourthMistakes()...)
	others = append(others, queryMistakes()...)
	tokens := map[string]string{ // what the signer used instead of the Token C4naryToken
		callback.MistakeTokenSpaces:  canaryTokens[0] + " ",
		callback.MistakeTokenOfOther: canaryOther,
		callback.MistakeTokenIsOther: canarySecret,
	}
	for name, wrong := range tokens {
		for _, m := range others {
			if m.how == "the query alone" {
				continue // the query has no Token
			}
			for _, s := range scenes(t) {
				query, body, ok := m.make(s, wrong)
				if !ok {
					continue
				}
				v := diagnosed(t, s.account(canaryTokens[0]), query, body, diagnoseOptions())
				if want := name + "+" + m.reason; v.Reason != want {
					t.Errorf("%s, %s: %q, want %q", s.name, m.how, v.Reason, want)
				}
			}
		}
	}
}

// TestSpacesAroundTheConfiguredToken: the spaces may also be in our configuration.
func TestSpacesAroundTheConfiguredToken(t *testing.T) {
	for _, configured := range []string{"C4naryToken ", "\tC4naryToken", "C4naryToken\r\n", " C4naryToken "} {
		for _, s := range scenes(t) {
			v := diagnosed(t, s.account(configured), s.signed(s.right("C4naryToken")), s.bodyBytes(), diagnoseOptions())
			if v.Reason != callback.MistakeTokenSpaces {
				t.Errorf("%q, %s: %q", configured, s.name, v.Reason)
			}
		}
	}
}

func TestTheOtherProfileIsNamed(t *testing.T) {
	s := scenes(t)[0]
	v := diagnosed(t, s.account(canaryTokens[0]), s.signed(s.right(canaryOther)), nil, diagnoseOptions())
	if !strings.Contains(v.Hint, "profile shop") {
		t.Errorf("hint = %q", v.Hint)
	}
}

func TestMissingParameters(t *testing.T) {
	e := wxtest.Encrypt(wxtest.Key, testRandom, mpText, "wx")
	body := xmlBody("", e)
	sig := wxtest.Signature("C4naryToken", "1735689600", "372623149")
	for name, tt := range map[string]struct {
		platform    callback.Platform
		query, body string
		reason      string
	}{
		"nothing":                          {callback.MP, "", "", "missing-signature"},
		"a bare URL":                       {callback.MP, "https://example.com/wx", "", "missing-signature"},
		"cut at the first &":               {callback.MP, "https://example.com/wx?signature=" + sig, "", "missing-timestamp"},
		"no signature":                     {callback.MP, "timestamp=1735689600&nonce=372623149", "", "missing-signature"},
		"no timestamp":                     {callback.MP, "signature=" + sig + "&nonce=372623149", "", "missing-timestamp"},
		"no timestamp, signed without one": {callback.MP, "signature=" + wxtest.Signature("C4naryToken", "372623149") + "&nonce=372623149", "", "missing-timestamp"},
		"no nonce, signed without one":     {callback.MP, "signature=" + wxtest.Signature("C4naryToken", "1735689600") + "&timestamp=1735689600", "", "missing-nonce"},
		"an empty nonce":                   {callback.MP, "signature=" + sig + "&timestamp=1735689600&nonce=", "", "missing-nonce"},
		"empty signature":                  {callback.MP, "signature=&timestamp=1735689600&nonce=372623149", "", "missing-signature"},
		"no msg_signature":                 {callback.MP, "timestamp=1735689600&nonce=372623149&encrypt_type=aes", body, "missing-msg_signature"},
		"work: nothing":                    {callback.Work, "", "", "missing-msg_signature"},
		"work: no timestamp":               {callback.Work, "msg_signature=" + wxtest.Digest("x") + "&nonce=1", body, "missing-timestamp"},
		"work: no body":                    {callback.Work, "msg_signature=" + wxtest.Digest("x") + "&timestamp=1735689600&nonce=1", "", "missing-encrypt"},
		"work: a body without Encrypt":     {callback.Work, "msg_signature=" + wxtest.Digest("x") + "&timestamp=1735689600&nonce=1", workText, "missing-encrypt"},
		"work: a body that is broken":      {callback.Work, "msg_signature=" + wxtest.Digest("x") + "&timestamp=1735689600&nonce=1", "<xml>", "missing-encrypt"},
		"work: Encrypt twice":              {callback.Work, "msg_signature=" + wxtest.Digest("x") + "&timestamp=1735689600&nonce=1", strings.Replace(body, "<xml>", "<xml><Encrypt/>", 1), "missing-encrypt"},
	} {
		t.Run(name, func(t *testing.T) {
			a := &callback.Account{Platform: tt.platform, Token: "C4naryToken"}
			v := diagnosed(t, a, tt.query, []byte(tt.body), diagnoseOptions())
			if v.Reason != tt.reason {
				t.Errorf("%+v, want %s", v, tt.reason)
			}
		})
	}
}

func TestAge(t *testing.T) {
	now := time.Unix(1735689600, 0)
	for name, tt := range map[string]struct {
		timestamp string
		maxAge    time.Duration
		reason    string
	}{
		"now":                    {"1735689600", time.Minute, ""},
		"at the limit":           {"1735689540", time.Minute, ""},
		"a second older":         {"1735689539", time.Minute, "stale"},
		"years old, no limit":    {"1409735669", 0, ""},
		"years old":              {"1409735669", 5 * time.Minute, "stale"},
		"1970":                   {"0", time.Minute, "stale"},
		"before 1970":            {"-1735689600", time.Minute, "stale"},
		"the smallest integer":   {"-9223372036854775808", time.Minute, "stale"},
		"ahead, at the limit":    {"1735689660", time.Minute, ""},
		"ahead":                  {"1735689661", time.Minute, "future"},
		"centuries ahead":        {"99999999999", time.Minute, "future"},
		"milliseconds":           {"1735689600000", time.Minute, "bad-timestamp"},
		"milliseconds, no limit": {"1735689600000", 0, ""},
		"a date":                 {"2025-01-01T00:00:00Z", time.Minute, "bad-timestamp"},
		"a fraction":             {"1735689600.5", time.Minute, "bad-timestamp"},
		"too many digits":        {strconv.Itoa(math.MaxInt64) + "0", time.Minute, "bad-timestamp"},
		"the longest limit":      {"1", math.MaxInt64, ""},
	} {
		t.Run(name, func(t *testing.T) {
			sig := wxtest.Signature("C4naryToken", tt.timestamp, "372623149")
			query := "signature=" + sig + "&timestamp=" + tt.timestamp + "&nonce=372623149"
			v := diagnosed(t, &callback.Account{Platform: callback.MP, Token: "C4naryToken"}, query, nil, callback.DiagnoseOptions{Now: now, MaxAge: tt.maxAge})
			if v.Reason != tt.reason || strings.Contains(v.Hint, " -") {
				t.Errorf("%+v, want %q", v, tt.reason)
			}
		})
	}
}

func TestHintNamesMilliseconds(t *testing.T) {
	query := "signature=" + wxtest.Signature("C4naryToken", "1735689600000", "1") + "&timestamp=1735689600000&nonce=1"
	v := diagnosed(t, &callback.Account{Platform: callback.MP, Token: "C4naryToken"}, query, nil, callback.DiagnoseOptions{Now: time.Unix(1735689600, 0), MaxAge: time.Hour})
	if !strings.Contains(v.Hint, "milliseconds") {
		t.Errorf("hint = %q", v.Hint)
	}
}

// TestSwappedTimestampAndNonce: the parts are sorted, so swapped values do not change
// the signature.
func TestSwappedTimestampAndNonce(t *testing.T) {
	query := "signature=" + wxtest.Signature("C4naryToken", "372623149", "1735689600") + "&timestamp=372623149&nonce=1735689600"
	a := &callback.Account{Platform: callback.MP, Token: "C4naryToken"}
	if v := diagnosed(t, a, query, nil, diagnoseOptions()); !v.Valid || v.Reason != callback.MistakeSwapped {
		t.Errorf("without a limit: %+v", v)
	}
	opts := diagnoseOptions()
	opts.MaxAge = time.Hour
	if v := diagnosed(t, a, query, nil, opts); v.Reason != callback.MistakeSwapped {
		t.Errorf("with a limit: %+v", v)
	}
}

// TestMismatchBeforeAge: a signature that is wrong and old is reported as wrong.
func TestMismatchBeforeAge(t *testing.T) {
	opts := diagnoseOptions()
	opts.MaxAge = time.Second
	query := "signature=" + wxtest.Digest("x") + "&timestamp=1409735669&nonce=1"
	if v := diagnosed(t, &callback.Account{Platform: callback.MP, Token: "C4naryToken"}, query, nil, opts); v.Reason != "mismatch" {
		t.Errorf("%+v", v)
	}
}

// TestCaveats: the hint of a valid signature says that it does not cover the body.
func TestCaveats(t *testing.T) {
	a := &callback.Account{Platform: callback.MP, Token: "C4naryToken"}
	query := "signature=" + wxtest.Signature("C4naryToken", "1735689600", "1") + "&timestamp=1735689600&nonce=1&encrypt_type=aes&msg_signature=" + wxtest.Digest("x")
	if v := diagnosed(t, a, query, nil, diagnoseOptions()); !v.Valid || v.Scheme != "signature" || !strings.Contains(v.Hint, "add the body") {
		t.Errorf("%+v", v)
	}
}

// TestDowngradeIsRefused: a plain body that must be encrypted is rejected even if the
// signature is right, because signature does not cover the body.
func TestDowngradeIsRefused(t *testing.T) {
	sig := wxtest.Signature("C4naryToken", "1735689600", "1")
	query := "signature=" + sig + "&timestamp=1735689600&nonce=1&encrypt_type=aes&msg_signature=" + wxtest.Digest("x")
	a := &callback.Account{Platform: callback.MP, Token: "C4naryToken"}
	for _, body := range []string{mpText, "success", `{"ToUserName":"gh_1"}`} {
		if v := diagnosed(t, a, query, []byte(body), diagnoseOptions()); v.Valid || v.Reason != "not-encrypted" {
			t.Errorf("%q: %+v", body, v)
		}
	}
	plain := "signature=" + sig + "&timestamp=1735689600&nonce=1"
	for mode, want := range map[callback.Mode]bool{callback.Plain: true, callback.Compatible: false, callback.Safe: false} {
		a.Mode = mode
		if v := diagnosed(t, a, plain, []byte(mpText), diagnoseOptions()); v.Valid != want {
			t.Errorf("%s: %+v", mode, v)
		}
	}
}

// TestEncryptWithoutMsgSignature: where pushes must be encrypted, a right signature does
// not make a body with Encrypt valid whose URL has no msg_signature.
func TestEncryptWithoutMsgSignature(t *testing.T) {
	a := &callback.Account{Platform: callback.MP, Token: "C4naryToken"}
	query := "signature=" + wxtest.Signature("C4naryToken", "1735689600", "1") + "&timestamp=1735689600&nonce=1"
	body := []byte("<xml><Encrypt>QUFBQQ==</Encrypt></xml>")
	for mode, want := range map[callback.Mode]string{callback.Plain: "", callback.Compatible: callback.MistakeSignature, callback.Safe: callback.MistakeSignature} {
		a.Mode = mode
		if v := diagnosed(t, a, query, body, diagnoseOptions()); v.Valid != (want == "") || v.Reason != want {
			t.Errorf("%s: %+v", mode, v)
		}
		if _, err := a.Open(callback.ParseQuery(query), body); (err == nil) != (want == "") {
			t.Errorf("%s: Open returns %v, but Diagnose says %q", mode, err, want)
		}
	}
}

func TestNewClaimAcceptsPastedText(t *testing.T) {
	for _, pasted := range []string{
		"signature=S&timestamp=T&nonce=N", "?signature=S&timestamp=T&nonce=N", "/wx?signature=S&timestamp=T&nonce=N",
		"https://example.com/wx?signature=S&timestamp=T&nonce=N", " https://example.com/wx?signature=S&timestamp=T&nonce=N#top \r\n",
		"signature=S&own=a?b&timestamp=T&nonce=N", " signature=S&timestamp=T&nonce=N\r\n", "http://[::1]:8080/?own=x&signature=S&timestamp=T&nonce=N",
	} {
		q := callback.NewClaim(pasted, nil).Query
		if q.Get("signature")+q.Get("timestamp")+q.Get("nonce") != "STN" {
			t.Errorf("%q: %q", pasted, q)
		}
	}
}
