package world

import "time"

const (
	// TokenAlphabet has the characters of an access_token.
	TokenAlphabet = Alphanumeric + "_-"
	// TokenLength is the length of an access_token, on an Official Account without
	// the number in front.
	TokenLength = 136

	// forgetGrants is how long after its end a token is still known to have expired.
	forgetGrants = 24 * time.Hour
)

// Grant is an access_token that was given out.
type Grant struct {
	Token    string
	Platform string
	AppID    string
	AgentID  string // WeCom application, "" for an account without one
	Space    string // tokens of one space replace each other
	Expires  time.Time
	Replaced time.Time // from then on it is "not latest"; zero: it is the latest
}

func (g *Grant) check(token string) error {
	if g.Token != token {
		return damaged("a grant is not stored under its token")
	}
	return nil
}

// sameSpace reports whether two tokens are of the same account and space.
func (g *Grant) sameSpace(h *Grant) bool {
	return g.Platform == h.Platform && g.AppID == h.AppID && g.AgentID == h.AgentID && g.Space == h.Space
}

// Good reports whether the platform accepts the token.
func (g *Grant) Good(now time.Time) bool {
	return now.Before(g.Expires) && (g.Replaced.IsZero() || now.Before(g.Replaced))
}

// Grant finds a token that was given out.
func (tx *Tx) Grant(token string) (Grant, bool) {
	g := tx.world.state.Grants[token]
	if g == nil {
		return Grant{}, false
	}
	return *g, true
}

// LatestGrant finds the newest good token of the account and space of like. One that
// lasts longer than like is not found: it was given out before the clock was set back.
func (tx *Tx) LatestGrant(like Grant) (latest Grant, found bool) {
	for _, g := range tx.world.state.Grants {
		if g.sameSpace(&like) && g.Good(tx.now) && g.Replaced.IsZero() && !g.Expires.After(like.Expires) && (!found || g.Expires.After(latest.Expires)) {
			latest, found = *g, true
		}
	}
	return latest, found
}

// Issue makes up the token of g and gives it out. The other tokens of its space are
// good until ends at most.
func (tx *Tx) Issue(g Grant, ends time.Time) Grant {
	for token, old := range tx.world.state.Grants {
		switch {
		case old.sameSpace(&g) && (old.Replaced.IsZero() || old.Replaced.After(ends)):
			replaced := *old
			replaced.Replaced = ends
			tx.put(Change{Kind: KindGrant, Key: token, value: &replaced})
		case tx.now.Sub(old.Expires) > forgetGrants:
			tx.put(Change{Kind: KindGrant, Key: token})
		}
	}
	g.Token = tx.newToken(g.Platform)
	tx.put(Change{Kind: KindGrant, Key: g.Token, value: &g})
	return g
}

// newToken makes up a token that was not given out before.
func (tx *Tx) newToken(platform string) string {
	number := ""
	if platform == MP {
		number = "90_"
	}
	draw := func() string { return number + tx.Random(TokenLength, TokenAlphabet) }
	grants := tx.world.state.Grants
	return fresh(len(grants), draw, func(token string) bool { return grants[token] == nil })
}

// ForcedRefresh is the time of an account's last forced refresh of its token.
type ForcedRefresh struct{ time.Time }

func (*ForcedRefresh) check(string) error { return nil }

// LastForcedRefresh is zero for an account that has forced none.
func (tx *Tx) LastForcedRefresh(appID string) time.Time {
	if last := tx.world.state.Forced[appID]; last != nil {
		return last.Time
	}
	return time.Time{}
}

// ForceRefresh notes that the account forces a refresh now.
func (tx *Tx) ForceRefresh(appID string) {
	tx.put(Change{Kind: KindForcedRefresh, Key: appID, value: &ForcedRefresh{tx.now}})
}
