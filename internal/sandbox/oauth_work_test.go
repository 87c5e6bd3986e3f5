package sandbox_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

func workAuthorize(scope, agent, to string) string {
	return "/connect/oauth2/authorize?appid=ww2&redirect_uri=" + url.QueryEscape(to) + "&response_type=code&scope=" + scope + "&state=1" + agent
}

const workPage = "http://127.0.0.1:3000/login"

// workVisitor asks who visits, and returns the answer.
func (w *apiSandbox) workVisitor(t *testing.T, path, token, code string) (got map[string]any) {
	t.Helper()
	if err := json.Unmarshal([]byte(w.ask(path+"?access_token="+token+"&code="+code, "")), &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// TestWorkVisitor: base and privateinfo, the new and the old call.
//
// https://developer.work.weixin.qq.com/document/path/91022
// https://developer.work.weixin.qq.com/document/path/91023
// https://developer.work.weixin.qq.com/document/path/95833
func TestWorkVisitor(t *testing.T) {
	w := newAPISandbox()
	token := w.token(t, "gettoken?corpid=ww2&corpsecret=s4", "")
	code := func(scope, agent string, fields ...string) string {
		return returned(t, w.visit(workAuthorize(scope, agent, workPage), append([]string{"user", "zhangsan"}, fields...)...)).Get("code")
	}
	base := code("snsapi_base", "")
	if got := w.workVisitor(t, "auth/getuserinfo", token, base); got["userid"] != "zhangsan" || got["errcode"] != 0.0 || got["user_ticket"] != nil {
		t.Errorf("%v", got)
	}
	const invalid = `{"errcode":40029,"errmsg":"invalid code`
	w.said(t, "auth/getuserinfo?access_token="+token+"&code="+base, "", invalid+workTail(40029))
	for _, path := range []string{"auth/getuserinfo", "user/getuserinfo"} {
		w.said(t, path+"?access_token="+token, "", `{"errcode":41008,"errmsg":"missing code`+workTail(41008))
	}
	if got := w.workVisitor(t, "user/getuserinfo", token, code("snsapi_base", "")); got["UserId"] != "zhangsan" || got["DeviceId"] == "" {
		t.Errorf("%v", got)
	}
	late := code("snsapi_base", "")
	w.now = w.now.Add(5 * time.Minute)
	w.said(t, "auth/getuserinfo?access_token="+token+"&code="+late, "", invalid+workTail(40029))

	ticket, _ := w.workVisitor(t, "auth/getuserinfo", token, code("snsapi_privateinfo", "&agentid=1000002", "answer", "allow"))["user_ticket"].(string)
	detail := w.ask("auth/getuserdetail?access_token="+token, `{"user_ticket":"`+ticket+`"}`)
	if ticket == "" || !strings.HasPrefix(detail, `{"errcode":0,"errmsg":"ok","userid":"zhangsan","gender":"1","avatar":"https://`) {
		t.Errorf("%q %s", ticket, detail)
	}
	if got := w.workVisitor(t, "user/getuserinfo", token, code("snsapi_privateinfo", "&agentid=1000002", "answer", "allow")); got["expires_in"] != 1800.0 {
		t.Errorf("%v", got)
	}
	w.now = w.now.Add(1800 * time.Second)
	w.said(t, "auth/getuserdetail?access_token="+token, `{"user_ticket":"`+ticket+`"}`, `{"errcode":40058,"errmsg":"invalid Request Parameter`+workTail(40058)) // a guess

	withoutAgent := w.workVisitor(t, "auth/getuserinfo", token, code("snsapi_privateinfo", ""))
	if withoutAgent["userid"] != "zhangsan" || withoutAgent["user_ticket"] != nil {
		t.Errorf("privateinfo without agentid: %v", withoutAgent)
	}
	if mobile := w.mobile(t, detail); !strings.HasPrefix(mobile, "138") || len(mobile) != 11 {
		t.Errorf("the mobile number is %q", mobile)
	}
}

func (w *apiSandbox) mobile(t *testing.T, detail string) string {
	t.Helper()
	var member struct{ Mobile string }
	if err := json.Unmarshal([]byte(detail), &member); err != nil {
		t.Fatal(err)
	}
	return member.Mobile
}

// TestWorkOutsider: a visitor who is no member has an OpenID, and an external_userid as
// soon as the visitor is a customer of the corp.
//
// https://developer.work.weixin.qq.com/document/path/91023
func TestWorkOutsider(t *testing.T) {
	w := newAPISandbox()
	token := w.token(t, "gettoken?corpid=ww2&corpsecret=s4", "")
	visit := func(path string) map[string]any {
		t.Helper()
		code := returned(t, w.visit(workAuthorize("snsapi_base", "", workPage), "user", "anna", "as", "outsider")).Get("code")
		return w.workVisitor(t, path, token, code)
	}
	if got := visit("auth/getuserinfo"); got["userid"] != nil || got["openid"] == nil || got["external_userid"] != nil {
		t.Errorf("%v", got)
	}
	var way code
	if err := json.Unmarshal([]byte(w.ask("externalcontact/add_contact_way?access_token="+token, `{"type":1,"scene":2,"user":["lisi"]}`)), &way); err != nil {
		t.Fatal(err)
	}
	out, err := w.Do(t.Context(), sandbox.Act{AppID: "ww2", User: "anna", Action: "scan", Value: way.ConfigID})
	if err != nil || !strings.HasPrefix(out.User.OpenID, "wm") {
		t.Fatalf("%+v, %v", out, err)
	}
	res := w.visit(workAuthorize("snsapi_base", "", workPage), "user", "anna") // who has scanned a contact way is no member
	got := w.workVisitor(t, "auth/getuserinfo", token, returned(t, res).Get("code"))
	if got["external_userid"] != out.User.OpenID || got["userid"] != nil || !strings.Contains(strings.Join(res.Header().Values("Wxtool-Page-Note"), " "), "customer") {
		t.Errorf("the customer by name: %v, %v", got, res.Header())
	}
	for _, path := range []string{"auth/getuserinfo", "user/getuserinfo"} {
		if got := visit(path); got["external_userid"] != out.User.OpenID {
			t.Errorf("%s: %v, want %s", path, got, out.User.OpenID)
		}
	}
}

// TestWorkUntrustedDomain: the page gets a code, which is 50001 when it is exchanged.
func TestWorkUntrustedDomain(t *testing.T) {
	w := newAPISandbox()
	token := w.token(t, "gettoken?corpid=ww2&corpsecret=s4", "")
	res := w.visit(workAuthorize("snsapi_base", "", "https://shop.example/"), "user", "zhangsan")
	to, err := url.Parse(res.Header().Get("Location"))
	if err != nil || to.Host != "shop.example" {
		t.Fatalf("%d %s", res.Code, to)
	}
	w.said(t, "auth/getuserinfo?access_token="+token+"&code="+to.Query().Get("code"), "", `{"errcode":50001,"errmsg":"redirect_url unauthorized`+workTail(50001))
}

// TestWorkLogin: both pages of the login in the browser of a computer.
//
// https://developer.work.weixin.qq.com/document/path/98152
// https://developer.work.weixin.qq.com/document/path/91019
func TestWorkLogin(t *testing.T) {
	w := newAPISandbox()
	token := w.token(t, "gettoken?corpid=ww2&corpsecret=s4", "")
	to := "&redirect_uri=" + url.QueryEscape(workPage)
	for _, page := range []string{
		"/wwlogin/sso/login?login_type=CorpApp&appid=ww2&agentid=1000002" + to + "&state=1",
		"/wwopen/sso/qrConnect?appid=ww2&agentid=1000002" + to + "&state=1",
	} {
		if asked := w.visit(page, "user", "zhangsan"); asked.Code != 200 || !strings.Contains(asked.Body.String(), "登录网页") {
			t.Errorf("%s: %d %s", page, asked.Code, asked.Body)
		}
		q := returned(t, w.visit(page, "user", "zhangsan", "answer", "allow"))
		if got := w.workVisitor(t, "auth/getuserinfo", token, q.Get("code")); q.Get("state") != "1" || got["userid"] != "zhangsan" || got["user_ticket"] != nil {
			t.Errorf("%s: %v %v", page, q, got)
		}
	}
	for _, page := range []string{
		"/wwlogin/sso/login?login_type=Corp&appid=ww2&agentid=1000002" + to,
		"/wwlogin/sso/login?login_type=CorpApp&appid=ww0&agentid=1000002" + to,
		"/wwlogin/sso/login?login_type=CorpApp&appid=ww2" + to,
		"/wwopen/sso/qrConnect?appid=ww2&agentid=7" + to,
		"/wwopen/sso/qrConnect?appid=ww2&agentid=1000002",
		"/wwopen/sso/qrConnect?appid=ww2&agentid=1000002&redirect_uri=https%3A%2F%2Fshop.example",
	} {
		if res := w.visit(page, "user", "zhangsan", "answer", "allow"); res.Code != 200 || !strings.Contains(res.Body.String(), "该链接无法访问") {
			t.Errorf("%s: %d %s", page, res.Code, res.Body)
		}
	}
}
