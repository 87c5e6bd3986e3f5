package sandbox

import (
	"net/http"
	"strconv"

	"wxtool/internal/sandbox/world"
)

// Scopes of the codes that a mini program gets of its user.
const (
	scopeMiniLogin = "wx.login"
	scopeMiniPhone = "getPhoneNumber"

	miniLogins = 100 // a minute and user
)

// miniFamily has the login of a mini program. Any account of the platform is one too.
func miniFamily() family {
	return family{
		endpoints: []endpoint{
			{"/sns/jscode2session", MP, "", true, 0, (*call).miniSession},
			{"/wxa/business/getuserphonenumber", MP, http.MethodPost, false, 0, (*call).miniPhone},
		},
	}
}

// miniLogin gives out the code of wx.login. The mini program itself is not part of the
// sandbox.
//
// https://developers.weixin.qq.com/miniprogram/dev/api/open-api/login/wx.login.html
func (x *execution) miniLogin() error {
	return x.miniCode(scopeMiniLogin, "js_code for /sns/jscode2session")
}

// miniNumber gives out the code of a button with open-type getPhoneNumber.
//
// https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html
func (x *execution) miniNumber() error {
	return x.miniCode(scopeMiniPhone, "code for /wxa/business/getuserphonenumber")
}

func (x *execution) miniCode(scope, what string) error {
	v := visitAs(x.user, scope, false)
	x.code = x.tx.AddOAuthCode(v, x.now.Add(codeLifetime)).Code
	x.note = "the " + what + " is good once, for five minutes"
	return nil
}

// takeCode finds a code of a mini program and makes it used.
func (c *call) takeCode(code, scope string) (world.OAuthCode, bool) {
	given, known := c.tx.OAuthCode(code)
	if !known || given.Platform != MP || given.Scope != scope {
		return world.OAuthCode{}, false
	}
	c.tx.UseOAuthCode(code)
	return given, true
}

type miniSessionReply struct {
	SessionKey string `json:"session_key"`
	OpenID     string `json:"openid"`
	UnionID    string `json:"unionid"`
}

// miniSession answers who uses a mini program. That the IP whitelist comes before the
// secret was measured. As developers report, a call that fails burns the code. The
// session_key is a new one each time, and that the other checks come in this order is a
// guess.
//
// https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session
// https://developers.weixin.qq.com/community/personal/oCJUsw1zXrxgTSznFcl_LB4L2xHI/question
func (c *call) miniSession() (any, error) {
	q := c.query
	given, known := c.takeCode(q.Get("js_code"), scopeMiniLogin)
	switch {
	case q.Get("appid") == "":
		return nil, refuse(41002)
	case !c.find(MP, q.Get("appid")):
		return nil, refuse(40013)
	case !c.allowed():
		return nil, refuse(40164, c.ip())
	case q.Get("secret") == "":
		return nil, refuse(41004)
	case !same(q.Get("secret"), c.account.Secret):
		return nil, refuse(40125)
	case q.Get("js_code") == "":
		return nil, refuse(41008)
	case q.Get("grant_type") != "authorization_code":
		return nil, refuse(40002)
	}
	if err := c.goodCode(given, known); err != nil {
		return nil, err
	}
	if !c.countUpTo(miniLogins, "login "+given.User, world.Minute) {
		return nil, refuse(45011)
	}
	return miniSessionReply{c.sessionKey(), given.OpenID, unionID(given.Visit)}, nil
}

// goodCode checks a code of the account before it was used.
func (c *call) goodCode(given world.OAuthCode, known bool) error {
	switch {
	case !known || given.AppID != c.account.AppID:
		return refuse(40029)
	case given.Used:
		return refuse(40163)
	case !c.now.Before(given.Expires):
		return refuse(40029)
	}
	return nil
}

// sessionKey is 16 bytes as base64.
func (c *call) sessionKey() string {
	const alphabet = world.Alphanumeric + "+/"
	return c.tx.Random(21, alphabet) + c.tx.Random(1, "AQgw") + "==" // the last character has two bits
}

type phoneInfo struct {
	Number    string `json:"phoneNumber"`
	Pure      string `json:"purePhoneNumber"`
	Country   string `json:"countryCode"`
	Watermark struct {
		Time  int64  `json:"timestamp"`
		AppID string `json:"appid"`
	} `json:"watermark"`
}

// miniPhone answers the phone number that a user has given to a mini program. It is
// made up of the user's name. That a used code is 40163 is a guess.
//
// https://developers.weixin.qq.com/miniprogram/dev/server/API/user-info/phone-number/api_getphonenumber
func (c *call) miniPhone() (any, error) {
	var body struct {
		Code string `json:"code"`
	}
	if err := c.decode(&body); err != nil {
		return nil, err
	}
	given, known := c.takeCode(body.Code, scopeMiniPhone)
	if err := c.goodCode(given, known); err != nil {
		return nil, err
	}
	var info phoneInfo
	info.Number, info.Country = phoneNumber(given.User), "86"
	info.Pure = info.Number
	info.Watermark.Time, info.Watermark.AppID = c.now.Unix(), c.account.AppID
	return struct {
		errorReply
		Info phoneInfo `json:"phone_info"`
	}{ok(), info}, nil
}

// phoneNumber is a number of a range that no operator has given out.
func phoneNumber(user string) string {
	n := 0
	for _, r := range digest("phone number", user)[:8] {
		n = (n*31 + int(r)) % 100000000
	}
	digits := strconv.Itoa(100000000 + n)
	return "100" + digits[1:]
}
