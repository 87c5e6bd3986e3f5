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

// Cache keeps tokens, between processes where it can.
type Cache interface {
	// Update calls fn with what is kept under name, nil if nothing is, and
	// keeps what it returns unless that is nil. Until then nobody else's fn
	// is called for that name. The error is fn's, ctx's or that of keeping.
	Update(ctx context.Context, name string, fn func(kept []byte) ([]byte, error)) error
}

// Renewal says what AccessToken does with a token that is kept.
type Renewal int

const (
	Keep   Renewal = iota // use it while it is good
	Forced                // have the platform make a new one, unless that was just done
)

// keptToken is a token as the cache has it. Proof binds it to the secret that
// it was got with, without telling the secret.
type keptToken struct {
	AccessToken string    `json:"access_token"`
	Fetched     time.Time `json:"fetched"`
	Expires     time.Time `json:"expires"`
	Forced      bool      `json:"forced,omitempty"`
	Proof       string    `json:"proof"`
}

// AccessToken returns a valid access_token: the kept one, or a new one once that
// has five minutes left. Everyone who shares the cache makes one request.
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

// ProvenToken is a kept token of which the platform was asked whether it takes it,
// or else a new one. Where the platform says neither, it is the kept one.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getcallbackip
func (c *Client) ProvenToken(ctx context.Context, kept Token) (Token, error) {
	err := c.with(ctx, c.get("getcallbackip", url.Values{}), kept.Value, &struct{}{})
	if !isTokenError(err) {
		return kept, ctx.Err()
	}
	return c.renewed(ctx, kept.Value)
}

// renewed replaces a token that the platform refused. Another process may have
// done so already; and where the platform goes on giving the refused one, it is
// told to make another.
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

// update lets choose decide with the kept token at hand, and keeps its choice.
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

// kept reads a cache entry. What is damaged, or of another secret, is nothing.
func (c *Client) kept(data []byte) Token {
	var k keptToken
	if json.Unmarshal(data, &k) != nil || subtle.ConstantTimeCompare([]byte(k.Proof), []byte(c.proof(k.AccessToken))) == 0 {
		return Token{}
	}
	return Token{Value: k.AccessToken, Fetched: k.Fetched, Expires: k.Expires, Cached: true, Forced: k.Forced}
}

// cacheName tells accounts apart, and the same account at different origins. It
// is made of what is no secret.
func (c *Client) cacheName() string {
	return "token-" + digest(c.Account.Platform, c.Origin, c.Account.AppID, c.Account.AgentID)[:32]
}

func (c *Client) proof(token string) string { return digest(token, c.Account.Secret) }

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:])
}
