package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"

	"wxtool/internal/menu"
)

// menus are those of an Official Account, or of one application of WeCom.
type menus struct {
	Default     *published
	Conditional []published // in the order in which they were published
}

// published is a menu as it was set: Body is that of menu/create or of
// menu/addconditional.
type published struct {
	MenuID int64
	Body   json.RawMessage
}

// menuKey tells menus apart: agentID is "" but for WeCom.
func menuKey(platform, appID, agentID string) string {
	return platform + " " + appID + " " + agentID
}

// firstMenuID is about where the pages' samples begin.
const firstMenuID = 208379533

// publish numbers a menu that was just set. Numbers ascend, which is what tells
// a reader of menu/get which conditional menu is matched first.
func (s *Server) publish(body []byte) published {
	s.state.LastMenuID = max(firstMenuID, s.state.LastMenuID+1)
	return published{s.state.LastMenuID, slices.Clone(body)}
}

// read decodes a body that was checked before it was kept.
func (p *published) read() menu.Conditional {
	read, _ := readMenu(p.Body)
	read.MenuID = strconv.FormatInt(p.MenuID, 10)
	return read
}

// menuFor returns the menu that a user of an account sees, and its menuid: the
// conditional menu published last whose rule matches the user, else the default
// menu; nil where the account has none. AgentID is the WeCom application, ""
// for an Official Account. A nil user is anybody, who gets the default menu.
// That the user follows the account is not asked. The caller holds s.mu.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu
func (s *Server) menuFor(platform, appID, agentID string, u *User) (*menu.Menu, int64) {
	all := s.state.Menus[menuKey(platform, appID, agentID)]
	if all == nil {
		return nil, 0
	}
	for _, p := range slices.Backward(all.Conditional) {
		if read := p.read(); u != nil && matches(read.MatchRule, u) {
			return &read.Menu, p.MenuID
		}
	}
	if all.Default == nil {
		return nil, 0
	}
	read := all.Default.read()
	return &read.Menu, all.Default.MenuID
}

// matches reports whether a rule holds for a user. Of several tags the last one
// counts. A rule with personal data is of before 2021 and matches nobody. That
// client_platform_type still works is a guess, the page does not say.
func matches(r menu.MatchRule, u *User) bool {
	if r.Sex+r.Country+r.Province+r.City+r.Language != "" {
		return false
	}
	var tag string
	if len(u.Tags) > 0 {
		tag = u.Tags[len(u.Tags)-1]
	}
	return (r.TagID == "" || r.TagID == tag) && (r.ClientPlatformType == "" || r.ClientPlatformType == u.Client)
}
