package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

const formType = "application/x-www-form-urlencoded"

// visit opens an authorize page as the browser of a user does, who gives an answer.
func (w *apiSandbox) visit(target string, fields ...string) *httptest.ResponseRecorder {
	if len(fields) == 0 {
		return w.serve(from(http.MethodGet, target, ""))
	}
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return w.serve(from(http.MethodPost, target, form.Encode(), "Content-Type", formType, "Origin", "http://127.0.0.1:8090"))
}

// authorize is the URL of a page of wx1 that asks who visits it.
func authorize(scope, state string) string {
	return "/connect/oauth2/authorize?appid=wx1&redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Flogin&response_type=code&scope=" + scope + "&state=" + state
}

// returned are the parameters with which the user comes back to the page.
func returned(t *testing.T, res *httptest.ResponseRecorder) url.Values {
	t.Helper()
	to, err := url.Parse(res.Header().Get("Location"))
	if err != nil || res.Code != http.StatusFound || !strings.HasPrefix(to.String(), "http://127.0.0.1:3000/login?") {
		t.Fatalf("%d %q\n%s", res.Code, to, res.Body)
	}
	return to.Query()
}

// TestAuthorizeInABrowser: the page asks who holds the phone, remembers it, and asks
// for consent for snsapi_userinfo alone.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
func TestAuthorizeInABrowser(t *testing.T) {
	w := newAPISandbox()
	if err := w.World().Load(strings.NewReader(people)); err != nil {
		t.Fatal(err)
	}
	page := w.visit(authorize("snsapi_base", "s1"))
	if body := page.Body.String(); page.Code != 200 || !strings.Contains(body, `<button name="user" value="an">an</button>`) || strings.Contains(body, "code=") {
		t.Fatalf("%d %s", page.Code, body)
	}
	back := w.visit(authorize("snsapi_base", "s1"), "user", "an")
	if q := returned(t, back); len(q.Get("code")) != 32 || q.Get("state") != "s1" {
		t.Errorf("%v", q)
	}
	cookie := back.Header().Get("Set-Cookie")
	if cookie != "wxtool_phone=an; Path=/connect/oauth2/authorize; HttpOnly; SameSite=Lax" {
		t.Errorf("cookie: %s", cookie)
	}
	name, _, _ := strings.Cut(cookie, ";")
	silent := w.serve(from("GET", authorize("snsapi_base", "s2"), "", "Cookie", name, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"))
	if q := returned(t, silent); q.Get("code") == "" || q.Get("state") != "s2" {
		t.Errorf("%v", q)
	}
	asked := w.serve(from("GET", authorize("snsapi_userinfo", "s3"), "", "Cookie", name))
	if body := asked.Body.String(); asked.Code != 200 || !strings.Contains(body, "获取你的昵称、头像") || !strings.Contains(body, "<p>an</p>") {
		t.Errorf("%d %s", asked.Code, body)
	}
	if !strings.Contains(asked.Body.String(), `<input type="hidden" name="user" value="an">`) {
		t.Errorf("without cookies the answer says nothing of the user: %s", asked.Body)
	}
	if q := returned(t, w.visit(authorize("snsapi_userinfo", "s4"), "user", "an", "answer", "allow")); q.Get("code") == "" || q.Get("state") != "s4" {
		t.Errorf("%v", q)
	}
	if q := returned(t, w.visit(authorize("snsapi_userinfo", "s5"), "user", "an", "answer", "deny")); q.Has("code") || q.Get("state") != "s5" {
		t.Errorf("denied: %v", q)
	}
	if other := w.visit(authorize("snsapi_base", ""), "answer", "switch"); other.Code != 200 || !strings.Contains(other.Body.String(), "谁拿着手机") {
		t.Errorf("%d %s", other.Code, other.Body)
	}
}

// TestAuthorizeWrongName: the page says why a name that was typed is no name of a user.
func TestAuthorizeWrongName(t *testing.T) {
	w := newAPISandbox()
	res := w.visit(authorize("snsapi_base", "s1"), "user", strings.Repeat("名", 22))
	if body := res.Body.String(); res.Code != 200 || !strings.Contains(body, "谁拿着手机") || !strings.Contains(body, "user: has 66 bytes, at most 64 are allowed") {
		t.Errorf("%d %s", res.Code, body)
	}
	if res := w.visit(authorize("snsapi_base", "s1")); strings.Contains(res.Body.String(), "user:") {
		t.Errorf("before a name was typed: %s", res.Body)
	}
}

// TestAuthorizeErrors: the texts are those of the official page. Which checks come
// first, 10016 for an unknown appid, and the page without a code are guesses.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
func TestAuthorizeErrors(t *testing.T) {
	w := newAPISandbox()
	config := w.config(sandbox.Limits{})
	config.Accounts[1].OAuthDomains = []string{"shop.example"}
	w.Server = sandbox.New(config)
	const head = "/connect/oauth2/authorize?"
	uri := func(to string) string {
		return "&redirect_uri=" + url.QueryEscape(to) + "&response_type=code&scope=snsapi_base&state=1"
	}
	for path, want := range map[string]string{
		head: "appid不能为空，错误码：10012",
		head + "appid=wx1&response_type=code&scope=snsapi_base":                                             "redirect_uri不能为空，错误码：10011",
		head + "appid=wx1&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=code":                           "scope不能为空，错误码：10010",
		head + "appid=wx1&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=code&scope=snsapi_login":        "此公众号并没有这些scope的权限，错误码：10005",
		head + "appid=wx0" + uri("http://127.0.0.1/"):                                                       "不支持微信开放平台的Appid，请使用公众号Appid，错误码：10016",
		head + "appid=wx1&component_appid=wx9" + uri("http://127.0.0.1/"):                                   "公众号未授权第三方平台，请检查授权状态，错误码：10015",
		head + "appid=wx1" + uri("http://shop.example/"):                                                    "redirect_uri域名与后台配置不一致，错误码：10003",
		head + "appid=wx1" + uri("javascript:alert(1)"):                                                     "redirect_uri域名与后台配置不一致，错误码：10003",
		head + "appid=wx2" + uri("http://127.0.0.1/"):                                                       "redirect_uri域名与后台配置不一致，错误码：10003",
		head + "appid=wx2" + uri("http://shop.example:8080/"):                                               "redirect_uri域名与后台配置不一致，错误码：10003",
		head + "appid=wx2" + uri("http://m.shop.example/"):                                                  "redirect_uri域名与后台配置不一致，错误码：10003",
		head + "redirect_uri=http%3A%2F%2F127.0.0.1&appid=wx1&response_type=code&scope=snsapi_base":         "该链接无法访问",
		head + "appid=wx1&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=token&scope=snsapi_base":        "该链接无法访问",
		head + "appid=wx1&state=1&redirect_uri=http%3A%2F%2F127.0.0.1&response_type=code&scope=snsapi_base": "该链接无法访问",
	} {
		res := w.visit(path, "user", "an", "answer", "allow")
		if res.Code != 200 || res.Header().Get("Location") != "" || !strings.Contains(res.Body.String(), "<h3>"+want+"</h3>") {
			t.Errorf("%s: %d\n%s", path, res.Code, res.Body)
		}
	}
	good := w.visit(head+"appid=wx2"+uri("https://SHOP.example/a?b=1#/c"), "user", "an")
	if to := good.Header().Get("Location"); !strings.HasPrefix(to, "https://SHOP.example/a?b=1&code=") || !strings.HasSuffix(to, "&state=1#/c") {
		t.Errorf("%d %s", good.Code, to)
	}
	port := w.visit(head+"appid=wx2"+uri("http://shop.example:8080/"), "user", "an")
	if !strings.Contains(port.Body.String(), "a port is part of the host") || port.Header().Get("Wxtool-Page-Error") != "10003" {
		t.Errorf("%s", port.Body)
	}
}

// TestAuthorizeOfOthers: no other site can post a form of the page, frame it, or read
// it, no other name leads to it, and no other machine has a phone.
func TestAuthorizeOfOthers(t *testing.T) {
	w := newAPISandbox()
	for _, path := range []string{authorize("snsapi_base", "1"), "/wwlogin/sso/login?appid=ww1", "/wwopen/sso/qrConnect?appid=ww1"} {
		for _, header := range [][]string{
			{"Host", "evil.example"}, {"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"},
			{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}, {"From", "192.0.2.1:1234"},
			{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"},
		} {
			for _, method := range []string{"GET", "POST"} {
				r := from(method, path, "user=an&answer=allow", append([]string{"Content-Type", formType, "Cookie", "wxtool_phone=an"}, header...)...)
				if res := w.serve(r); res.Code != http.StatusForbidden || res.Header().Get("Location") != "" {
					t.Errorf("%s %s with %v: %d", method, path, header, res.Code)
				}
			}
		}
		posted := from("POST", path, "user=an", "Content-Type", formType, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
		if res := w.serve(posted); res.Code != http.StatusForbidden {
			t.Errorf("a form of another site: %d", res.Code)
		}
	}
	page := w.visit(authorize("snsapi_base", "1"))
	if policy := page.Header().Get("Referrer-Policy"); policy != "same-origin" {
		t.Errorf("a browser posts the form with another Origin: %s", policy)
	}
	if policy := page.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'self'") {
		t.Errorf("policy: %s", policy)
	}
	if platform := w.serve(from("GET", authorize("snsapi_base", "1"), "", "Host", "open.weixin.qq.com")); platform.Code != http.StatusOK {
		t.Errorf("by the platform's name: %d", platform.Code)
	}
	if res := w.serve(from("DELETE", authorize("snsapi_base", "1"), "")); res.Code != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %d", res.Code)
	}
}

// TestAuthorizeEscapes: nothing of a request becomes markup or a header.
func TestAuthorizeEscapes(t *testing.T) {
	w := newAPISandbox()
	const evil = `"><script>alert(1)</script>`
	if _, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: evil, Action: "tag", Value: "2"}); err != nil {
		t.Fatal(err)
	}
	q := url.QueryEscape(evil)
	for _, res := range []*httptest.ResponseRecorder{
		w.visit(authorize("snsapi_base", q)),
		w.visit(authorize(q, "1")),
		w.visit("/connect/oauth2/authorize?appid=wx1&redirect_uri=http%3A%2F%2F127.0.0.1%2F" + q + "&response_type=code&scope=snsapi_base&" + q),
		w.visit(authorize("snsapi_userinfo", "1"), "user", evil),
		w.visit("/wwlogin/sso/login?appid=ww1&redirect_uri=x&login_type=" + q),
	} {
		if body := res.Body.String(); res.Code != 200 || strings.Contains(body, "<script") || !strings.Contains(body, "</html>") {
			t.Errorf("%d %s", res.Code, body)
		}
	}
	back := w.visit(authorize("snsapi_base", "a%0d%0aSet-Cookie:x=1"), "user", "an")
	if got := returned(t, back).Get("state"); got != "a\r\nSet-Cookie:x=1" || len(back.Header()["Set-Cookie"]) != 1 {
		t.Errorf("%q %v", got, back.Header())
	}
	long := w.visit(authorize("snsapi_base", "1"), "user", strings.Repeat("x", 65))
	if long.Code != 200 || long.Header().Get("Location") != "" {
		t.Errorf("a name of 65 bytes: %d", long.Code)
	}
}

// TestAuthorizeErrorOnDemand: the error pages that do not follow from a request.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
func TestAuthorizeErrorOnDemand(t *testing.T) {
	w := newAPISandbox()
	for code, want := range map[string]string{
		"10004": "此公众号被封禁，错误码：10004", "10006": "必须关注此测试号，错误码：10006",
		"10009": "操作太频繁了，请稍后重试，错误码：10009", "10013": "state不能为空，错误码：10013",
	} {
		for _, fields := range [][]string{{"answer", code}, {"answer", code, "user", "an"}} {
			res := w.visit(authorize("snsapi_userinfo", "1"), fields...)
			if !strings.Contains(res.Body.String(), want) || res.Header().Get("Location") != "" || res.Header().Get("Wxtool-Page-Error") != code {
				t.Errorf("%s: %d %s", code, res.Code, res.Body)
			}
		}
		if page := w.visit(authorize("snsapi_base", "1")); !strings.Contains(page.Body.String(), `<button name="answer" value="`+code+`">`) {
			t.Errorf("no button for %s: %s", code, page.Body)
		}
	}
	if res := w.visit(authorize("snsapi_base", "1"), "answer", "10003", "user", "an"); res.Header().Get("Location") == "" {
		t.Errorf("10003 on demand: %s", res.Body)
	}
	login := "/wwlogin/sso/login?login_type=CorpApp&appid=ww2&agentid=1000002&redirect_uri=http%3A%2F%2F127.0.0.1%3A3000%2Flogin&state=1"
	if res := w.visit(login, "answer", "10009", "user", "an"); strings.Contains(res.Body.String(), "错误码") {
		t.Errorf("WeCom: %s", res.Body)
	}
}
