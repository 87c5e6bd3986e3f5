package sandbox

import (
	"fmt"
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
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return nil, s.noAccount(act)
	}
	e := actError("app_id: is missing, and the sandbox knows %d accounts of %s", len(found), found[0].Platform)
	e.Hint = "it is one of " + strings.Join(appIDs(found), ", ")
	return nil, e
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

func appIDs(accounts []*Account) []string {
	var ids []string
	for _, a := range accounts {
		ids = append(ids, a.AppID)
	}
	return ids
}
