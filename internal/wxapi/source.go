package wxapi

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"strings"
	"time"
)

// Cache stores tokens, if possible for several processes.
type Cache interface {
	// Update calls fn with the content stored under name, nil if there is none, and
	// stores the result of fn unless it is nil. Calls for one name do not overlap. The
	// error is of fn, of ctx or of the storage.
	Update(ctx context.Context, name string, fn func(kept []byte) ([]byte, error)) error
}

// Renewal is what AccessToken does with a cached token.
type Renewal int

const (
	Keep   Renewal = iota // use it while it is valid
	Forced                // force a new one, unless that was just done
)

// keptToken is a token in the cache. Proof binds it to the secret that it was requested
// with, without revealing the secret.
type keptToken struct {
	AccessToken string    `json:"access_token"`
	Fetched     time.Time `json:"fetched"`
	Expires     time.Time `json:"expires"`
	Forced      bool      `json:"forced,omitempty"`
	Proof       string    `json:"proof"`
}

// AccessToken returns a valid access_token: the cached one, or a new one if the cached
// one expires within five minutes. All processes that share the cache make one request.
func (c *Client) AccessToken(ctx context.Context, how Renewal) (Token, error) {
	asked := c.Now()
	return c.update(ctx, func(kept Token) (Token, error) {
		now := c.Now()
		if kept.usable(now) && (how == Keep || kept.justRenewed(c.Account.Platform, asked, now)) {
			return kept, nil
		}
		return c.FetchToken(ctx, how == Forced)
	})
}

// ProvenToken checks a cached token with a call to the platform and returns a new token
// if the platform rejects it. If the call fails otherwise, it returns the cached one.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getcallbackip
func (c *Client) ProvenToken(ctx context.Context, kept Token) (Token, error) {
	err := c.with(ctx, c.get("getcallbackip", url.Values{}), kept.Value, &struct{}{})
	if !isTokenError(err) {
		return kept, ctx.Err()
	}
	return c.renewed(ctx, kept.Value)
}

// renewed replaces a token that the platform rejected, unless another process has
// already done so. If the platform returns the rejected token again, it forces a new
// one.
func (c *Client) renewed(ctx context.Context, refused string) (Token, error) {
	return c.update(ctx, func(kept Token) (Token, error) {
		if kept.Value != refused && kept.usable(c.Now()) {
			return kept, nil
		}
		token, err := c.FetchToken(ctx, false)
		if err == nil && token.Value == refused && c.Account.Platform != Work {
			return c.FetchToken(ctx, true)
		}
		return token, err
	})
}

// update calls choose with the cached token and stores its result.
func (c *Client) update(ctx context.Context, choose func(kept Token) (Token, error)) (Token, error) {
	var chosen Token
	err := c.Cache.Update(ctx, c.cacheName(), func(data []byte) ([]byte, error) {
		kept := c.kept(data)
		token, err := choose(kept)
		chosen = token
		if err != nil || token == kept {
			return nil, err
		}
		return json.Marshal(keptToken{token.Value, token.Fetched, token.Expires, token.Forced, c.proof(token.Value)})
	})
	return chosen, err
}

// kept decodes a cache entry. It returns a zero Token if the entry is damaged or was
// requested with another secret.
func (c *Client) kept(data []byte) Token {
	var k keptToken
	if json.Unmarshal(data, &k) != nil || subtle.ConstantTimeCompare([]byte(k.Proof), []byte(c.proof(k.AccessToken))) == 0 {
		return Token{}
	}
	return Token{Value: k.AccessToken, Fetched: k.Fetched, Expires: k.Expires, Cached: true, Forced: k.Forced}
}

// cacheName is unique for an account and an origin. It does not depend on secrets.
func (c *Client) cacheName() string {
	return "token-" + digest(c.Account.Platform, c.Origin, c.Account.AppID, c.Account.AgentID)[:32]
}

func (c *Client) proof(token string) string { return digest(token, c.Account.Secret) }

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:])
}
