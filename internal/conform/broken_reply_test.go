package conform_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/echo"
)

// template answers a text with a reply that is made by hand, as in tutorials.
func template(content func(text string) string) func(setting, http.Handler) http.Handler {
	return replying(func(p echo.Push) []byte {
		if p.Head.MsgType != "text" {
			return nil
		}
		return fmt.Appendf(nil, "<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName><CreateTime>%d</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>%s</Content></xml>",
			p.Head.FromUserName, p.Head.ToUserName, time.Now().Unix(), content(clean(p)))
	})
}

// clean is the text of a push without control characters.
func clean(p echo.Push) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' {
			return -1
		}
		return r
	}, string(p.Flat.Text("Content")))
}

func cdata(text string) string {
	return "<![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]>"
}

func brokenReplies() []broken {
	return []broken{
		{name: "CDATA as in the official sample", topic: conform.Reply, handler: template(func(text string) string { return "<![CDATA[" + text + "]]>" }), want: []string{"reply/cdata-end"}},
		{name: "text is not escaped", topic: conform.Reply, handler: template(func(text string) string { return text }), want: []string{"reply/cdata-end", "reply/markup"}},
		{name: "text is escaped twice", topic: conform.Reply, handler: template(func(text string) string {
			return cdata(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text))
		}), want: []string{"reply/cdata-end", "reply/markup"}},
		{name: "utf8mb3", topic: conform.Reply, handler: template(func(text string) string {
			return cdata(strings.Map(func(r rune) rune {
				if r > 0xffff {
					return utf8.RuneError
				}
				return r
			}, text))
		}), want: []string{"reply/emoji"}},
		{name: "the text is the format", topic: conform.Reply, handler: template(func(text string) string {
			format := fmt.Sprintf // as a mistake that vet does not see
			return cdata(format(text))
		}), want: []string{"reply/format-characters"}},
		{name: "adds words to any length", topic: conform.Reply, handler: template(func(text string) string {
			if len(text) > 1000 {
				return cdata("You said: " + text + strings.Repeat("!", 400))
			}
			return cdata(text)
		}), want: []string{"reply/long-text"}},
		{name: "a strict XML parser", topic: conform.Reply, handler: func(s setting, right http.Handler) http.Handler {
			return onPost(func(w http.ResponseWriter, r *http.Request) bool {
				body, _ := io.ReadAll(r.Body)
				r.Body = io.NopCloser(bytes.NewReader(body))
				acct := s.account()
				o, err := acct.Open(callback.ParseQuery(r.URL.RawQuery), body)
				if bytes.IndexByte(body, 2) < 0 && (err != nil || bytes.IndexByte(o.Message, 2) < 0) {
					return false
				}
				http.Error(w, "invalid character code U+0002", http.StatusInternalServerError)
				return true
			})(s, right)
		}, want: []string{"reply/control-bytes"}},
	}
}
