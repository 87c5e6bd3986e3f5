package conform_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/wxtest"
)

func brokenHandshakes() []broken {
	const repeated = "handshake/repeated"
	allRight := []string{"handshake/echo-exact", repeated, "handshake/parameter-order", "handshake/extra-parameters", "handshake/echostr-encoding"}
	return []broken{
		{name: "newline after the echostr", topic: conform.Handshake, handler: answers("GET", func(s string) string { return s + "\n" }), want: allRight},
		{name: "byte order mark", topic: conform.Handshake, handler: answers("GET", func(s string) string { return "\ufeff" + s }), want: allRight},
		{name: "JSON string", topic: conform.Handshake, handler: answers("GET", func(s string) string { return `"` + s + `"` }), want: allRight},
		{name: "no route", topic: conform.Handshake, handler: func(setting, http.Handler) http.Handler { return http.NotFoundHandler() }, want: []string{"*"}},
		{name: "echostr without a check", topic: conform.Handshake, in: only(callback.MP), handler: func(setting, http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(r.URL.Query().Get("echostr"))) })
		}, want: []string{"handshake/wrong-signature", "handshake/missing-signature", "handshake/refused-with-4xx"}},
		{name: "a missing signature is not compared", topic: conform.Handshake, in: only(callback.MP), handler: func(s setting, right http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if q := r.URL.Query(); r.Method == "GET" && q.Get("signature") == "" {
					w.Write([]byte(q.Get("echostr")))
					return
				}
				right.ServeHTTP(w, r)
			})
		}, want: []string{"handshake/missing-signature"}},
		{name: "HttpResponse(403)", topic: conform.Handshake, handler: func(_ setting, right http.Handler) http.Handler {
			return changing(right, func(_ *http.Request, res *httptest.ResponseRecorder) {
				if res.Code == http.StatusForbidden {
					res.Code, res.Body = http.StatusOK, bytes.NewBufferString("403")
				}
			})
		}, want: []string{"handshake/refused-with-4xx"}},
		{name: "parameters by position", topic: conform.Handshake, in: only(callback.MP), handler: func(s setting, right http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method != "GET" {
					right.ServeHTTP(w, r)
					return
				}
				q := callback.ParseQuery(r.URL.RawQuery)
				if len(q) < 4 || q[0].Value != wxtest.Signature(s.account().Token, q[len(q)-2].Value, q[len(q)-1].Value) && q[0].Value != wxtest.Signature(s.account().Token, q[2].Value, q[3].Value) {
					http.Error(w, "no", http.StatusForbidden)
					return
				}
				w.Write([]byte(q[1].Value))
			})
		}, want: []string{"handshake/parameter-order"}},
		// On WeCom it is by chance which cases find this.
		{name: "decodes the query twice", topic: conform.Handshake, in: only(callback.MP), handler: func(_ setting, right http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				q := r.URL.Query()
				if echostr := q.Get("echostr"); echostr != "" {
					twice, _ := url.QueryUnescape(echostr)
					q.Set("echostr", twice)
					r.URL.RawQuery = q.Encode()
				}
				right.ServeHTTP(w, r)
			})
		}, want: []string{"handshake/echostr-encoding"}},
		{name: "strict about unknown parameters", topic: conform.Handshake, handler: func(_ setting, right http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if len(r.URL.Query()) > 4 && r.Method == "GET" {
					http.Error(w, "unknown parameter", http.StatusBadRequest)
					return
				}
				right.ServeHTTP(w, r)
			})
		}, want: []string{"handshake/extra-parameters"}},
		{name: "verifies once", topic: conform.Handshake, handler: func(_ setting, right http.Handler) http.Handler {
			var seen atomic.Value
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == "GET" && seen.Swap(r.URL.RawQuery) == r.URL.RawQuery {
					http.Error(w, "used", http.StatusForbidden)
					return
				}
				right.ServeHTTP(w, r)
			})
		}, want: []string{repeated}},
	}
}
