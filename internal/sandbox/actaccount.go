package sandbox

import (
	"fmt"
	"slices"
	"strings"

	"wxtool/internal/nearest"
)

// actor finds the account that an act is towards.
func (s *Server) actor(act Act) (*Account, error) {
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
		e := actError("app_id: is missing, and the sandbox knows %d accounts of %s", len(ids), found[0].Platform)
		e.Hint = "it is one of " + strings.Join(ids, ", ")
		return nil, e
	case found[0].Platform == Work:
		return application(found, act.AgentID)
	}
	return found[0], nil
}

// accountsOf are those of a platform and an id, "" being any.
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
	e := &ActError{Problem: fmt.Sprintf("app_id %q: the sandbox knows no such account", act.AppID), Missing: true}
	if act.AppID == "" {
		e.Problem = "platform: the sandbox knows no account of " + act.Platform
	}
	switch near := nearest.Of(act.AppID, known); {
	case near != nil:
		e.Hint = "did you mean " + strings.Join(near, ", ") + "?"
	case len(known) > 0:
		e.Hint = "it knows " + strings.Join(known, ", ")
	}
	return e
}

// appIDs are those of the accounts, each once: a corp has one per application.
func appIDs(accounts []*Account) []string {
	var ids []string
	for _, a := range accounts {
		if !slices.Contains(ids, a.AppID) {
			ids = append(ids, a.AppID)
		}
	}
	return ids
}
