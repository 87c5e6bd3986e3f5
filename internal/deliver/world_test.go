package deliver_test

import (
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
	"wxtool/internal/wxtest"
)

const textPush = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName>
<FromUserName><![CDATA[oFan]]></FromUserName>
<CreateTime>1751328000</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[hi]]></Content>
<MsgId>24958310472839105</MsgId>
</xml>`

func client(t testing.TB) *deliver.Client {
	return &deliver.Client{HTTP: deliver.Transport(), Now: time.Now, Rand: wxtest.Random(7), Deadline: 5 * time.Second}
}

// as returns p as a push to acct, its head read.
func as(acct callback.Account, p push.Push) *push.Push {
	whole := push.Of(p.Name, p.Message, acct)
	whole.Form, whole.Family, whole.Expect = p.Form, p.Family, p.Expect
	return whole
}

// serve starts handler on loopback for the length of the test.
func serve(t testing.TB, handler http.HandlerFunc) *url.URL {
	t.Helper()
	u, err := deliver.ParseTarget(wxtest.Serve(t, handler))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func ids(problems []verdict.Problem) []string {
	list := []string{}
	for _, p := range problems {
		list = append(list, p.Rule.ID)
	}
	slices.Sort(list)
	return list
}
