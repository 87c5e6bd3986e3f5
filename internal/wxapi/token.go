package wxapi

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"
)

// Token is an access_token and when it ends.
type Token struct {
	Value   string
	Fetched time.Time
	Expires time.Time
	Cached  bool // it did not come from the platform just now
	Forced  bool // the platform was told to make a new one
}

const (
	early  = 5 * time.Minute // a token is renewed so long before it ends
	settle = time.Minute     // but not within so long of being fetched

	// forcedGap is how long the platform makes no other token after a forced one.
	forcedGap = 30 * time.Second
)

// usable reports whether t need not be renewed. The platform gives the same
// token until shortly before its end, so asking each time would change nothing.
func (t Token) usable(now time.Time) bool {
	if t.Value == "" || !now.Before(t.Expires) {
		return false
	}
	return now.Before(t.Expires.Add(-early)) || now.Before(t.Fetched.Add(settle))
}

// justRenewed reports whether t is what a forced renewal at now would give, so that
// the platform need not be told to make another, which it does 20 times a day:
// another process had t made after this one asked for a token, and this one waited
// for it; or an Official Account's platform made t so short ago that it would not
// make another.
func (t Token) justRenewed(platform string, asked, now time.Time) bool {
	if !t.Forced || t.Fetched.After(now) { // the clock was set back
		return false
	}
	return t.Fetched.After(asked) || platform != Work && now.Sub(t.Fetched) < forcedGap
}

// notInTokens reports whether r is no visible ASCII character. The platform's
// tokens are made of letters, digits, - and _; gateways use a few others. A token
// is printed as it is and put into URLs, so what else a server sends is refused.
func notInTokens(r rune) bool { return r < '!' || r > '~' }

type tokenReply struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int64  `json:"expires_in"`
}

type stableTokenBody struct {
	GrantType    string `json:"grant_type"`
	AppID        string `json:"appid"`
	Secret       string `json:"secret"`
	ForceRefresh bool   `json:"force_refresh"`
}

// FetchToken asks the platform for the account's access_token: stable_token for
// an Official Account, gettoken for WeCom. Force makes stable_token give a new
// one and end the old one, at most 20 times a day and 30 seconds apart; WeCom
// has no such thing.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
// https://developer.work.weixin.qq.com/document/path/91039
func (c *Client) FetchToken(ctx context.Context, force bool) (Token, error) {
	var reply tokenReply
	r := c.post("stable_token", stableTokenBody{"client_credential", c.Account.AppID, c.Account.Secret, force})
	if c.Account.Platform == Work {
		r = c.get("gettoken", url.Values{"corpid": {c.Account.AppID}, "corpsecret": {c.Account.Secret}})
	}
	now := c.Now()
	if err := c.do(ctx, r, &reply); err != nil {
		return Token{}, err
	}
	if reply.AccessToken == "" || reply.ExpiresIn <= 0 {
		return Token{}, c.unanswered(r.op, errors.New("the answer has no access_token"))
	}
	if strings.ContainsFunc(reply.AccessToken, notInTokens) {
		return Token{}, c.unanswered(r.op, errors.New("the access_token holds a character that no token has"))
	}
	ends := now.Add(time.Duration(reply.ExpiresIn) * time.Second)
	return Token{Value: reply.AccessToken, Fetched: now, Expires: ends, Forced: force}, nil
}
