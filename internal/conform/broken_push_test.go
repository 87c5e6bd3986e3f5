package conform_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/message"
)

func brokenPushes() []broken {
	return []broken{
		{name: "answers OK", topic: conform.Push, handler: answers("POST", func(string) string { return "OK" }), want: []string{"*"}},
		{name: "knows only texts", topic: conform.Push, handler: func(s setting, right http.Handler) http.Handler {
			return changing(right, func(r *http.Request, res *httptest.ResponseRecorder) {
				if r.Method == "POST" && typeOf(s, r) != "text" {
					res.Body = bytes.NewBufferString("<html>unknown message</html>")
				}
			})
		}, want: []string{"*"}, but: []string{"push/text", "push/text-menu-click", "push/text-unsupported"}},
	}
}

// typeOf is the MsgType of a push.
func typeOf(s setting, r *http.Request) string {
	var body bytes.Buffer
	body.ReadFrom(r.Body)
	acct := s.account()
	o, err := acct.Open(callback.ParseQuery(r.URL.RawQuery), body.Bytes())
	if err != nil {
		return ""
	}
	head, err := message.Scan(o.Message)
	if err != nil {
		return ""
	}
	return head.MsgType
}
