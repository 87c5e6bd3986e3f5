package conform_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/wxtest"
)

// reads is a server that reads some pushes in its own way: where message returns true, it
// answers its message as that of a right push, without encryption.
func reads(message func(*pushed) (string, bool)) func(setting, http.Handler) http.Handler {
	return func(s setting, right http.Handler) http.Handler {
		plain := s.right()
		plain.Account.Platform, plain.Account.Mode = callback.MP, callback.Plain
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			p := &pushed{s, r.URL.Query(), string(body)}
			if msg, ok := message(p); r.Method == "POST" && ok {
				forward(w, r, plain, p.plainQuery(), []byte(msg))
				return
			}
			right.ServeHTTP(w, r)
		})
	}
}

// forward sends a request on with another query and body.
func forward(w http.ResponseWriter, r *http.Request, to http.Handler, query string, body []byte) {
	changed := r.Clone(r.Context())
	changed.URL.RawQuery = query
	changed.RequestURI = changed.URL.RequestURI()
	changed.Body, changed.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	to.ServeHTTP(w, changed)
}

// plainQuery is the query of a right plain push.
func (p *pushed) plainQuery() string {
	plain := *p
	plain.body = ""
	return plain.signed()
}

// signatureIsRight is the check of signature, which does not cover the body.
func (p *pushed) signatureIsRight() bool {
	return p.query.Get("signature") == wxtest.Signature(p.account().Token, p.query.Get("timestamp"), p.query.Get("nonce"))
}

func brokenModes() []broken {
	const topic = conform.Mode
	mp := append(only(callback.MP, callback.Compatible), only(callback.MP, callback.Safe)...)
	work := only(callback.Work)
	encrypted := slices.Concat(mp, work)
	return []broken{
		{name: "the request chooses the mode", topic: topic, in: mp, handler: func(s setting, _ http.Handler) http.Handler {
			server := s.right()
			server.Account.Mode = callback.Plain
			return server
		}, want: []string{"mode/plaintext", "mode/plaintext-raw"}},
		{name: "plain only if encrypt_type is raw", topic: topic, in: mp, handler: reads(func(p *pushed) (string, bool) {
			return p.body, p.query.Get("encrypt_type") == "raw" && p.signatureIsRight()
		}), want: []string{"mode/plaintext-raw"}},
		{name: "JSON is read without decryption", topic: topic, in: mp, handler: func(s setting, right http.Handler) http.Handler {
			return changing(right, func(r *http.Request, res *httptest.ResponseRecorder) {
				body, _ := io.ReadAll(r.Body)
				if p := (&pushed{s, r.URL.Query(), string(body)}); strings.HasPrefix(p.body, "{") && p.signatureIsRight() {
					res.Code, res.Body = http.StatusOK, bytes.NewBufferString("<xml><ToUserName>o</ToUserName><MsgType>text</MsgType><Content>?</Content></xml>")
				}
			})
		}, want: []string{"mode/plaintext"}},
		{name: "a body without Encrypt is plain", topic: topic, in: mp, handler: reads(func(p *pushed) (string, bool) {
			return p.body, p.encrypt() == "" && p.signatureIsRight()
		}), want: []string{"mode/plaintext", "mode/plaintext-raw", "mode/plaintext-captured", "mode/plaintext-signed-as-empty"}},
		{name: "a body without Encrypt is plain and not signed", topic: topic, in: work, handler: reads(func(p *pushed) (string, bool) {
			return p.body, p.encrypt() == ""
		}), want: []string{"mode/plaintext-captured"}},
		{name: "msg_signature of what may be empty", topic: topic, in: mp, handler: reads(func(p *pushed) (string, bool) {
			return p.body, p.encrypt() == "" && p.query.Get("msg_signature") == p.expected(p.account().Token)
		}), want: []string{"mode/plaintext-signed-as-empty"}},
		{name: "plain elements replace decrypted ones", topic: topic, in: encrypted, handler: reads(func(p *pushed) (string, bool) {
			return encryptElement.ReplaceAllString(p.body, ""), p.encrypt() != "" && strings.Contains(p.body, "<MsgType>") && p.got() == p.expected(p.account().Token)
		}), want: []string{"mode/plain-part"}},
		{name: "KeyError: MsgType", topic: topic, in: only(callback.MP, callback.Plain), handler: func(_ setting, right http.Handler) http.Handler {
			return changing(right, func(r *http.Request, res *httptest.ResponseRecorder) {
				if body, _ := io.ReadAll(r.Body); bytes.Contains(body, []byte("<Encrypt>")) {
					res.Code, res.Body = http.StatusInternalServerError, bytes.NewBufferString("KeyError: 'MsgType'")
				}
			})
		}, want: []string{"mode/encrypted-in-plain-mode"}},
		{name: "answers an unknown kind of message to no user", topic: topic, in: only(callback.MP, callback.Plain), handler: func(_ setting, right http.Handler) http.Handler {
			return changing(right, func(r *http.Request, res *httptest.ResponseRecorder) {
				if body, _ := io.ReadAll(r.Body); bytes.Contains(body, []byte("<Encrypt>")) {
					res.Code, res.Body = http.StatusOK, bytes.NewBufferString("<xml><ToUserName></ToUserName><MsgType>text</MsgType><Content>?</Content></xml>")
				}
			})
		}, want: []string{"mode/encrypted-in-plain-mode"}},
		{name: "HttpResponse(403)", topic: topic, in: encrypted, handler: func(_ setting, right http.Handler) http.Handler {
			return changing(right, func(_ *http.Request, res *httptest.ResponseRecorder) {
				if res.Code == http.StatusForbidden {
					res.Code, res.Body = http.StatusOK, bytes.NewBufferString("403")
				}
			})
		}, want: []string{"mode/refused-with-4xx"}},
		{name: "no route", topic: topic, handler: func(setting, http.Handler) http.Handler { return http.NotFoundHandler() }, want: []string{"*"}},
	}
}
