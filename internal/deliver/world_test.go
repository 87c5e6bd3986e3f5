package deliver_test

import (
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
	"wxtool/internal/wxcrypt"
)

const (
	token    = "QDG6eK"
	aes      = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	corp     = "wx5823bf96d3bd56c7"
	textPush = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName>
<FromUserName><![CDATA[oFan]]></FromUserName>
<CreateTime>1751328000</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[hi]]></Content>
<MsgId>24958310472839105</MsgId>
</xml>`
)

func account(t testing.TB, platform callback.Platform, mode callback.Mode) callback.Account {
	t.Helper()
	key, err := wxcrypt.ParseKey(aes)
	if err != nil {
		t.Fatal(err)
	}
	return callback.Account{Platform: platform, Mode: mode, Token: token, Key: key, AppID: corp, ReceiveID: corp}
}

func client(t testing.TB) *deliver.Client {
	return &deliver.Client{HTTP: deliver.Transport(), Now: time.Now, Rand: rand.NewChaCha8([32]byte{7}), Deadline: 5 * time.Second}
}

// as returns p as a push to acct, its head read.
func as(acct callback.Account, p push.Push) *push.Push {
	whole := push.Of(p.Name, p.Message, acct)
	whole.Form, whole.Family, whole.Expect = p.Form, p.Family, p.Expect
	return whole
}

// locked is a reader for several goroutines.
type locked struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *locked) Read(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(b)
}

// serve starts handler on loopback for the length of the test.
func serve(t testing.TB, handler http.HandlerFunc) *url.URL {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	u, err := deliver.ParseTarget(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func answering(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		w.Write([]byte(body))
	}
}

func ids(problems []verdict.Problem) []string {
	list := []string{}
	for _, p := range problems {
		list = append(list, p.Rule.ID)
	}
	slices.Sort(list)
	return list
}
