package sandbox_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// web makes a call of the web API.
func (w *apiSandbox) web(path string) string {
	data, _ := io.ReadAll(w.serve(from(http.MethodGet, path, "", "From", "192.0.2.1:1234")).Body)
	return string(data)
}

func (w *apiSandbox) webSaid(t *testing.T, path, want string) {
	t.Helper()
	if got := changing.ReplaceAllString(w.web(path), "RID"); got != want {
		t.Errorf("%s\n got %s\nwant %s", path, got, want)
	}
}

// sns is a refusal of the web API, which has a comma before its rid, as answers that
// developers have posted.
func sns(code, text string) string { return `{"errcode":` + code + `,"errmsg":"` + text + `, RID"}` }

type userToken struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token"`
	OpenID       string `json:"openid"`
	Scope        string `json:"scope"`
	Snapshot     *int   `json:"is_snapshotuser"`
	UnionID      string `json:"unionid"`
}

func (w *apiSandbox) userToken(t *testing.T, path string) (u userToken) {
	t.Helper()
	answer := w.web(path)
	if err := json.Unmarshal([]byte(answer), &u); err != nil || u.AccessToken == "" || u.ExpiresIn != 7200 || u.RefreshToken == "" || len(u.OpenID) != 28 {
		t.Fatalf("%s: %s", path, answer)
	}
	return u
}

// code is that of a user who visits a page of wx1.
func (w *apiSandbox) code(t *testing.T, scope, user, answer string) string {
	t.Helper()
	return returned(t, w.visit(authorize(scope, "1"), "user", user, "answer", answer)).Get("code")
}

func exchange(code string) string {
	return "/sns/oauth2/access_token?appid=wx1&secret=s1&code=" + code + "&grant_type=authorization_code"
}

// TestExchange: a code is good once, for five minutes, and an exchange that fails burns
// it (developers report 40163 then). The order of the checks is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
func TestExchange(t *testing.T) {
	w := newAPISandbox()
	code := w.code(t, "snsapi_base", "lily", "")
	first := w.userToken(t, exchange(code))
	if first.Scope != "snsapi_base" || first.UnionID != "" || first.Snapshot != nil {
		t.Errorf("%+v", first)
	}
	w.webSaid(t, exchange(code), sns("40163", "code been used"))
	w.webSaid(t, exchange("none"), sns("40029", "invalid code"))
	again := w.userToken(t, exchange(w.code(t, "snsapi_base", "lily", "")))
	if again.OpenID != first.OpenID || again.AccessToken == first.AccessToken {
		t.Errorf("%+v, then %+v", first, again)
	}

	late := w.code(t, "snsapi_base", "lily", "")
	w.now = w.now.Add(5 * time.Minute)
	w.webSaid(t, exchange(late), sns("40029", "invalid code"))

	burnt := w.code(t, "snsapi_base", "lily", "")
	w.webSaid(t, strings.Replace(exchange(burnt), "s1", "wrong", 1), sns("40125", "invalid appsecret"))
	w.webSaid(t, exchange(burnt), sns("40163", "code been used"))
	foreign := w.code(t, "snsapi_base", "lily", "")
	w.webSaid(t, strings.Replace(strings.Replace(exchange(foreign), "wx1", "wx2", 1), "s1", "s2", 1), sns("40029", "invalid code"))

	for query, want := range map[string]string{
		"":          sns("41002", "appid missing"),
		"appid=wx0": sns("40013", "invalid appid"),
		"appid=ww1": sns("40013", "invalid appid"),
		"appid=wx1": sns("41004", "appsecret missing"),
		"appid=wx1&secret=s1&grant_type=authorization_code": sns("41008", "missing code"),
		"appid=wx1&secret=s1&code=x":                        sns("40002", "invalid grant_type"),
	} {
		w.webSaid(t, "/sns/oauth2/access_token?"+query, want)
	}
}

// TestVisitor: name and picture need the consent, snsapi_userinfo; there is no gender
// and no region since 2021-10-20.
//
// https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo
// https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsauth
func TestVisitor(t *testing.T) {
	w := newAPISandbox()
	base := w.userToken(t, exchange(w.code(t, "snsapi_base", "lily", "")))
	full := w.userToken(t, exchange(w.code(t, "snsapi_userinfo", "lily", "allow")))
	if full.OpenID != base.OpenID || full.Scope != "snsapi_userinfo" || len(full.UnionID) != 28 || full.UnionID == full.OpenID {
		t.Errorf("%+v", full)
	}
	with := func(u userToken) string { return "access_token=" + u.AccessToken + "&openid=" + u.OpenID }
	w.webSaid(t, "/sns/userinfo?"+with(base), sns("48001", "api unauthorized"))
	var got map[string]any
	if err := json.Unmarshal([]byte(w.web("/sns/userinfo?lang=zh_CN&"+with(full))), &got); err != nil {
		t.Fatal(err)
	}
	if got["openid"] != full.OpenID || got["unionid"] != full.UnionID || got["nickname"] != "lily" || got["sex"] != 0.0 || got["city"] != "" ||
		!strings.HasPrefix(got["headimgurl"].(string), "https://thirdwx.qlogo.cn/mmopen/") {
		t.Errorf("%v", got)
	}
	w.webSaid(t, "/sns/auth?"+with(full), `{"errcode":0,"errmsg":"ok"}`)
	w.webSaid(t, "/sns/auth?access_token="+full.AccessToken+"&openid=oOther", sns("40003", "invalid openid"))
	w.webSaid(t, "/sns/userinfo?access_token="+full.AccessToken, sns("41009", "missing openid"))
	w.webSaid(t, "/sns/userinfo", sns("41001", "access_token missing"))
	const notLatest = "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
	w.webSaid(t, "/sns/userinfo?openid=x&access_token="+w.token(t, mpToken, ""), sns("40001", notLatest))
	w.said(t, "getcallbackip?access_token="+full.AccessToken, "", mp("40001", notLatest))
	w.now = w.now.Add(2 * time.Hour)
	w.webSaid(t, "/sns/userinfo?"+with(full), sns("42001", "access_token expired"))
}

// TestSnapshotUser: a snapshot user has an OpenID of its own, and only its answer has
// is_snapshotuser.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
func TestSnapshotUser(t *testing.T) {
	w := newAPISandbox()
	real := w.userToken(t, exchange(w.code(t, "snsapi_userinfo", "lily", "allow")))
	virtual := w.userToken(t, exchange(w.code(t, "snsapi_userinfo", "lily", "snapshot")))
	if virtual.Snapshot == nil || *virtual.Snapshot != 1 || virtual.OpenID == real.OpenID || virtual.UnionID == real.UnionID {
		t.Errorf("%+v and %+v", real, virtual)
	}
	answer := w.web("/sns/userinfo?access_token=" + virtual.AccessToken + "&openid=" + virtual.OpenID)
	if strings.Contains(answer, "lily") || !strings.Contains(answer, `"nickname":"微信用户"`) {
		t.Error(answer)
	}
}

// TestOnePersonAtTwoAccounts: the OpenIDs differ, the UnionID is the same.
func TestOnePersonAtTwoAccounts(t *testing.T) {
	w := newAPISandbox()
	one := w.userToken(t, exchange(w.code(t, "snsapi_userinfo", "lily", "allow")))
	code := returned(t, w.visit(strings.Replace(authorize("snsapi_userinfo", "1"), "wx1", "wx2", 1), "user", "lily", "answer", "allow")).Get("code")
	two := w.userToken(t, "/sns/oauth2/access_token?appid=wx2&secret=s2&code="+code+"&grant_type=authorization_code")
	if one.OpenID == two.OpenID || one.UnionID != two.UnionID {
		t.Errorf("%+v and %+v", one, two)
	}
}

// TestRefresh: a token that has not expired gets a longer life, and else there is a new
// one, for 30 days.
//
// https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken
func TestRefresh(t *testing.T) {
	w := newAPISandbox()
	first := w.userToken(t, exchange(w.code(t, "snsapi_base", "lily", "")))
	path := "/sns/oauth2/refresh_token?appid=wx1&grant_type=refresh_token&refresh_token=" + first.RefreshToken
	w.now = w.now.Add(time.Hour)
	if same := w.userToken(t, path); same.AccessToken != first.AccessToken || same.OpenID != first.OpenID {
		t.Errorf("%+v", same)
	}
	w.now = w.now.Add(2*time.Hour - time.Second)
	w.webSaid(t, "/sns/auth?access_token="+first.AccessToken+"&openid="+first.OpenID, `{"errcode":0,"errmsg":"ok"}`)
	w.now = w.now.Add(time.Second)
	second := w.userToken(t, path)
	if second.AccessToken == first.AccessToken || second.RefreshToken != first.RefreshToken || second.Scope != "snsapi_base" {
		t.Errorf("%+v", second)
	}
	w.webSaid(t, "/sns/oauth2/refresh_token?appid=wx1&grant_type=refresh_token&refresh_token=x", sns("40030", "invalid refresh_token"))
	w.webSaid(t, strings.Replace(path, "wx1", "wx2", 1), sns("40030", "invalid refresh_token"))
	w.webSaid(t, "/sns/oauth2/refresh_token?appid=wx1", sns("41003", "missing refresh_token"))
	w.now = w.now.Add(30 * 24 * time.Hour)
	w.webSaid(t, path, sns("42002", "refresh_token expired"))
}

// TestNoSecretIsShown: no page, refusal or event of a login has the secret of an
// account, whatever the request has.
func TestNoSecretIsShown(t *testing.T) {
	const canary = "CanarySecretCanarySecretCanary00"
	w := newAPISandbox()
	config := w.config(sandbox.Limits{})
	var seen strings.Builder
	config.Observe = func(e sandbox.Event) { fmt.Fprintf(&seen, "%+v\n", e) }
	for i := range config.Accounts {
		config.Accounts[i].Secret = canary
	}
	w.Server = sandbox.New(config)
	for _, path := range []string{
		exchange("x"), "/sns/oauth2/access_token?appid=wx1&code=x&grant_type=authorization_code&secret=" + canary, "/sns/oauth2/refresh_token?appid=wx1",
		"/sns/jscode2session?appid=wx1&grant_type=authorization_code&js_code=x&secret=" + canary, "/sns/jscode2session?appid=wx2&secret=" + canary + "x",
		"/sns/userinfo?access_token=" + canary, "/sns/auth?openid=x&access_token=" + canary, "/cgi-bin/gettoken?corpid=ww1&corpsecret=" + canary,
		"/cgi-bin/auth/getuserinfo?code=x&access_token=" + canary, "/cgi-bin/ticket/getticket?type=jsapi&access_token=" + canary,
	} {
		seen.WriteString(w.web(path))
	}
	for _, path := range []string{
		authorize("snsapi_base", "1"), authorize("snsapi_userinfo", "1"), authorize("x", "1"), "/connect/oauth2/authorize?appid=wx0",
		"/wwlogin/sso/login?appid=ww1", "/wwopen/sso/qrConnect?appid=ww1&agentid=1&redirect_uri=http%3A%2F%2F127.0.0.1",
	} {
		for _, res := range []*httptest.ResponseRecorder{w.visit(path), w.visit(path, "user", "an"), w.visit(path, "user", "an", "answer", "allow")} {
			fmt.Fprintf(&seen, "%v %s\n", res.Header(), res.Body)
		}
	}
	if strings.Contains(seen.String(), canary) || strings.Contains(w.saved(t), canary) || seen.Len() < 5000 {
		t.Errorf("the secret is shown:\n%s", seen.String())
	}
}

// TestVisitorIsKnown: who logs in is known to the account, also without following it.
func TestVisitorIsKnown(t *testing.T) {
	w := newAPISandbox()
	u := w.userToken(t, exchange(w.code(t, "snsapi_base", "lily", "")))
	if list := w.Users(); len(list) != 1 || list[0].Name != "lily" || list[0].OpenID != u.OpenID || list[0].Following {
		t.Errorf("%+v", list)
	}
	if page := w.visit(authorize("snsapi_base", "1")); !strings.Contains(page.Body.String(), `value="lily"`) {
		t.Errorf("%s", page.Body)
	}
	w.code(t, "snsapi_userinfo", "tom", "snapshot")
	if list := w.Users(); len(list) != 1 {
		t.Errorf("%+v", list)
	}
}

// TestOAuthIsKept: codes and tokens are in the state.
func TestOAuthIsKept(t *testing.T) {
	w := newAPISandbox()
	used, fresh := w.code(t, "snsapi_base", "lily", ""), w.code(t, "snsapi_base", "tom", "")
	token := w.userToken(t, exchange(used))
	file := w.saved(t)
	next := newAPISandbox()
	if err := next.World().Load(strings.NewReader(file)); err != nil {
		t.Fatal(err)
	}
	next.webSaid(t, exchange(used), sns("40163", "code been used"))
	next.userToken(t, exchange(fresh))
	next.webSaid(t, "/sns/auth?access_token="+token.AccessToken+"&openid="+token.OpenID, `{"errcode":0,"errmsg":"ok"}`)
}

// TestOAuthObserved: each call and page is observed, without a secret.
func TestOAuthObserved(t *testing.T) {
	w := newAPISandbox()
	config := w.config(sandbox.Limits{})
	var events []sandbox.Event
	config.Observe = func(e sandbox.Event) { events = append(events, e) }
	w.Server = sandbox.New(config)
	w.userToken(t, exchange(w.code(t, "snsapi_base", "lily", "")))
	w.visit("/connect/oauth2/authorize?appid=wx1")
	if len(events) != 3 || events[0].Path != "/connect/oauth2/authorize" || events[0].Status != 302 || events[0].AppID != "wx1" ||
		events[1].AppID != "wx1" || events[2].Code != 10011 || events[2].Msg != "redirect_uri不能为空" {
		t.Errorf("%+v", events)
	}
}
