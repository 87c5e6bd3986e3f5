package sandbox

import (
	"crypto/subtle"
	"net/http"
	"strings"
	"time"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	minuteTokens = 10000
	dailyForced  = 20
	forcedGap    = 30 * time.Second

	lifetime = 2 * time.Hour
	overlap  = 5 * time.Minute // how long a replaced token remains valid

	grantType = "client_credential" // the only grant_type
)

func tokenFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/token", MP, "", true, 2000, (*call).token},
			{"/cgi-bin/stable_token", MP, post, true, 500000, (*call).stableToken},
			{"/cgi-bin/gettoken", Work, get, true, 0, (*call).workToken},
		},
		mp: map[int]string{
			40002: "invalid grant_type",
			40013: "invalid appid",                                     // *
			40125: "invalid appsecret",                                 // *
			40164: "invalid ip %s ipv6 ::ffff:%[1]s, not in whitelist", // *
			41002: "appid missing",
			41004: "appsecret missing",
			45011: "api minute-quota reach limit, must slower, retry next minute",
		},
		work: map[int]string{
			40013: "invalid corpid",
			41002: "corpid missing",
			41004: "corpsecret missing",
		},
	}
}

// A new token replaces the other tokens of its space. The endpoints token and
// stable_token have separate spaces, so they do not affect each other.
const (
	spaceToken  = "token"
	spaceStable = "stable_token"
	spaceWork   = "gettoken"
)

type tokenReply struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int64  `json:"expires_in"`
}

func (c *call) granted(g world.Grant) tokenReply {
	return tokenReply{g.Token, int64(g.Expires.Sub(c.now).Seconds())}
}

// grantIn returns the description by which a token of the account in a space is found
// or issued.
func (c *call) grantIn(space string) world.Grant {
	return world.Grant{
		Platform: c.account.Platform, AppID: c.account.AppID, AgentID: c.account.agent(),
		Space: space, Expires: c.now.Add(lifetime),
	}
}

// latest returns the newest valid token of the account in a space.
func (c *call) latest(space string) (world.Grant, bool) { return c.tx.LatestGrant(c.grantIn(space)) }

// issue makes a new token. The other tokens of the space remain valid until ends.
func (c *call) issue(space string, ends time.Time) world.Grant {
	return c.tx.Issue(c.grantIn(space), ends)
}

// credentials are the parameters of a request for a token.
type credentials struct {
	GrantType    string `json:"grant_type"`
	AppID        string `json:"appid"`
	Secret       string `json:"secret"`
	ForceRefresh bool   `json:"force_refresh"`
}

// identify checks the credentials in the order that was measured: the appid before
// grant_type, the IP whitelist before the secret.
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

// findSecret sets the account of the corp's application that has the secret.
func (c *call) findSecret(corpID, secret string) bool {
	return c.findAccount(func(a *Account) bool { return a.Platform == Work && a.AppID == corpID && same(secret, a.Secret) })
}

// token makes a new token each time; the previous one remains valid for five minutes.
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

// stableToken answers the same token until five minutes before it expires. With
// force_refresh it makes a new one and invalidates the others at once, up to 20 times a
// day and not twice within 30 seconds; beyond that force_refresh has no effect.
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

// workToken answers the same token while it is valid. It was measured that the secret
// is checked first; the answer to a missing corpid is a guess.
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

// looksLikeWork reports whether a token looks like a WeCom token. Tokens of both
// platforms are long; those of an Official Account begin with a number and _.
func looksLikeWork(token string) bool {
	number, _, ok := strings.Cut(token, "_")
	official := ok && number != "" && strings.Trim(number, "0123456789") == ""
	return len(token) >= world.TokenLength/2 && !official
}

// authorize checks the access_token of a call and sets its account. With platform ""
// it accepts tokens of both.
func (c *call) authorize(platform string) error {
	token := c.query.Get("access_token")
	if token == "" {
		return refuse(41001)
	}
	g, found := c.tx.Grant(token)
	if !found || platform != "" && g.Platform != platform || !c.findGrantee(&g) {
		return c.unknownToken(token)
	}
	switch {
	case !c.now.Before(g.Expires):
		return refuse(42001)
	case !g.Good(c.now):
		return refuse(40001)
	}
	return nil
}

// unknownToken refuses a token that was not issued. WeCom always answers 40014. An
// Official Account answers 40001 to an invented token of any length, as measured; 40014
// for characters that no token contains is a guess.
func (c *call) unknownToken(token string) error {
	if c.platform() == Work || strings.Trim(token, world.TokenAlphabet) != "" {
		return refuse(40014)
	}
	return refuse(40001)
}
