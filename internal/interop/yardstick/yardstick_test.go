package yardstick_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/echo"
	"wxtool/internal/expect"
	"wxtool/internal/interop/yardstick"
	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

// The public account of the tests.
const (
	token   = "QDG6eK"
	key     = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	id      = "wx5823bf96d3bd56c7"
	random  = "0123456789abcdef"
	seconds = 1751328000
)

var stamp = callback.Stamp{Timestamp: "1751328000", Nonce: "1372623149", Random: [16]byte([]byte(random))}

func now() time.Time { return time.Unix(seconds, 0) }

// same is a source of identical frames.
type same struct{}

func (same) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = random[i%len(random)]
	}
	return len(b), nil
}

func account(t testing.TB, mode callback.Mode) *callback.Account {
	k, err := wxcrypt.ParseKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return &callback.Account{Platform: callback.MP, Mode: mode, Token: token, Key: k, AppID: id, ReceiveID: id}
}

func newYardstick(t testing.TB) (*yardstick.Account, *yardstick.Scratch) {
	y, err := yardstick.New(token, id, key, same{}, now)
	if err != nil {
		t.Fatal(err)
	}
	return y, y.NewScratch()
}

// ours is the callback server of wxtool without its command.
func ours(t testing.TB, mode callback.Mode) http.Handler {
	return &echo.Server{Account: *account(t, mode), Now: now, Rand: same{}, Reply: echo.Echo(now),
		Expect: func(_ callback.Query, _ []byte, head *message.Head) expect.Answer { return expect.Guess(head.InfoType) }}
}

// text is a text message of the usual form.
func text(content string) string {
	return "<xml><ToUserName><![CDATA[gh_8a3f2c9d7b10]]></ToUserName>\n<FromUserName><![CDATA[oFan]]></FromUserName>\n" +
		"<CreateTime>1751328000</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[" + content +
		"]]></Content>\n<MsgId>24123456789012345</MsgId></xml>"
}

// contents are of lengths around those of blocks and paddings, and up to 1 kB.
func contents() []string {
	all := []string{"hello", "你好", "a & b < c"}
	for n := range 70 {
		all = append(all, strings.Repeat("x", n+1))
	}
	return append(all, strings.Repeat("é", 500))
}

type push struct {
	query url.Values
	raw   string
	body  []byte
}

func pushOf(t testing.TB, mode callback.Mode, message string) push {
	signed, err := account(t, mode).Seal([]byte(message), stamp)
	if err != nil {
		t.Fatal(err)
	}
	query, err := url.ParseQuery(signed.Query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	return push{query, signed.Query.Encode(), signed.Body}
}

func (p push) request() *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/?"+p.raw, bytes.NewReader(p.body))
	r.Header.Set("Content-Type", "text/xml")
	return r
}

// TestExchange: both handlers answer a push with the same bytes.
func TestExchange(t *testing.T) {
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		y, _ := newYardstick(t)
		for _, content := range contents() {
			p := pushOf(t, mode, text(content))
			var results []string
			for _, handler := range []http.Handler{y, ours(t, mode)} {
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, p.request())
				results = append(results, fmt.Sprint(w.Code, w.Header().Get("Content-Type"), w.Body))
			}
			if results[0] != results[1] || !strings.HasPrefix(results[0], "200") {
				t.Fatalf("%s, %q:\n%s\nwant\n%s", mode, content, results[0], results[1])
			}
		}
	}
}

// TestRefusals: both refuse a push of another sender.
func TestRefusals(t *testing.T) {
	for _, mode := range []callback.Mode{callback.Plain, callback.Safe} {
		p := pushOf(t, mode, text("hello"))
		p.raw = strings.ReplaceAll(p.raw, "signature=", "signature=0")
		y, _ := newYardstick(t)
		for _, handler := range []http.Handler{y, ours(t, mode)} {
			w := httptest.NewRecorder()
			if handler.ServeHTTP(w, p.request()); w.Code != http.StatusForbidden {
				t.Errorf("%T, %s: status %d", handler, mode, w.Code)
			}
		}
	}
}

// TestReplies: sealed replies are the same bytes, and both open them.
func TestReplies(t *testing.T) {
	y, s := newYardstick(t)
	a := account(t, callback.Safe)
	for _, content := range contents() {
		want, err := a.AppendReply(nil, []byte(content), stamp, callback.ReplyXML)
		if err != nil {
			t.Fatal(err)
		}
		got := y.SealReply(s, nil, stamp.Random[:], []byte(content), []byte(stamp.Timestamp), []byte(stamp.Nonce))
		if string(got) != string(want) {
			t.Fatalf("%q:\n%s\nwant\n%s", content, got, want)
		}
		opened, err := y.OpenReply(s, got)
		if err != nil || string(opened) != content {
			t.Errorf("%q: opened as %q, %v", content, opened, err)
		}
		var e callback.Envelope
		var o callback.Opened
		e.Read(got)
		if err := a.OpenReply(&o, &e); err != nil || string(o.Message) != content {
			t.Errorf("%q: opened as %q, %v", content, o.Message, err)
		}
	}
}

// TestPushes: both open the same pushes, and encrypt a message the same way.
func TestPushes(t *testing.T) {
	y, s := newYardstick(t)
	for _, content := range contents() {
		p := pushOf(t, callback.Safe, text(content))
		got, err := y.Open(s, yardstick.NewQuery(p.query.Get("msg_signature"), stamp.Timestamp, stamp.Nonce), p.body)
		if err != nil || string(got) != text(content) {
			t.Errorf("%q: opened as %q, %v", content, got, err)
		}
		want, err := account(t, callback.Safe).Encrypt([]byte(content), stamp)
		if got := y.Encrypt(s, nil, stamp.Random[:], []byte(content)); err != nil || string(got) != want {
			t.Errorf("%q: encrypted as %s, want %s, %v", content, got, want, err)
		}
	}
}
