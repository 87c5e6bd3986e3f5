package conform_test

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/wxtest"
)

// pushed is a push as a broken server reads it.
type pushed struct {
	setting
	query url.Values
	body  string
}

var encryptElement = regexp.MustCompile(`<Encrypt><!\[CDATA\[(.*?)\]\]></Encrypt>`)

func (p *pushed) encrypt() string {
	if m := encryptElement.FindStringSubmatch(p.body); m != nil {
		return m[1]
	}
	return ""
}

// scheme is the parameter that a server must check.
func (p *pushed) scheme() string {
	if p.mode == callback.Plain {
		return "signature"
	}
	return "msg_signature"
}

func (p *pushed) got() string { return p.query.Get(p.scheme()) }

// expected is the right signature with a Token.
func (p *pushed) expected(token string) string {
	parts := []string{token, p.query.Get("timestamp"), p.query.Get("nonce")}
	if p.mode != callback.Plain {
		parts = append(parts, p.encrypt())
	}
	return wxtest.Signature(parts...)
}

// signed is the query of the push with right signatures of now.
func (p *pushed) signed() string {
	now, nonce, token := strconv.FormatInt(time.Now().Unix(), 10), "372623149", p.account().Token
	q := url.Values{"timestamp": {now}, "nonce": {nonce}, "signature": {wxtest.Signature(token, now, nonce)}}
	if encrypt := p.encrypt(); encrypt != "" {
		q.Set("msg_signature", wxtest.Signature(token, now, nonce, encrypt))
		q.Set("encrypt_type", "aes")
	}
	return q.Encode()
}

// checks is a server that takes a push as rightly signed exactly if right returns true. It
// answers 403 to others, and fails where right panics.
func checks(right func(*pushed) bool) func(setting, http.Handler) http.Handler {
	return func(s setting, server http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != "POST" {
				server.ServeHTTP(w, r)
				return
			}
			body, _ := io.ReadAll(r.Body)
			p := &pushed{s, r.URL.Query(), string(body)}
			accepted, err := caught(func() bool { return right(p) })
			switch {
			case err != nil:
				http.Error(w, "Internal Server Error", http.StatusInternalServerError)
				return
			case !accepted:
				http.Error(w, "Forbidden", http.StatusForbidden)
				return
			}
			to := r.Clone(r.Context())
			to.URL.RawQuery = p.signed()
			to.RequestURI = to.URL.RequestURI()
			to.Body, to.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			server.ServeHTTP(w, to)
		})
	}
}

// caught calls f as a framework calls a handler: a panic is an error.
func caught(f func() bool) (ok bool, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%v", v)
		}
	}()
	return f(), nil
}

// rightly is the right check, with the clock.
func rightly(p *pushed) bool {
	at, _ := strconv.ParseInt(p.query.Get("timestamp"), 10, 64)
	return p.got() == p.expected(p.account().Token) && time.Since(time.Unix(at, 0)).Abs() < time.Hour
}

func brokenSignatures() []broken {
	const topic = conform.Signature
	encrypted := append(only(callback.MP, callback.Safe), only(callback.Work)...)
	list := []broken{
		{name: "signature of a POST is not checked", topic: topic, in: only(callback.MP, callback.Plain), handler: func(s setting, _ http.Handler) http.Handler {
			server := s.right()
			server.AllowUnsigned = true
			return server
		}, want: []string{
			"signature/forged", "signature/missing", "signature/empty", "signature/unsigned-without-time", "signature/array", "signature/doubled", "signature/partial",
			"signature/refused-with-4xx", "signature/empty-token", "signature/tutorial-token",
		}},
		{name: "no route", topic: topic, handler: func(setting, http.Handler) http.Handler { return http.NotFoundHandler() }, want: []string{"*"}},
		{name: "strcmp of PHP, which returns null for an array", topic: topic, handler: checks(func(p *pushed) bool {
			return p.query.Has(p.scheme()+"[]") || p.query.Has(p.scheme()+"[0]") || rightly(p)
		}), want: []string{"signature/array"}},
		{name: "compared only if it is text, in Express", topic: topic, handler: checks(func(p *pushed) bool {
			return len(p.query[p.scheme()]) > 1 || rightly(p)
		}), want: []string{"signature/doubled"}},
		{name: "startsWith", topic: topic, handler: checks(func(p *pushed) bool {
			return p.query.Has(p.scheme()) && strings.HasPrefix(p.expected(p.account().Token), p.got()) && time.Since(unix(p.query.Get("timestamp"))) < time.Hour
		}), want: []string{"signature/empty", "signature/partial"}},
		{name: "the first eight characters are compared", topic: topic, handler: checks(func(p *pushed) bool {
			return len(p.got()) >= 8 && p.got()[:8] == p.expected(p.account().Token)[:8] && time.Since(unix(p.query.Get("timestamp"))) < time.Hour
		}), want: []string{"signature/partial"}},
		{name: "HttpResponse(403)", topic: topic, handler: func(_ setting, right http.Handler) http.Handler {
			return changing(right, func(_ *http.Request, res *httptest.ResponseRecorder) {
				if res.Code == http.StatusForbidden {
					res.Code, res.Body = http.StatusOK, bytes.NewBufferString("403")
				}
			})
		}, want: []string{"signature/refused-with-4xx"}},
		{name: "an unknown account has an empty Token", topic: topic, in: only(callback.MP, callback.Plain), handler: checks(func(p *pushed) bool {
			token := p.account().Token
			if strings.Contains(p.body, "gh_wxtoolunknown") {
				token = ""
			}
			return p.got() == p.expected(token) && time.Since(unix(p.query.Get("timestamp"))) < time.Hour
		}), want: []string{"signature/empty-token"}},
		{name: "the Token of the sample is still accepted", topic: topic, handler: checks(func(p *pushed) bool {
			return slices.Contains([]string{p.expected(p.account().Token), p.expected("weixin")}, p.got()) && time.Since(unix(p.query.Get("timestamp"))) < time.Hour
		}), want: []string{"signature/tutorial-token"}},
		{name: "the timestamp is not compared with the clock", topic: topic, handler: checks(func(p *pushed) bool { return p.got() == p.expected(p.account().Token) }),
			want: []string{"signature/stale"}},
		{name: "timingSafeEqual", topic: topic, handler: checks(func(p *pushed) bool {
			if want := p.expected(p.account().Token); len(p.got()) != len(want) || subtle.ConstantTimeCompare([]byte(p.got()), []byte(want)) != 1 {
				panic("RangeError: Input buffers must have the same byte length")
			}
			return rightly(p)
		}), want: []string{"signature/unusual-values", "signature/refused-with-4xx"}},
		{name: "compare_digest of text", topic: topic, handler: checks(func(p *pushed) bool {
			if strings.ContainsFunc(p.got(), func(r rune) bool { return r >= 0x80 }) {
				panic("TypeError: comparing strings with non-ASCII characters is not supported")
			}
			return rightly(p)
		}), want: []string{"signature/unusual-values"}},
		{name: "signature instead of msg_signature", topic: topic, in: encrypted, handler: checks(func(p *pushed) bool {
			at := p.query.Get("timestamp")
			sig := p.query.Get("signature")
			return (sig == "" && rightly(p) || sig == wxtest.Signature(p.account().Token, at, p.query.Get("nonce"))) && time.Since(unix(at)) < time.Hour
		}), want: []string{"signature/msg-signature-wrong", "signature/msg-signature-missing"}},
		{name: "msg_signature is compared only if it is there", topic: topic, in: only(callback.MP, callback.Safe), handler: checks(func(p *pushed) bool {
			at := p.query.Get("timestamp")
			right := p.query.Get("signature") == wxtest.Signature(p.account().Token, at, p.query.Get("nonce"))
			return right && (!p.query.Has("msg_signature") || rightly(p)) && time.Since(unix(at)) < time.Hour
		}), want: []string{"signature/msg-signature-missing"}},
	}
	for _, b := range []broken{
		{name: "an empty signature is not compared", topic: topic, handler: checks(func(p *pushed) bool { return p.got() == "" || rightly(p) }),
			want: []string{"signature/missing", "signature/empty", "signature/unsigned-without-time", "signature/array"}},
		{name: "only a present signature is compared", topic: topic, handler: checks(func(p *pushed) bool { return !p.query.Has(p.scheme()) || rightly(p) }),
			want: []string{"signature/missing", "signature/unsigned-without-time", "signature/array"}},
		{name: "checked only if all parameters are there", topic: topic, handler: checks(func(p *pushed) bool {
			all := p.query.Has(p.scheme()) && p.query.Has("timestamp") && p.query.Has("nonce")
			return !all || rightly(p)
		}), want: []string{"signature/missing", "signature/unsigned-without-time", "signature/array"}},
	} {
		b.in = only(callback.MP, callback.Plain)
		list = append(list, b)
		b.in, b.want = slices.Concat(encrypted, only(callback.MP, callback.Compatible)), append(slices.Clone(b.want), "signature/msg-signature-missing")
		list = append(list, b)
	}
	return list
}

func unix(timestamp string) time.Time {
	seconds, _ := strconv.ParseInt(timestamp, 10, 64)
	return time.Unix(seconds, 0)
}
