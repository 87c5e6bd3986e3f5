package sandbox

import (
	"strings"
	"time"

	"wxtool/internal/sandbox/world"
)

// What a web page may ask about its visitor.
const (
	scopeBase     = "snsapi_base"     // the OpenID, without a question
	scopeUserInfo = "snsapi_userinfo" // name and picture, if the user agrees

	codeLifetime    = 5 * time.Minute
	refreshLifetime = 30 * 24 * time.Hour
)

// oauthFamily is the API of web pages that log in their visitors with an Official
// Account. The path that gives out the codes is /connect/oauth2/authorize, a page.
func oauthFamily() family {
	return family{
		endpoints: []endpoint{
			{"/sns/oauth2/access_token", MP, "", true, 0, (*call).exchangeCode},
			{"/sns/oauth2/refresh_token", MP, "", true, 0, (*call).refreshUserToken},
			{"/sns/userinfo", MP, "", true, 0, (*call).visitor},
			{"/sns/auth", MP, "", true, 0, (*call).checkUserToken},
		},
		mp: map[int]string{
			40029: "invalid code", // *
			40030: "invalid refresh_token",
			40163: "code been used", // *
			41003: "missing refresh_token",
			41008: "missing code",
			42002: "refresh_token expired",
			48001: "api unauthorized", // *
		},
	}
}

type userTokenReply struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int64  `json:"expires_in"`
	RefreshToken string `json:"refresh_token"`
	OpenID       string `json:"openid"`
	Scope        string `json:"scope"`
	Snapshot     int    `json:"is_snapshotuser,omitempty"` // only if it is 1
	UnionID      string `json:"unionid,omitempty"`
}

func (c *call) userTokenReply(t world.UserToken) userTokenReply {
	reply := userTokenReply{
		AccessToken: t.Token, ExpiresIn: int64(t.Expires.Sub(c.now).Seconds()), RefreshToken: t.Refresh,
		OpenID: t.OpenID, Scope: t.Scope,
	}
	if t.Snapshot {
		reply.Snapshot = 1
	}
	if t.Scope == scopeUserInfo {
		reply.UnionID = unionID(t.Visit)
	}
	return reply
}

// unionID is the id of a person at all accounts of the sandbox, which belong together.
func unionID(v world.Visit) string {
	if v.Snapshot {
		return "o6" + digest("unionid of a snapshot", v.OpenID)[:26]
	}
	return "o6" + digest("unionid", v.User)[:26]
}

// exchangeCode answers who visits a page. A code is good once; an exchange that fails
// burns it, as developers report. The order of the checks, and that the IP whitelist
// does not apply, are guesses.
//
// https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsaccesstoken
func (c *call) exchangeCode() (any, error) {
	q := c.query
	given, known := c.tx.OAuthCode(q.Get("code"))
	known = known && given.Platform == MP && (given.Scope == scopeBase || given.Scope == scopeUserInfo)
	if known {
		c.tx.UseOAuthCode(given.Code)
	}
	switch {
	case q.Get("appid") == "":
		return nil, refuse(41002)
	case !c.find(MP, q.Get("appid")):
		return nil, refuse(40013)
	case q.Get("secret") == "":
		return nil, refuse(41004)
	case !same(q.Get("secret"), c.account.Secret):
		return nil, refuse(40125)
	case q.Get("code") == "":
		return nil, refuse(41008)
	case q.Get("grant_type") != "authorization_code":
		return nil, refuse(40002)
	}
	if err := c.goodCode(given, known); err != nil {
		return nil, err
	}
	t := c.tx.SetUserToken(world.UserToken{Visit: given.Visit, Expires: c.now.Add(lifetime), Ends: c.now.Add(refreshLifetime)})
	return c.userTokenReply(t), nil
}

// refreshUserToken extends the life of a token that has not expired, and else makes a
// new one, until 30 days after the exchange.
//
// https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsrefreshtoken
func (c *call) refreshUserToken() (any, error) {
	q := c.query
	switch {
	case q.Get("appid") == "":
		return nil, refuse(41002)
	case !c.find(MP, q.Get("appid")):
		return nil, refuse(40013)
	case q.Get("refresh_token") == "":
		return nil, refuse(41003)
	case q.Get("grant_type") != "refresh_token":
		return nil, refuse(40002)
	}
	t, known := c.tx.UserTokenByRefresh(q.Get("refresh_token"))
	switch {
	case !known || t.Platform != MP || t.AppID != c.account.AppID:
		return nil, refuse(40030)
	case !c.now.Before(t.Ends):
		return nil, refuse(42002)
	case !c.now.Before(t.Expires):
		t.Token = ""
	}
	t.Expires = c.now.Add(lifetime)
	reply := c.userTokenReply(c.tx.SetUserToken(t))
	reply.UnionID, reply.Snapshot = "", 0
	return reply, nil
}

// userToken finds the token of a call about a visitor. A token of the account's API is
// 40001, which is a guess.
func (c *call) userToken() (world.UserToken, error) {
	token := c.query.Get("access_token")
	if token == "" {
		return world.UserToken{}, refuse(41001)
	}
	t, known := c.tx.UserToken(token)
	if !known || t.Platform != MP || !c.find(MP, t.AppID) {
		return world.UserToken{}, refuse(40001)
	}
	switch openID := c.query.Get("openid"); {
	case !c.now.Before(t.Expires):
		return world.UserToken{}, refuse(42001)
	case openID == "":
		return world.UserToken{}, refuse(41009)
	case openID != t.OpenID:
		return world.UserToken{}, refuse(40003)
	}
	return t, nil
}

// visitorReply has no gender and no region since 2021-10-20.
type visitorReply struct {
	OpenID     string   `json:"openid"`
	Nickname   string   `json:"nickname"`
	Sex        int      `json:"sex"`
	Language   string   `json:"language"`
	City       string   `json:"city"`
	Province   string   `json:"province"`
	Country    string   `json:"country"`
	HeadImgURL string   `json:"headimgurl"`
	Privilege  []string `json:"privilege"`
	UnionID    string   `json:"unionid"`
}

// visitor answers the name and picture of who agreed to it. The language is empty, as
// in answers that were seen.
//
// https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsuserinfo
func (c *call) visitor() (any, error) {
	t, err := c.userToken()
	if err != nil {
		return nil, err
	}
	if t.Scope != scopeUserInfo {
		return nil, refuse(48001)
	}
	name := t.User
	if t.Snapshot {
		name = snapshotName
	}
	return visitorReply{
		OpenID: t.OpenID, Nickname: name, HeadImgURL: headImage(t.OpenID), Privilege: []string{}, UnionID: unionID(t.Visit),
	}, nil
}

// headImage is the URL of a picture in the form of the platform's. It shows nothing.
func headImage(openID string) string {
	return "https://thirdwx.qlogo.cn/mmopen/vi_32/" + strings.ReplaceAll(digest("headimgurl", openID), "-", "a") + "/132"
}

// checkUserToken answers whether a token is good.
//
// https://developers.weixin.qq.com/doc/service/api/webdev/access/api_snsauth
func (c *call) checkUserToken() (any, error) {
	if _, err := c.userToken(); err != nil {
		return nil, err
	}
	return ok(), nil
}

// snapshotName is the nickname of a snapshot user, which is not real. The text is a
// guess.
const snapshotName = "微信用户"

// visitAs is the visit of a user to a page of the account. A snapshot user has an
// OpenID of its own.
func visitAs(u world.User, scope string, snapshot bool) world.Visit {
	v := world.Visit{Platform: u.Platform, AppID: u.AppID, User: u.Name, OpenID: u.OpenID, Scope: scope, Snapshot: snapshot}
	if snapshot {
		v.OpenID = u.OpenID[:6] + digest("snapshot", u.AppID, u.Name)[:22]
	}
	return v
}
