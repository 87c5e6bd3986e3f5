package sandbox

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/nearest"
	"wxtool/internal/sandbox/world"
)

// Account is an account of the sandbox. AllowIPs is the IP whitelist of the console:
// only these addresses may call the API; nil allows all.
type Account struct {
	Platform string // MP or Work
	AppID    string // appid, on WeCom the corpid, which several applications share
	Secret   string
	AgentID  string // WeCom application of the secret; "": any that no other account has
	AllowIPs []netip.Prefix

	// OAuthDomains are the hosts that web pages may have to log in their visitors
	// (网页授权域名, on WeCom 可信域名); nil allows this machine with any port.
	OAuthDomains []string

	To       *url.URL         // the callback URL, which gets the pushes; nil: none
	Callback callback.Account // how pushes are signed and encrypted
}

// agentNumber normalizes the id of a WeCom application: no leading zeros; "" stays
// "". It reports whether the id is a number.
func agentNumber(id string) (string, bool) {
	if id == "" {
		return "", true
	}
	n, err := strconv.ParseUint(id, 10, 31)
	if err != nil {
		return "", false
	}
	return strconv.FormatUint(n, 10), true
}

// owner identifies the account in the world.
func (a *Account) owner() world.Owner { return world.Owner{Platform: a.Platform, AppID: a.AppID} }

// agent is the application of the account's secret, "" for any.
func (a *Account) agent() string {
	id, _ := agentNumber(a.AgentID)
	return id
}

// foreignAgent reports whether an application does not belong to the account: the
// account has another application, or it has none and the application belongs to
// another account.
func (s *Server) foreignAgent(a *Account, agent string) bool {
	if own := a.agent(); own != "" {
		return agent != own
	}
	for _, other := range s.accountsOf(a.Platform, a.AppID) {
		if other.agent() == agent {
			return true
		}
	}
	return false
}

// application finds the account of an application among the accounts of a corp. ""
// finds the account without an application, or else the only account.
func application(corp []*Account, given string) (*Account, error) {
	agent, isNumber := agentNumber(given)
	if !isNumber {
		return nil, actError("agent_id: is %q, it must be a number", given)
	}
	var ids []string
	var open *Account // the account without an agent id
	for _, a := range corp {
		switch a.agent() {
		case agent:
			return a, nil
		case "":
			open = a
		default:
			ids = append(ids, a.agent())
		}
	}
	switch {
	case agent == "" && len(corp) == 1:
		return corp[0], nil
	case agent != "" && open != nil:
		return open, nil
	}
	e := actError("agent_id: is missing, and the sandbox has %d applications of %s", len(ids), corp[0].AppID)
	if agent != "" {
		e = actError("agent_id: the sandbox has no application %s of %s", agent, corp[0].AppID)
		e.Missing = true
	}
	e.Hint = "it is one of " + strings.Join(ids, ", ")
	return nil, e
}

// accountFor finds the account that an act is about.
func (s *Server) accountFor(act Act) (*Account, error) {
	if act.Platform != "" && act.Platform != MP && act.Platform != Work {
		return nil, actError("platform: is %q, it must be %s or %s", act.Platform, MP, Work)
	}
	found := s.accountsOf(act.Platform, act.AppID)
	if act.Platform == "" && len(found) > 1 {
		if official := s.accountsOf(MP, act.AppID); len(official) > 0 {
			found = official
		}
	}
	ids := appIDs(found)
	switch {
	case len(ids) == 0:
		return nil, s.noAccount(act)
	case len(ids) > 1:
		e := actError("app_id: is missing, and the sandbox has %d accounts of %s", len(ids), found[0].Platform)
		e.Hint = "it is one of " + strings.Join(ids, ", ")
		return nil, e
	case found[0].Platform == Work:
		return application(found, act.AgentID)
	}
	return found[0], nil
}

// accountsOf returns the accounts of a platform and an id; "" is any.
func (s *Server) accountsOf(platform, appID string) []*Account {
	var found []*Account
	for i := range s.config.Accounts {
		a := &s.config.Accounts[i]
		if (platform == "" || a.Platform == platform) && (appID == "" || a.AppID == appID) {
			found = append(found, a)
		}
	}
	return found
}

func (s *Server) noAccount(act Act) error {
	known := appIDs(s.accountsOf(act.Platform, ""))
	e := &ActError{Problem: fmt.Sprintf("app_id %q: the sandbox has no such account", act.AppID), Missing: true}
	if act.AppID == "" {
		e.Problem = "platform: the sandbox has no account of " + act.Platform
	}
	switch near := nearest.Of(act.AppID, known); {
	case near != nil:
		e.Hint = "did you mean " + strings.Join(near, ", ") + "?"
	case len(known) > 0:
		e.Hint = "it has " + strings.Join(known, ", ")
	}
	return e
}

// appIDs lists the ids of accounts without duplicates: a corp has an account per
// application.
func appIDs(accounts []*Account) []string {
	var ids []string
	for _, a := range accounts {
		if !slices.Contains(ids, a.AppID) {
			ids = append(ids, a.AppID)
		}
	}
	return ids
}
