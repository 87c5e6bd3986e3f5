package sandbox

import (
	"strings"
	"time"

	"wxtool/internal/sandbox/world"
)

const (
	lifetime = 2 * time.Hour
	overlap  = 5 * time.Minute // a replaced token is good for so long
)

// The spaces in which tokens replace each other. Those of token and of
// stable_token do not touch.
const (
	spaceToken  = "token"
	spaceStable = "stable_token"
	spaceWork   = "gettoken"
)

// grantIn is a token of the account in a space, as yet without the token.
func (c *call) grantIn(space string) world.Grant {
	return world.Grant{
		Platform: c.account.Platform, AppID: c.account.AppID, AgentID: c.account.agent(),
		Space: space, Expires: c.now.Add(lifetime),
	}
}

// latest is the account's newest good token of a space.
func (c *call) latest(space string) (world.Grant, bool) { return c.tx.LatestGrant(c.grantIn(space)) }

// issue makes a new token. The others of the space are good until ends.
func (c *call) issue(space string, ends time.Time) world.Grant {
	return c.tx.Issue(c.grantIn(space), ends)
}

// workToken reports whether a token looks like one of WeCom: an Official
// Account's begins with a number and _, and both are long.
func workToken(token string) bool {
	number, _, ok := strings.Cut(token, "_")
	official := ok && number != "" && strings.Trim(number, "0123456789") == ""
	return len(token) >= world.TokenLength/2 && !official
}

// authorize checks the access_token of a call and finds its account. An empty
// platform takes both kinds.
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

// unknownToken: the Official Account says 40001 to an invented token, of
// whatever length, as was measured. That it says 40014 to characters that no
// token has is a guess. WeCom says 40014 to every one.
func (c *call) unknownToken(token string) error {
	if c.platform() == Work || strings.Trim(token, world.TokenAlphabet) != "" {
		return refuse(40014)
	}
	return refuse(40001)
}
