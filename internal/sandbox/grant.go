package sandbox

import (
	"strings"
	"time"
)

const (
	lifetime = 2 * time.Hour
	overlap  = 5 * time.Minute // a replaced token is good for so long

	tokenAlphabet = alphanumeric + "_-"
	tokenLength   = 136
)

// The spaces in which tokens replace each other. Those of token and of
// stable_token do not touch.
const (
	spaceToken  = "token"
	spaceStable = "stable_token"
	spaceWork   = "gettoken"
)

// grant is an access_token given out.
type grant struct {
	Token    string
	Platform string
	AppID    string
	AgentID  string // WeCom application, "" if it is not told
	Space    string
	Expires  time.Time
	Replaced time.Time // from then on it is "not latest"; zero: it is the latest
}

func (g *grant) of(c *call, space string) bool {
	return g.Platform == c.account.Platform && g.AppID == c.account.AppID && g.AgentID == c.account.agent() && g.Space == space
}

// alive reports whether the platform takes the token.
func (g *grant) alive(now time.Time) bool {
	return now.Before(g.Expires) && (g.Replaced.IsZero() || now.Before(g.Replaced))
}

// latest is the account's newest good token of a space, or nil.
func (c *call) latest(space string) *grant {
	var found *grant
	for _, g := range c.state.Grants {
		if g.of(c, space) && g.alive(c.now) && g.Replaced.IsZero() && (found == nil || g.Expires.After(found.Expires)) {
			found = g
		}
	}
	return found
}

// issue makes a new token. The others of the space are good until ends.
func (c *call) issue(space string, ends time.Time) *grant {
	for token, g := range c.state.Grants {
		switch {
		case g.of(c, space) && (g.Replaced.IsZero() || g.Replaced.After(ends)):
			g.Replaced = ends
		case c.now.Sub(g.Expires) > 24*time.Hour:
			delete(c.state.Grants, token) // nobody asks for it any more
		}
	}
	g := &grant{Platform: c.account.Platform, AppID: c.account.AppID, AgentID: c.account.agent(), Space: space, Expires: c.now.Add(lifetime)}
	g.Token = c.newToken()
	c.state.Grants[g.Token] = g
	c.changed = true
	return g
}

// newToken makes up a token that was not given out before.
func (c *call) newToken() string {
	head := ""
	if c.account.Platform == MP {
		head = "90_"
	}
	return fresh(len(c.state.Grants), func() (string, bool) {
		token := head + c.random(tokenLength, tokenAlphabet)
		return token, c.state.Grants[token] == nil
	})
}

// workToken reports whether a token looks like one of WeCom: an Official
// Account's begins with a number and _, and both are long.
func workToken(token string) bool {
	number, _, ok := strings.Cut(token, "_")
	official := ok && number != "" && strings.Trim(number, "0123456789") == ""
	return len(token) >= tokenLength/2 && !official
}

// authorize checks the access_token of a call and finds its account. An empty
// platform takes both kinds.
func (c *call) authorize(platform string) error {
	token := c.query.Get("access_token")
	if token == "" {
		return refuse(41001)
	}
	g := c.state.Grants[token]
	if g == nil || platform != "" && g.Platform != platform || !c.findGrantee(g) {
		return c.unknownToken(token)
	}
	switch {
	case !c.now.Before(g.Expires):
		return refuse(42001)
	case !g.alive(c.now):
		return refuse(40001)
	}
	return nil
}

// unknownToken: the Official Account says 40001 to an invented token, of
// whatever length, as was measured. That it says 40014 to characters that no
// token has is a guess. WeCom says 40014 to every one.
func (c *call) unknownToken(token string) error {
	if c.platform() == Work || strings.Trim(token, tokenAlphabet) != "" {
		return refuse(40014)
	}
	return refuse(40001)
}
