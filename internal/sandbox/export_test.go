package sandbox

import (
	"fmt"

	"wxtool/internal/menu"
	"wxtool/internal/sandbox/world"
)

// MenuFor is the menu that a user sees, found by OpenID or name ("" or unknown:
// any user), and its menuid; nil where the account has no menu. AgentID is the
// WeCom application, "" for an Official Account.
func (s *Server) MenuFor(platform, appID, agentID, user string) (seen *menu.Menu, id int64) {
	owner := world.Owner{Platform: platform, AppID: appID}
	s.world.Update(func(tx *world.Tx) {
		var who *world.User
		if u, found := tx.User(owner, user); found {
			who = &u
		}
		seen, id = tx.MenuFor(world.Place{Owner: owner, AgentID: agentID}, who)
	})
	return seen, id
}

// Refusals lists the codes that the sandbox answers, by platform.
func Refusals() map[string][]int {
	codes := map[string][]int{}
	for key := range refusalTexts() {
		codes[key.platform] = append(codes[key.platform], key.code)
	}
	return codes
}

// TwiceRefused lists the codes that are in more than one family of endpoints.
func TwiceRefused() []string {
	var twice []string
	seen := map[refusalKey]bool{}
	for _, f := range families() {
		for platform, texts := range map[string]map[int]string{MP: f.mp, Work: f.work} {
			for code := range texts {
				key := refusalKey{platform, code}
				if seen[key] {
					twice = append(twice, fmt.Sprint(platform, " ", code))
				}
				seen[key] = true
			}
		}
	}
	return twice
}
