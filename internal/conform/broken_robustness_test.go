package conform_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/message"
)

// received is a request as a server sees it. Its message is decrypted where that is
// possible, else it is the body.
type received struct {
	*http.Request
	body, message []byte
	err           error // of reading the body
}

func receive(s setting, r *http.Request) *received {
	body, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	in := &received{r, body, body, err}
	acct := s.account()
	if o, err := acct.Open(callback.ParseQuery(r.URL.RawQuery), body); err == nil {
		in.message = o.Message
	}
	return in
}

// dying is a right server that ends at some requests, and is started again after it
// refused one control.
func dying(fatal func(*received) bool) func(setting, http.Handler) http.Handler {
	return func(s setting, right http.Handler) http.Handler {
		var mu sync.Mutex
		dead := false
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			in := receive(s, r)
			mu.Lock()
			dead = dead || fatal(in)
			now := dead
			dead = dead && !bytes.Contains(in.message, []byte("oCheck_deli_good-push"))
			mu.Unlock()
			if now {
				panic(http.ErrAbortHandler)
			}
			right.ServeHTTP(w, r)
		})
	}
}

// careless is a right server that answers some requests by itself, whatever the signature
// is, as servers do whose framework parses the body first.
func careless(answer func(in *received) []byte) func(setting, http.Handler) http.Handler {
	return func(s setting, right http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if reply := answer(receive(s, r)); reply != nil {
				w.Write(reply)
				return
			}
			right.ServeHTTP(w, r)
		})
	}
}

// oneByOne is a right server that serves one request at a time, as development servers do.
func oneByOne(_ setting, right http.Handler) http.Handler {
	var mu sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		right.ServeHTTP(w, r)
	})
}

func brokenRobustness() []broken {
	system := regexp.MustCompile(`SYSTEM "(http[^"]*)"`)
	const posts = http.MethodPost
	two := append(only(callback.MP, callback.Plain), only(callback.Work)...) // large bodies take long
	return []broken{
		{name: "a parser that fetches entities", topic: conform.Robustness, in: two, handler: careless(func(in *received) []byte {
			if found := system.FindSubmatch(in.message); found != nil {
				if res, err := http.Get(string(found[1])); err == nil {
					res.Body.Close()
				}
			}
			return nil
		}), want: []string{"robustness/external-entity"}},
		{name: "a parser that expands entities", topic: conform.Robustness, in: two, handler: careless(func(in *received) []byte {
			if !bytes.Contains(in.message, []byte("<!ENTITY f")) {
				return nil
			}
			return message.TextReply(&message.Head{FromUserName: "a", ToUserName: "b"}, strings.Repeat("wxtoolhaha", 100000), time.Now())
		}), want: []string{"robustness/entity-expansion"}},
		{name: "a recursive parser", topic: conform.Robustness, in: two, handler: dying(func(in *received) bool { return bytes.Count(in.message, []byte("<a>")) > 1000 }), want: []string{"robustness/deep-nesting"}},
		{name: "a small machine", topic: conform.Robustness, in: two, handler: dying(func(in *received) bool { return len(in.message) > 1<<20 }), want: []string{"robustness/large-body"}},
		{name: "a decoder without an error", topic: conform.Robustness, in: two, handler: dying(func(in *received) bool { return !utf8.Valid(in.message) }), want: []string{"robustness/invalid-utf-8", "robustness/gbk"}},
		{name: "the first byte of an empty body", topic: conform.Robustness, in: two, handler: dying(func(in *received) bool { return in.Method == posts && len(in.body) == 0 }), want: []string{"robustness/empty-body"}},
		{name: "the root of no XML", topic: conform.Robustness, in: two, handler: dying(func(in *received) bool { return bytes.HasPrefix(in.message, []byte("hello=")) }), want: []string{"robustness/no-xml"}},
		{name: "an unknown method", topic: conform.Robustness, in: two, handler: dying(func(in *received) bool { return in.Method == http.MethodPut }), want: []string{"robustness/methods"}},
		// The server notices late that a stalled body ends, so that another case could find it.
		{name: "an error of reading", topic: conform.Robustness, in: only(callback.MP), handler: dying(func(in *received) bool {
			return in.err != nil && in.URL.Query().Get("openid") == "oCheck_robu_half-a-body"
		}), want: []string{"robustness/half-a-body"}},
		{name: "errors are not handled", topic: conform.Robustness, in: only(callback.MP, callback.Plain), handler: func(s setting, right http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				in := receive(s, r)
				if _, err := message.Scan(in.message); err != nil && r.Method == posts && in.err == nil {
					http.Error(w, fmt.Sprintf("Traceback: %v", err), http.StatusInternalServerError)
					return
				}
				right.ServeHTTP(w, r)
			})
		}, want: []string{"robustness/handles-errors"}},
		{name: "one request at a time", topic: conform.Robustness, in: only(callback.MP, callback.Safe), slow: true, handler: oneByOne, want: []string{"robustness/stalled-bodies", "robustness/slow-body"}},
	}
}
