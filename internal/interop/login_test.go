package interop

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/officialaccount/js"
	"github.com/silenceper/wechat/v2/officialaccount/oauth"
	"github.com/xen0n/go-workwx"
)

// visit is the output of sandbox do open.
type visit struct {
	OK     bool
	Title  string
	Status int
	Steps  []struct {
		Error string
		Notes []string
	}
}

func openPage(t *testing.T, origin, page string, flags ...string) visit {
	t.Helper()
	args := append([]string{"sandbox", "do", "open", page, "--user", "lily", "--api-base", origin, "--json"}, flags...)
	return line[visit](t, wxtool(t, nil, args...))
}

// TestSilenceperLogsIn: a site with the SDK sends its visitor to the platform, and the
// SDK reads who came back.
func TestSilenceperLogsIn(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	sdk := oauth.NewOauth(silenceper(t, demoSecret, true))
	mux := http.NewServeMux()
	site := httptest.NewServer(mux)
	defer site.Close()
	var last oauth.ResAccessToken
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if err := sdk.Redirect(w, r, site.URL+"/login?from=1", "snsapi_userinfo", "s1"); err != nil {
			t.Error(err)
		}
	})
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("from") != "1" || r.FormValue("state") != "s1" {
			t.Errorf("returned to %s", r.URL)
		}
		token, err := sdk.GetUserAccessToken(r.FormValue("code"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		user, err := sdk.GetUserInfo(token.AccessToken, token.OpenID, "zh_CN")
		last = token
		fmt.Fprintf(w, "%s %v %v", user.Nickname, user.OpenID == token.OpenID && user.Unionid == token.UnionID, err)
	})
	for flag, want := range map[string]string{"--verbose": "lily true <nil>", "--snapshot": "微信用户 true <nil>"} {
		if v := openPage(t, origin, site.URL, flag); !v.OK || v.Title != want {
			t.Errorf("%s: %+v", flag, v)
		}
		if (flag == "--snapshot") != (last.IsSnapShotUser == 1) {
			t.Errorf("%s: %+v", flag, last)
		}
	}
	for flag, status := range map[string]int{"--deny": 403, "--twice": 403} {
		if v := openPage(t, origin, site.URL, flag); v.OK || v.Status != status {
			t.Errorf("%s: %+v", flag, v)
		}
	}
	again, err := sdk.RefreshAccessToken(last.RefreshToken)
	if err != nil || again.AccessToken != last.AccessToken {
		t.Errorf("%+v, %v", again, err)
	}
	if good, err := sdk.CheckAccessToken(last.AccessToken, last.OpenID); err != nil || !good {
		t.Errorf("%v, %v", good, err)
	}
	if good, _ := sdk.CheckAccessToken(last.AccessToken, "oOther"); good {
		t.Error("a token is good for another user")
	}
}

// TestSilenceperSignsPages: what the SDK signs is right, and a page whose fragment was
// signed too is found.
func TestSilenceperSignsPages(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	ctx := silenceper(t, demoSecret, true)
	ctx.Cache = cache.NewMemory()
	sdk := js.NewJs(ctx)
	token, err := ctx.GetAccessToken()
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := sdk.GetTicket(token)
	if err != nil {
		t.Fatal(err)
	}
	const page = "https://shop.example/order?id=1&name=%E5%BC%A0"
	for signed, want := range map[string]int{page: 0, page + "#/pay": 1} {
		config, err := sdk.GetConfig(signed)
		if err != nil {
			t.Fatal(err)
		}
		given := url.Values{"signature": {config.Signature}, "timestamp": {strconv.FormatInt(config.Timestamp, 10)}, "nonceStr": {config.NonceStr}}
		r := wxtool(t, nil, "verify", "--jsapi", page+"#/pay", "--ticket", ticket, given.Encode(), "--json")
		got := line[struct{ Reason string }](t, r)
		if r.Code != want || (want == 1) != (got.Reason == "fragment-kept") {
			t.Errorf("%s: exit code %d, %+v", signed, r.Code, got)
		}
	}
}

// TestWorkwxLogsIn: the SDK reads which member visits, and gets both tickets.
func TestWorkwxLogsIn(t *testing.T) {
	origin := startSandbox(t)
	app := workwx.New(demoCorpID, workwx.WithQYAPIHost(origin)).WithApp(demoSecret, demoAgent)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, err := app.AuthCode2UserInfo(r.FormValue("code"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		fmt.Fprint(w, user.UserID)
	}))
	defer site.Close()
	to := "&redirect_uri=" + url.QueryEscape(site.URL)
	for _, page := range []string{
		"https://open.weixin.qq.com/connect/oauth2/authorize?appid=" + demoCorpID + to + "&response_type=code&scope=snsapi_base&state=1&agentid=1000002#wechat_redirect",
		"https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=CorpApp&appid=" + demoCorpID + "&agentid=1000002" + to,
	} {
		if v := openPage(t, origin, page); !v.OK || v.Title != "lily" {
			t.Errorf("%s: %+v", page, v)
		}
	}
	if v := openPage(t, origin, "https://open.weixin.qq.com/connect/oauth2/authorize?appid="+demoCorpID+to+"&response_type=code&scope=snsapi_base&state=1#wechat_redirect", "--twice"); v.OK || v.Status != http.StatusForbidden {
		t.Errorf("a code is good twice: %+v", v)
	}
	corp, err := app.GetJSAPITicket()
	if err != nil || corp == "" {
		t.Errorf("%q, %v", corp, err)
	}
	agent, err := app.GetJSAPITicketAgentConfig()
	if err != nil || agent == "" || agent == corp {
		t.Errorf("%q, %v", agent, err)
	}
}
