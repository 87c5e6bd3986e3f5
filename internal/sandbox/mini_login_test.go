package sandbox_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// miniCode is the code that a user of wx0 gives a mini program.
func (w *pushing) miniCode(user, action string) string {
	w.t.Helper()
	out := w.do(sandbox.Act{AppID: "wx0", User: user, Action: action})
	if len(out.Code) != 32 || !out.OK || len(out.Pushes) > 0 {
		w.t.Fatalf("%+v", out)
	}
	return out.Code
}

const session = "/sns/jscode2session?appid=wx0&secret=s&grant_type=authorization_code&js_code="

// TestMiniLogin: a code is good once, for five minutes, as reported in
// https://developers.weixin.qq.com/community/develop/doc/000e4a9bb844385d37ec5bcea51800
// with the answer {"errcode":40163,"errmsg":"code been used, rid: 6166f719-6cb5d09c-633ab469"}.
//
// Official page: https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
// 40164 before the secret was measured; the rest of the order is a guess. 45011 was seen:
// https://developers.weixin.qq.com/community/develop/doc/000ee81b3acb680b7fd02dd4966000
func TestMiniLogin(t *testing.T) {
	w := newPushing(t)
	login := func(code string) (reply struct {
		Key     string `json:"session_key"`
		OpenID  string
		UnionID string
		Errcode *int
	}) {
		t.Helper()
		answer := w.say("wx0", session+code, "")
		key, _, _ := strings.Cut(strings.TrimPrefix(answer, `{"session_key":"`), `"`)
		if raw, err := base64.StdEncoding.Strict().DecodeString(key); err != nil || len(raw) != 16 || json.Unmarshal([]byte(answer), &reply) != nil || reply.Errcode != nil {
			t.Fatalf("%s: %v", answer, err)
		}
		return reply
	}
	code := w.miniCode("lily", "login")
	w.reopen()
	first := login(code)
	if got := w.Users(); len(got) != 1 || got[0].OpenID != first.OpenID || got[0].Following {
		t.Errorf("%+v", got)
	}
	w.said(session+code, "", sns("40163", "code been used"))
	w.do(sandbox.Act{AppID: "wx0", User: "lily", Action: "follow"})
	second := login(w.miniCode("lily", "login"))
	if second.OpenID != first.OpenID || second.UnionID != first.UnionID || second.Key == first.Key {
		t.Errorf("%+v, %+v", first, second)
	}
	if got := w.say("wx0", "user/info?openid="+first.OpenID, ""); !strings.Contains(got, `"unionid":"`+first.UnionID+`"`) || len(first.UnionID) != 28 {
		t.Errorf("another unionid: %s", got)
	}
	late := w.miniCode("lily", "login")
	w.clock.Advance(5*time.Minute - 1)
	login(late)
	late = w.miniCode("lily", "login")
	w.clock.Advance(5 * time.Minute)
	w.said(session+late, "", sns("40029", "invalid code"))

	const path = "/sns/jscode2session?"
	for query, want := range map[string]string{
		"":                   sns("41002", "appid missing"),
		"appid=wx9":          sns("40013", "invalid appid"),
		"appid=wx0":          sns("41004", "appsecret missing"),
		"appid=wx0&secret=x": sns("40125", "invalid appsecret"),
		"appid=wx0&secret=s": sns("41008", "missing code"),
		"appid=wx0&secret=s&js_code=x&grant_type=x":                                               sns("40002", "invalid grant_type"),
		"appid=wx0&secret=s&grant_type=authorization_code&js_code=x":                              sns("40029", "invalid code"),
		"appid=wx2&secret=s&grant_type=authorization_code&js_code=" + w.miniCode("lily", "login"): sns("40029", "invalid code"), // of another one
		"appid=wx0&secret=s&grant_type=authorization_code&js_code=" + w.miniCode("lily", "phone"): sns("40029", "invalid code"), // of another kind
	} {
		w.said(path+query, "", want)
	}
	burnt := w.miniCode("lily", "login")
	w.said(strings.Replace(session, "secret=s", "secret=x", 1)+burnt, "", sns("40125", "invalid appsecret"))
	w.said(session+burnt, "", sns("40163", "code been used"))
	w.said("/sns/oauth2/access_token?appid=wx0&secret=s&grant_type=authorization_code&code="+w.miniCode("lily", "login"), "", sns("40029", "invalid code"))
	for range 100 {
		login(w.miniCode("tom", "login"))
	}
	w.said(session+w.miniCode("tom", "login"), "", sns("45011", "api minute-quota reach limit, must slower, retry next minute"))
	login(w.miniCode("lily", "login"))
	w.clock.Advance(time.Minute)
	login(w.miniCode("tom", "login"))
}

// TestMiniLoginFenced: the IP whitelist comes before the secret, as measured.
func TestMiniLoginFenced(t *testing.T) {
	w := newAPISandbox()
	w.webSaid(t, "/sns/jscode2session?appid=wxfenced", sns("40164", "invalid ip 192.0.2.1 ipv6 ::ffff:192.0.2.1, not in whitelist"))
}

// TestMiniPhone: a code is good once.
//
// Official page: https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber
// 40163 for a used code is a guess.
func TestMiniPhone(t *testing.T) {
	w := newPushing(t)
	ask := func(code string) string {
		return w.say("wx0", "/wxa/business/getuserphonenumber", `{"code":"`+code+`"}`)
	}
	code := w.miniCode("lily", "phone")
	var reply struct {
		Errmsg string
		Info   struct {
			Number  string `json:"phoneNumber"`
			Pure    string `json:"purePhoneNumber"`
			Country string `json:"countryCode"`
			Mark    struct {
				Time  int64  `json:"timestamp"`
				AppID string `json:"appid"`
			} `json:"watermark"`
		} `json:"phone_info"`
	}
	if err := json.Unmarshal([]byte(ask(code)), &reply); err != nil || reply.Errmsg != "ok" || len(reply.Info.Number) != 11 || reply.Info.Pure != reply.Info.Number || reply.Info.Country != "86" || reply.Info.Mark.AppID != "wx0" || reply.Info.Mark.Time != w.World().Now().Unix() {
		t.Errorf("%+v, %v", reply, err)
	}
	if got := ask(code); got != mp("40163", "code been used") {
		t.Error(got)
	}
	if got := ask(w.miniCode("lily", "login")); got != mp("40029", "invalid code") {
		t.Error(got)
	}
	w.said("/wxa/business/getuserphonenumber", "", mp("43002", "require POST method"))
}
