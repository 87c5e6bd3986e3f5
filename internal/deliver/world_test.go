package deliver_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/verdict"
	"wxtool/internal/wxcrypt"
)

const (
	token = "QDG6eK"
	aes   = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	corp  = "wx5823bf96d3bd56c7"
	push  = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName>
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

func client(t testing.TB, acct callback.Account) *deliver.Client {
	return &deliver.Client{Account: acct, HTTP: deliver.Transport(), Now: time.Now, Rand: rand.NewChaCha8([32]byte{7}), Deadline: 5 * time.Second}
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
		list = append(list, p.ID)
	}
	slices.Sort(list)
	return list
}
