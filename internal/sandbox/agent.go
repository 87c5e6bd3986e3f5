package sandbox

import (
	"strconv"
	"strings"

	"wxtool/internal/sandbox/world"
)

// agentNumber writes the id of a WeCom application as the state has it, without
// zeros in front; "" stays "". It reports whether it is one.
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

// owner is the account as the world knows it.
func (a *Account) owner() world.Owner { return world.Owner{Platform: a.Platform, AppID: a.AppID} }

// agent is the application of the account's secret, "" where any number will do.
func (a *Account) agent() string {
	id, _ := agentNumber(a.AgentID)
	return id
}

// foreignAgent reports whether an application is not that of the account: its
// own is another, or it has none and the application is known to have another
// secret.
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

// application finds that of an act among the accounts of one corp. Without a
// number it is the account that has none, or else the only one.
func application(corp []*Account, given string) (*Account, error) {
	agent, isNumber := agentNumber(given)
	if !isNumber {
		return nil, actError("agent_id: is %q, it must be a number", given)
	}
	var ids []string
	var open *Account // takes any number
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
	e := actError("agent_id: is missing, and the sandbox knows %d applications of %s", len(ids), corp[0].AppID)
	if agent != "" {
		e = actError("agent_id: the sandbox knows no application %s of %s", agent, corp[0].AppID)
		e.Missing = true
	}
	e.Hint = "it is one of " + strings.Join(ids, ", ")
	return nil, e
}
