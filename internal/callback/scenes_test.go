package callback_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

// The canaries must not appear in a hint.
const (
	canarySecret = "c4narySecret0123456789abcdef0123"
	canaryOther  = "c4naryOtherToken"
)

var canaryTokens = []string{"C4naryToken", "0C4naryToken", "zC4naryToken", "9C4naryToken"}

const (
	claimTime   = "1735689600"
	claimNonce  = "372623149"
	claimOpenID = "oQ7Lb5tV2mXcR8nYw1ZpKd4hSfJg"
)

func diagnoseOptions() callback.DiagnoseOptions {
	return callback.DiagnoseOptions{
		Now: time.Unix(1735689660, 0), OtherTokens: map[string]string{"shop": canaryOther, "empty": "x"},
		AppSecret: canarySecret, EncodingAESKey: wxtest.Key,
	}
}

// scene is a request in which exactly one signature is diagnosed. In its url, %SIG% is
// replaced by the signature and %E% by the percent-encoded fourth part.
type scene struct {
	name     string
	platform callback.Platform
	scheme   string
	url      string
	fourth   string // Encrypt or an encrypted echostr
	body     string
}

func scenes(t testing.TB) []scene {
	t.Helper()
	e := wxtest.Encrypt(wxtest.Key, "0123456789abcdeH", mpText, wxtest.AppID)
	if !strings.Contains(e, "+") || !strings.Contains(e, "/") {
		t.Fatalf("%s has no + or no /", e)
	}
	names := "<ToUserName><![CDATA[gh_1]]></ToUserName>"
	const mp, work = callback.MP, callback.Work
	const tail = "&timestamp=" + claimTime + "&nonce=" + claimNonce
	return []scene{
		{"mp verification", mp, "signature", "https://example.com/wx?signature=%SIG%&echostr=4375120948345356249" + tail, "", ""},
		{"mp plain push", mp, "signature", "https://example.com/wx?signature=%SIG%" + tail + "&openid=" + claimOpenID, "", mpText},
		{"mp safe push", mp, "msg_signature", "/wx?signature=0" + tail + "&openid=" + claimOpenID + "&encrypt_type=aes&msg_signature=%SIG%", e, xmlBody(names, e)},
		{"mp compatible push", mp, "msg_signature", "signature=0" + tail + "&openid=" + claimOpenID + "&encrypt_type=aes&msg_signature=%SIG%", e, xmlBody(plainV4, e)},
		{"mp JSON push", mp, "msg_signature", "https://example.com/?tenant=7&signature=0" + tail + "&encrypt_type=aes&msg_signature=%SIG%", e, `{"ToUserName":"gh_1","Encrypt":"` + e + `"}`},
		{"work verification", work, "msg_signature", "https://example.com/wecom?msg_signature=%SIG%" + tail + "&echostr=%E%", e, ""},
		{"work push", work, "msg_signature", "https://example.com/wecom?msg_signature=%SIG%" + tail, e, xmlBody(names+"<AgentID>1</AgentID>", e)},
		{"work push, own query", work, "msg_signature", "https://example.com/wecom?corp=wwA&msg_signature=%SIG%" + tail, e, xmlBody(names, e)},
	}
}

func (s scene) account(token string) *callback.Account {
	return &callback.Account{Platform: s.platform, Token: token, AppID: "wxAppIdAppIdAppId", ReceiveID: "wxAppIdAppIdAppId"}
}

// signed returns the URL of the scene with a signature.
func (s scene) signed(sig string) string {
	return strings.NewReplacer("%SIG%", sig, "%E%", url.QueryEscape(s.fourth)).Replace(s.url)
}

// parts returns the parts of the right signature, in the order of the official page.
func (s scene) parts(token string) []string {
	parts := []string{token, claimTime, claimNonce}
	if s.fourth != "" {
		parts = append(parts, s.fourth)
	}
	return parts
}

func (s scene) right(token string) string { return wxtest.Signature(s.parts(token)...) }

func (s scene) bodyBytes() []byte {
	if s.body == "" {
		return nil
	}
	return []byte(s.body)
}

// diagnosed returns the diagnosis after a check of its hint for canaries.
func diagnosed(t testing.TB, a *callback.Account, rawQuery string, body []byte, o callback.DiagnoseOptions) callback.Diagnosis {
	t.Helper()
	v := a.Diagnose(callback.NewClaim(rawQuery, body), o)
	for _, canary := range append([]string{canarySecret, canaryOther, o.EncodingAESKey, strings.TrimSpace(a.Token)}, canaryTokens...) {
		if canary != "" && strings.Contains(v.Hint+v.Reason, canary) {
			t.Errorf("the hint holds %s: %s", canary, v.Hint)
		}
	}
	// With swapped values the signature is valid.
	if v.Valid && v.Reason != "" && v.Reason != callback.MistakeSwapped || !v.Valid && (v.Reason == "" || v.Hint == "") {
		t.Errorf("valid %t, reason %q, hint %q", v.Valid, v.Reason, v.Hint)
	}
	return v
}

func TestRightSignaturesAreValid(t *testing.T) {
	for _, s := range scenes(t) {
		for _, token := range canaryTokens {
			right := s.right(token)
			v := diagnosed(t, s.account(token), s.signed(right), s.bodyBytes(), diagnoseOptions())
			if !v.Valid || v.Reason != "" || v.Hint != "" || v.Scheme != s.scheme || v.Expected != right || v.Got != right {
				t.Errorf("%s, %s: %+v", s.name, token, v)
			}
		}
	}
}

func TestGarbageMatchesNoMistake(t *testing.T) {
	for _, s := range scenes(t) {
		for _, garbage := range []string{wxtest.Digest("garbage"), wxtest.Digest(""), wxtest.Digest("1"), strings.Repeat("0", 40), wxtest.Digest("a")[:39], "0", "success"} {
			v := diagnosed(t, s.account(canaryTokens[0]), s.signed(garbage), s.bodyBytes(), diagnoseOptions())
			if v.Reason != "mismatch" || v.Scheme != s.scheme || v.Expected != s.right(canaryTokens[0]) || v.Got != garbage {
				t.Errorf("%s, %s: %+v", s.name, garbage, v)
			}
			if shape := strings.HasPrefix(v.Hint, "a signature is 40 hexadecimal digits"); shape != (len(garbage) != 40) {
				t.Errorf("%s, %s: %s", s.name, garbage, v.Hint)
			}
		}
	}
}
