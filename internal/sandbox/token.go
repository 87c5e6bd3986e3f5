package sandbox

import (
	"crypto/subtle"
	"time"

	"wxtool/internal/sandbox/world"
)

// What the platform allows.
const (
	minuteTokens = 10000
	dailyForced  = 20
	forcedGap    = 30 * time.Second

	grantType = "client_credential" // the only one
)

type tokenReply struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int64  `json:"expires_in"`
}

func (c *call) granted(g world.Grant) tokenReply {
	return tokenReply{g.Token, int64(g.Expires.Sub(c.now).Seconds())}
}

// credentials are what an account asks for a token with.
type credentials struct {
	GrantType    string `json:"grant_type"`
	AppID        string `json:"appid"`
	Secret       string `json:"secret"`
	ForceRefresh bool   `json:"force_refresh"`
}

// identify goes through the checks in the order that was measured: the appid
// before grant_type, the whitelist before the secret.
func (c *call) identify(given credentials) error {
	switch {
	case given.AppID == "":
		return refuse(41002)
	case !c.find(MP, given.AppID):
		return refuse(40013)
	case given.GrantType != grantType:
		return refuse(40002)
	case !c.allowed():
		return refuse(40164, c.ip())
	case given.Secret == "":
		return refuse(41004)
	case !same(given.Secret, c.account.Secret):
		return refuse(40125)
	}
	return nil
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// findSecret sets the account of a corp that has the secret: a secret is that of
// one application.
func (c *call) findSecret(corpID, secret string) bool {
	return c.findAccount(func(a *Account) bool { return a.Platform == Work && a.AppID == corpID && same(secret, a.Secret) })
}

// token makes a new token each time; the former is good for five minutes more.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getaccesstoken
func (c *call) token() (any, error) {
	q := c.query
	if err := c.identify(credentials{q.Get("grant_type"), q.Get("appid"), q.Get("secret"), false}); err != nil {
		return nil, err
	}
	if err := c.spend(); err != nil {
		return nil, err
	}
	return c.granted(c.issue(spaceToken, c.now.Add(overlap))), nil
}

// stableToken gives the same token until five minutes before its end. Forced,
// it makes a new one and ends the others at once, 20 times a day and not twice
// within 30 seconds; else it is as if not forced.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
func (c *call) stableToken() (any, error) {
	var given credentials
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if err := c.identify(given); err != nil {
		return nil, err
	}
	if !c.countUpTo(minuteTokens, "stable_token a minute", world.Minute) {
		return nil, refuse(45011)
	}
	if err := c.spend(); err != nil {
		return nil, err
	}
	if given.ForceRefresh && c.mayForce() {
		return c.granted(c.issue(spaceStable, c.now)), nil
	}
	g, found := c.latest(spaceStable)
	if !found || g.Expires.Sub(c.now) <= overlap {
		g = c.issue(spaceStable, c.now.Add(overlap))
	}
	return c.granted(g), nil
}

func (c *call) mayForce() bool {
	last := c.tx.LastForcedRefresh(c.account.AppID)
	if !last.IsZero() && c.now.Sub(last) < forcedGap || !c.countUpTo(dailyForced, "forced refresh", world.Day) {
		return false
	}
	c.tx.ForceRefresh(c.account.AppID)
	return true
}

type workTokenReply struct {
	errorReply
	tokenReply
}

func ok() errorReply { return errorReply{0, "ok"} }

// workToken gives the same token as long as it is good. That the secret is
// looked for first was measured; a missing corpid is a guess.
//
// https://developer.work.weixin.qq.com/document/path/91039
func (c *call) workToken() (any, error) {
	id, secret := c.query.Get("corpid"), c.query.Get("corpsecret")
	switch {
	case secret == "":
		return nil, refuse(41004)
	case id == "":
		return nil, refuse(41002)
	case !c.find(Work, id):
		return nil, refuse(40013)
	case !c.findSecret(id, secret):
		return nil, refuse(40001)
	}
	g, found := c.latest(spaceWork)
	if !found {
		g = c.issue(spaceWork, c.now)
	}
	return workTokenReply{ok(), c.granted(g)}, nil
}
