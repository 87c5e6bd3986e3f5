package conform_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/echo"
	"wxtool/internal/message"
)

// replying is a right server whose replies are made by reply from the push.
func replying(reply func(p echo.Push) []byte) func(setting, http.Handler) http.Handler {
	return func(s setting, _ http.Handler) http.Handler {
		server := s.right()
		right := server.Reply
		server.Reply = func(p echo.Push) ([]byte, error) {
			if text := reply(p); text != nil {
				return text, nil
			}
			return right(p)
		}
		return server
	}
}

// onPost is a right server that answers some POSTs itself.
func onPost(answer func(w http.ResponseWriter, r *http.Request) bool) func(setting, http.Handler) http.Handler {
	return func(_ setting, right http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && answer(w, r) {
				return
			}
			right.ServeHTTP(w, r)
		})
	}
}

func answerText(p echo.Push, text string) []byte { return message.TextReply(p.Head, text, time.Now()) }

func brokenDeliveries() []broken {
	all := []string{"*"}
	return []broken{
		{name: "answers OK", topic: conform.Delivery, handler: answers("POST", func(string) string { return "OK" }), want: all, rule: "reply/not-xml"},
		{name: "ids are not swapped", topic: conform.Delivery, handler: replying(func(p echo.Push) []byte {
			return message.Compose(message.Field{Name: "ToUserName", Text: p.Head.ToUserName}, message.Field{Name: "FromUserName", Text: p.Head.FromUserName},
				message.Field{Name: "CreateTime", Text: fmt.Sprint(time.Now().Unix()), Bare: true}, message.Field{Name: "MsgType", Text: "text"}, message.Field{Name: "Content", Text: "hi"})
		}), want: all, but: []string{"delivery/retry-after-drop"}, rule: "reply/not-swapped"},
		{name: "milliseconds", topic: conform.Delivery, handler: replying(func(p echo.Push) []byte {
			seconds := fmt.Sprint(time.Now().Unix())
			return bytes.Replace(answerText(p, "hi"), []byte(seconds), []byte(seconds+"000000"), 1)
		}), want: all, but: []string{"delivery/retry-after-drop"}, rule: "reply/create-time"},
		{name: "slow", topic: conform.Delivery, slow: true, in: only(callback.MP, callback.Safe), handler: onPost(func(_ http.ResponseWriter, r *http.Request) bool {
			if r.URL.Query().Get("openid") == "oCheck_deli_answer-time" { // the others need not wait
				time.Sleep(1200 * time.Millisecond)
			}
			return false
		}), want: []string{"delivery/answer-time"}},
		{name: "counts instead of answering alike", topic: conform.Delivery, handler: func(s setting, right http.Handler) http.Handler {
			var n int
			var mu sync.Mutex
			return replying(func(p echo.Push) []byte {
				mu.Lock()
				defer mu.Unlock()
				n++
				return answerText(p, fmt.Sprintf("You are the %dth", n))
			})(s, right)
		}, want: []string{"delivery/retry-of-message", "delivery/retry-of-event"}},
		{name: "a lock that a broken connection leaves", topic: conform.Delivery, in: only(callback.MP, callback.Plain), handler: func(s setting, right http.Handler) http.Handler {
			locked := map[string]bool{}
			var mu sync.Mutex
			return onPost(func(w http.ResponseWriter, r *http.Request) bool {
				user := r.URL.Query().Get("openid")
				if user != "oCheck_deli_retry-after-drop" {
					return false
				}
				mu.Lock()
				held := locked[user]
				locked[user] = true
				mu.Unlock()
				if held {
					http.Error(w, "still being processed", http.StatusConflict)
					return true
				}
				time.Sleep(600 * time.Millisecond) // the database
				return true
			})(s, right)
		}, want: []string{"delivery/retry-after-drop"}},
		{name: "shares a variable between requests", topic: conform.Delivery, handler: func(s setting, right http.Handler) http.Handler {
			var last message.Head
			var mu sync.Mutex
			return replying(func(p echo.Push) []byte {
				mu.Lock()
				last = *p.Head
				mu.Unlock()
				time.Sleep(20 * time.Millisecond) // the database
				mu.Lock()
				defer mu.Unlock()
				return message.TextReply(&last, "hi", time.Now())
			})(s, right)
		}, want: []string{"delivery/burst"}},
		{name: "refuses an earlier CreateTime", topic: conform.Delivery, handler: func(s setting, right http.Handler) http.Handler {
			var last string
			var mu sync.Mutex
			return replying(func(p echo.Push) []byte {
				mu.Lock()
				defer mu.Unlock()
				at := string(p.Flat.Text("CreateTime"))
				if at < last && strings.HasPrefix(p.Head.FromUserName, "oCheck_deli_order") {
					return []byte("too old")
				}
				last = at
				return nil
			})(s, right)
		}, want: []string{"delivery/order-reversed"}},
		{name: "one LOCATION a minute", topic: conform.Delivery, in: append(only(callback.MP), only(callback.Work)...), handler: func(s setting, right http.Handler) http.Handler {
			seen := map[string]bool{}
			var mu sync.Mutex
			return replying(func(p echo.Push) []byte {
				mu.Lock()
				defer mu.Unlock()
				if p.Head.Event != "LOCATION" {
					return nil
				}
				if seen[p.Head.FromUserName] {
					return []byte("rate limit")
				}
				seen[p.Head.FromUserName] = true
				return nil
			})(s, right)
		}, want: []string{"delivery/location-stream"}},
		{name: "answers unknown types with an error", topic: conform.Delivery, handler: replying(func(p echo.Push) []byte {
			if p.Head.MsgType == "wxtool_unknown" || p.Head.Event == "wxtool_unknown" {
				return []byte("unsupported")
			}
			return nil
		}), want: []string{"delivery/unknown-message", "delivery/unknown-event"}},
		{name: "knows all elements", topic: conform.Delivery, handler: replying(func(p echo.Push) []byte {
			if p.Flat.Has("WxtoolUnknown") {
				return []byte("unknown field")
			}
			return nil
		}), want: []string{"delivery/unknown-elements"}},
		{name: "reads XML by position", topic: conform.Delivery, handler: replying(func(p echo.Push) []byte {
			if string(p.Flat.Elements()[0].Name) != "ToUserName" {
				return []byte("bad message")
			}
			return nil
		}), want: []string{"delivery/element-order"}},
		{name: "a proxy without HTTP/1.0", topic: conform.Delivery, handler: onPost(func(w http.ResponseWriter, r *http.Request) bool {
			if r.ProtoAtLeast(1, 1) {
				return false
			}
			http.Error(w, "Upgrade Required", http.StatusUpgradeRequired)
			return true
		}), want: []string{"delivery/http-1.0"}},
		{name: "a body parser by Content-Type", topic: conform.Delivery, handler: onPost(func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
				io.WriteString(w, "no body")
				return true
			}
			return false
		}), want: []string{"delivery/content-types"}},
		{name: "the body of a refused push is left unread", topic: conform.Delivery, handler: func(_ setting, right http.Handler) http.Handler { return leavesBodies(right) }, want: []string{"delivery/keep-alive"}},
		{name: "JSON only as application/json", topic: conform.Delivery, in: []setting{{platform: callback.MP, mode: callback.Plain, families: []string{"miniprogram"}}}, handler: func(s setting, _ http.Handler) http.Handler {
			server := s.right()
			server.Reply = echo.Literal("success")
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
				if bytes.HasPrefix(body, []byte("{")) && r.Header.Get("Content-Type") == "text/xml" {
					w.Write([]byte("not XML"))
					return
				}
				server.ServeHTTP(w, r)
			})
		}, want: []string{"delivery/json-as-xml"}},
	}
}

// leavesBodies refuses a push before its body is read and keeps the connection open, so
// that the body is read as the next request.
func leavesBodies(right http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		res := httptest.NewRecorder()
		right.ServeHTTP(res, r)
		if r.Method != http.MethodPost || res.Code == http.StatusOK || r.Close {
			w.WriteHeader(res.Code)
			w.Write(res.Body.Bytes())
			return
		}
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "HTTP/1.1 %d Forbidden\r\nContent-Length: 0\r\n\r\n", res.Code)
		if _, err := bufio.NewReader(conn).ReadByte(); err == nil {
			fmt.Fprint(conn, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		}
	})
}
