package callback_test

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

// mistake returns the request that a mistake produces in a scene, and false if the
// mistake is not possible in that scene.
type mistake struct {
	reason string // the reason that Diagnose must return
	how    string
	make   func(s scene, token string) (query string, body []byte, ok bool)
}

// signing is a mistake in what is hashed. It is not possible in a scene where the
// result is right.
func signing(reason, how string, sign func(s scene, token string) string) mistake {
	return mistake{reason, how, func(s scene, token string) (string, []byte, bool) {
		sig := sign(s, token)
		return s.signed(sig), s.bodyBytes(), sig != "" && sig != s.right(token)
	}}
}

// withToken is a mistake in the Token.
func withToken(reason, how string, change func(token string) string) mistake {
	return signing(reason, how, func(s scene, token string) string { return s.right(change(token)) })
}

func constant(text string) func(string) string { return func(string) string { return text } }

func tokenMistakes() []mistake {
	return []mistake{
		withToken(callback.MistakeTokenSpaces, "space behind", func(t string) string { return t + " " }),
		withToken(callback.MistakeTokenSpaces, "space before", func(t string) string { return " " + t }),
		withToken(callback.MistakeTokenSpaces, "LF behind", func(t string) string { return t + "\n" }),
		withToken(callback.MistakeTokenSpaces, "CRLF behind", func(t string) string { return t + "\r\n" }),
		withToken(callback.MistakeTokenSpaces, "tab behind", func(t string) string { return t + "\t" }),
		withToken(callback.MistakeTokenOfOther, "another profile's", constant(canaryOther)),
		withToken(callback.MistakeTokenIsOther, "app id", constant("wxAppIdAppIdAppId")),
		withToken(callback.MistakeTokenIsOther, "app secret", constant(canarySecret)),
		withToken(callback.MistakeTokenIsOther, "EncodingAESKey", constant(wxtest.Key)),
		withToken(callback.MistakeTokenIsOther, "quoted", func(t string) string { return `"` + t + `"` }),
		withToken(callback.MistakeTokenIsOther, "empty", constant("")),
	}
}

func joiningMistakes() []mistake {
	all := []mistake{
		signing(callback.MistakeUnsorted, "as documented", func(s scene, token string) string { return wxtest.Digest(s.parts(token)...) }),
		signing(callback.MistakeUnsorted, "backwards", func(s scene, token string) string {
			p := s.parts(token)
			return wxtest.Digest(append(p[3:], p[2], p[1], p[0])...)
		}),
		signing(callback.MistakeUnsorted+"+"+callback.MistakeSwapped, "token, nonce, timestamp", func(s scene, token string) string {
			p := s.parts(token)
			return wxtest.Digest(append([]string{p[0], p[2], p[1]}, p[3:]...)...)
		}),
	}
	for _, sep := range []string{"&", ",", " ", "\n", "|", "-", "_", ":", "+"} {
		all = append(all, signing(callback.MistakeSeparator, "joined by "+sep, func(s scene, token string) string {
			return wxtest.Digest(strings.Join(sortedCopy(s.parts(token)), sep))
		}))
	}
	return all
}

// fourthMistakes hash another text instead of Encrypt, or in addition to the three
// parts.
func fourthMistakes() []mistake {
	instead := func(reason, how string, text func(s scene) string) mistake {
		return signing(reason, how, func(s scene, token string) string {
			if fourth := text(s); fourth != "" {
				return wxtest.Signature(token, claimTime, claimNonce, fourth)
			}
			return ""
		})
	}
	return []mistake{
		instead(callback.MistakePlusToSpace, "signer decoded twice", func(s scene) string { return strings.ReplaceAll(s.fourth, "+", " ") }),
		instead(callback.MistakeDoubleEncoding, "signer did not decode", func(s scene) string { return url.QueryEscape(s.fourth) }),
		instead(callback.MistakeCompatibleBody, "the whole body", func(s scene) string { return s.body }),
		instead(callback.MistakeEchostrSigned, "echostr too", func(s scene) string {
			if s.name == "mp verification" {
				return "4375120948345356249"
			}
			return ""
		}),
		signing(callback.MistakeSignature, "signature's value", func(s scene, token string) string { return wxtest.Signature(token, claimTime, claimNonce) }),
	}
}

func sortedCopy(parts []string) []string {
	sorted := slices.Clone(parts)
	slices.Sort(sorted)
	return sorted
}

// queryMistakes sign the parameters of the URL.
func queryMistakes() []mistake {
	unsigned := func(s scene) string {
		_, query, _ := strings.Cut("?"+s.signed("0"), "?")
		if i := strings.LastIndex(query, "?"); i >= 0 {
			query = query[i+1:]
		}
		query = strings.ReplaceAll("&"+query, "&msg_signature=0", "")
		return strings.TrimPrefix(strings.ReplaceAll(query, "&signature=0", ""), "&")
	}
	values := func(s scene, token string) []string {
		all := []string{token}
		for part := range strings.SplitSeq(unsigned(s), "&") {
			_, value, _ := strings.Cut(part, "=")
			value, _ = url.QueryUnescape(value)
			all = append(all, value)
		}
		return all
	}
	return []mistake{
		signing(callback.MistakeQuerySigned, "all values", func(s scene, token string) string {
			all := values(s, token)
			if len(all) == 3 || s.name == "mp verification" { // the same as another mistake
				return ""
			}
			return wxtest.Signature(all...)
		}),
		signing(callback.MistakeQuerySigned, "all values and Encrypt", func(s scene, token string) string {
			if s.body == "" || s.fourth == "" {
				return ""
			}
			return wxtest.Signature(append(values(s, token), s.fourth)...)
		}),
		signing(callback.MistakeQuerySigned, "Token and query", func(s scene, token string) string { return wxtest.Digest(token, unsigned(s)) }),
		signing(callback.MistakeQuerySigned, "query and Token", func(s scene, token string) string { return wxtest.Digest(unsigned(s), token) }),
		signing(callback.MistakeQuerySigned, "the query alone", func(s scene, token string) string { return wxtest.Digest(unsigned(s)) }),
	}
}

// shapeMistakes have the right signature in a wrong place or a wrong form.
func shapeMistakes() []mistake {
	rewritten := func(reason, how string, rewrite func(s scene, query string) string) mistake {
		return mistake{reason, how, func(s scene, token string) (string, []byte, bool) {
			query := rewrite(s, s.signed(s.right(token)))
			return query, s.bodyBytes(), query != s.signed(s.right(token))
		}}
	}
	hashed := func(how string, hash func([]byte) string) mistake {
		return signing(callback.MistakeOtherHash, how, func(s scene, token string) string {
			return hash([]byte(strings.Join(sortedCopy(s.parts(token)), "")))
		})
	}
	return []mistake{
		rewritten(callback.MistakeHTMLEscaped, "&amp;", func(_ scene, q string) string { return strings.ReplaceAll(q, "&", "&amp;") }),
		rewritten(callback.MistakeHTMLEscaped, "one &amp;", func(_ scene, q string) string { return strings.Replace(q, "&nonce", "&amp;nonce", 1) }),
		rewritten(callback.MistakePlusToSpace, "raw echostr", func(s scene, q string) string {
			return strings.ReplaceAll(q, url.QueryEscape(s.fourth), s.fourth)
		}),
		rewritten(callback.MistakeDoubleEncoding, "echostr encoded twice", func(s scene, q string) string {
			return strings.ReplaceAll(q, url.QueryEscape(s.fourth), url.QueryEscape(url.QueryEscape(s.fourth)))
		}),
		rewritten(callback.MistakeSignature, "under signature's name", func(s scene, q string) string {
			if s.fourth == "" {
				return q
			}
			q = strings.ReplaceAll(q, "signature=0&", "")
			return strings.ReplaceAll(q, "msg_signature=", "signature=")
		}),
		mistake{callback.MistakePlusToSpace, "form-decoded body", func(s scene, token string) (string, []byte, bool) {
			return s.signed(s.right(token)), []byte(strings.ReplaceAll(s.body, "+", " ")), s.fourth != "" && s.body != ""
		}},
		mistake{callback.MistakeDoubleEncoding, "percent-encoded body", func(s scene, token string) (string, []byte, bool) {
			return s.signed(s.right(token)), []byte(strings.ReplaceAll(s.body, s.fourth, url.QueryEscape(s.fourth))), s.fourth != "" && s.body != ""
		}},
		mistake{callback.MistakeMsgSignature, "signature holds msg_signature", func(s scene, token string) (string, []byte, bool) {
			tail := "&timestamp=" + claimTime + "&nonce=" + claimNonce
			return "https://example.com/wx?signature=" + s.right(token) + tail, s.bodyBytes(), s.platform == callback.MP && s.fourth != ""
		}},
		signing(callback.MistakeUpperCase, "upper-case", func(s scene, token string) string { return strings.ToUpper(s.right(token)) }),
		hashed("MD5", func(b []byte) string { sum := md5.Sum(b); return hex.EncodeToString(sum[:]) }),
		hashed("SHA-256", func(b []byte) string { sum := sha256.Sum256(b); return hex.EncodeToString(sum[:]) }),
		hashed("SHA-1 in base64", func(b []byte) string {
			sum := sha1.Sum(b)
			return url.QueryEscape(base64.StdEncoding.EncodeToString(sum[:]))
		}),
	}
}

// TestEveryMistakeIsNamed checks that every mistake is recognized in every scene where
// it is possible, with Tokens that sort before, between and after the other parts.
func TestEveryMistakeIsNamed(t *testing.T) {
	named := map[string]int{}
	for _, m := range allMistakes() {
		t.Run(m.reason+", "+m.how, func(t *testing.T) {
			for _, s := range scenes(t) {
				for _, token := range canaryTokens {
					query, body, ok := m.make(s, token)
					if !ok {
						continue
					}
					named[m.reason]++
					v := diagnosed(t, s.account(token), query, body, diagnoseOptions())
					if v.Reason != m.reason {
						t.Errorf("%s, Token %s: %q (%s)\n%s", s.name, token, v.Reason, v.Hint, query)
					}
				}
			}
		})
	}
	for _, reason := range []string{callback.MistakeTokenSpaces, callback.MistakeTokenOfOther, callback.MistakeTokenIsOther, callback.MistakePlusToSpace,
		callback.MistakeUnsorted, callback.MistakeUnsorted + "+" + callback.MistakeSwapped, callback.MistakeSeparator, callback.MistakeSignature, callback.MistakeMsgSignature, callback.MistakeUpperCase,
		callback.MistakeEchostrSigned, callback.MistakeQuerySigned, callback.MistakeCompatibleBody, callback.MistakeDoubleEncoding, callback.MistakeHTMLEscaped, callback.MistakeOtherHash} {
		if named[reason] == 0 {
			t.Errorf("no scene shows %s", reason)
		}
	}
}

func allMistakes() []mistake {
	all := append(tokenMistakes(), joiningMistakes()...)
	all = append(all, fourthMistakes()...)
	return append(append(all, queryMistakes()...), shapeMistakes()...)
}
