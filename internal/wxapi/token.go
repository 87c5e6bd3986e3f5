package wxapi

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"
)

// Token is an access_token with its expiry time.
type Token struct {
	Value   string
	Fetched time.Time
	Expires time.Time
	Cached  bool // it came from the cache
	Forced  bool // the platform was forced to create it
}

const (
	early  = 5 * time.Minute // a token is renewed this long before it expires
	settle = time.Minute     // but not this soon after it was fetched

	// forcedGap is the time after a forced token in which the platform creates no other.
	forcedGap = 30 * time.Second
)

// usable reports whether t need not be renewed. The platform returns the same token
// until shortly before it expires, so there is no use in requesting it more often.
func (t Token) usable(now time.Time) bool {
	if t.Value == "" || !now.Before(t.Expires) {
		return false
	}
	return now.Before(t.Expires.Add(-early)) || now.Before(t.Fetched.Add(settle))
}

// justRenewed reports whether t can be used instead of another forced renewal, of which
// the platform allows 20 a day. That is so if another process forced t while this one
// waited for the lock, or if the platform of Official Accounts would return t anyway
// because it was forced less than forcedGap ago.
func (t Token) justRenewed(platform string, asked, now time.Time) bool {
	if !t.Forced || t.Fetched.After(now) { // the clock was set back
		return false
	}
	return t.Fetched.After(asked) || platform != Work && now.Sub(t.Fetched) < forcedGap
}

// notInTokens reports whether r is not a visible ASCII character. Tokens of the platform
// have letters, digits, - and _; gateways use a few others. Other characters are
// rejected, because a token is printed unescaped and used in URLs.
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

// FetchToken requests the access_token of the account: with stable_token for an Official
// Account, with gettoken for WeCom. With force, stable_token returns a new token and
// invalidates the previous one, at most 20 times a day and every 30 seconds; WeCom has no such
// option.
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
		return Token{}, c.unanswered(r.op, errors.New("the access_token contains an invalid character"))
	}
	ends := now.Add(time.Duration(reply.ExpiresIn) * time.Second)
	return Token{Value: reply.AccessToken, Fetched: now, Expires: ends, Forced: force}, nil
}
