package world

import "time"

// forgetCodes is how long after its end a code is still known to have been used.
const forgetCodes = 24 * time.Hour

// Visit is a visit of a user to a web page that asked who they are.
type Visit struct {
	Platform string
	AppID    string
	AgentID  string `json:",omitempty"` // WeCom application
	User     string // name
	OpenID   string // as the page gets to know it
	Scope    string
	Snapshot bool `json:",omitempty"` // a snapshot user, who is not real

	// On WeCom.
	Outsider  bool `json:",omitempty"` // not a member
	Login     bool `json:",omitempty"` // in the browser of a computer
	Untrusted bool `json:",omitempty"` // the domain of the page is not a trusted one
}

// OAuthCode is a code by which a server learns who visits its page.
type OAuthCode struct {
	Visit
	Code    string
	Expires time.Time
	Used    bool // or burnt by an exchange that failed
}

func (c *OAuthCode) check(key string) error {
	if c.Code != key {
		return damaged("an OAuth code is not stored under its name")
	}
	return nil
}

// OAuthCode finds a code.
func (tx *Tx) OAuthCode(code string) (OAuthCode, bool) { return found(tx.world.state.OAuthCodes[code]) }

// AddOAuthCode makes up a code of a visit, as long as the real ones are.
func (tx *Tx) AddOAuthCode(v Visit, expires time.Time) OAuthCode {
	all, length := tx.world.state.OAuthCodes, 32
	if v.Platform == Work {
		length = 43
	}
	forget(tx, KindOAuthCode, all, func(old *OAuthCode) bool { return tx.now.Sub(old.Expires) > forgetCodes })
	draw := func() string { return tx.Random(length, Alphanumeric) }
	c := OAuthCode{Visit: v, Expires: expires}
	c.Code = fresh(len(all), draw, func(code string) bool { return all[code] == nil })
	tx.put(Change{Kind: KindOAuthCode, Key: c.Code, value: &c})
	return c
}

// UseOAuthCode makes a code used.
func (tx *Tx) UseOAuthCode(code string) {
	if old := tx.world.state.OAuthCodes[code]; old != nil && !old.Used {
		used := *old
		used.Used = true
		tx.put(Change{Kind: KindOAuthCode, Key: code, value: &used})
	}
}

// UserToken gives access to what a user has consented to: an access_token of web pages
// with its refresh_token, or on WeCom a user_ticket.
type UserToken struct {
	Visit
	Token   string
	Expires time.Time
	Refresh string    `json:",omitempty"`
	Ends    time.Time `json:",omitzero"` // of Refresh
}

func (t *UserToken) check(key string) error {
	if t.Token != key {
		return damaged("a user's token is not stored under its name")
	}
	return nil
}

// last is when nothing of it is good any more.
func (t *UserToken) last() time.Time {
	if t.Ends.After(t.Expires) {
		return t.Ends
	}
	return t.Expires
}

// UserToken finds one by its token.
func (tx *Tx) UserToken(token string) (UserToken, bool) {
	return found(tx.world.state.UserTokens[token])
}

// UserTokenByRefresh finds the newest one of a refresh_token.
func (tx *Tx) UserTokenByRefresh(refresh string) (newest UserToken, known bool) {
	return found(tx.world.index.refresh[refresh])
}

// SetUserToken keeps t, and makes up what it lacks: its token, and its refresh_token if
// Ends is set. Tokens that ended long ago are removed.
func (tx *Tx) SetUserToken(t UserToken) UserToken {
	all := tx.world.state.UserTokens
	forget(tx, KindUserToken, all, func(old *UserToken) bool { return tx.now.Sub(old.last()) > forgetGrants })
	if t.Token == "" {
		t.Token = fresh(len(all), func() string { return tx.userSecret(t.Platform) }, func(token string) bool { return all[token] == nil })
	}
	if t.Refresh == "" && !t.Ends.IsZero() {
		t.Refresh = fresh(len(all), func() string { return tx.userSecret(t.Platform) }, func(token string) bool {
			_, known := tx.UserTokenByRefresh(token)
			return !known
		})
	}
	tx.put(Change{Kind: KindUserToken, Key: t.Token, value: &t})
	return t
}

// userSecret has the length of those of the platform: 88 characters after a number, on
// WeCom 86 without one.
func (tx *Tx) userSecret(platform string) string {
	if platform == Work {
		return tx.Random(86, TokenAlphabet)
	}
	return "90_" + tx.Random(86, TokenAlphabet)
}
