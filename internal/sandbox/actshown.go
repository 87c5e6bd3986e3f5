package sandbox

import (
	"slices"

	"wxtool/internal/menu"
)

// menuFor returns the menu that a user of an account sees, and its menuid: the
// conditional menu published last whose rule fits, else the default menu, else
// nil. Of several tags the last one counts. That client_platform_type still
// matches is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu
func (s *Server) menuFor(platform, appID, agentID string, u *User) (*menu.Menu, int64) {
	all := s.state.Menus[menuKey(platform, appID, agentID)]
	if all == nil {
		return nil, 0
	}
	for _, p := range slices.Backward(all.Conditional) {
		file, _ := menu.Parse("", p.Body, menu.Platform(platform))
		if file != nil && len(file.Conditional) == 1 && fits(file.Conditional[0].MatchRule, u) {
			return &file.Conditional[0].Menu, p.MenuID
		}
	}
	if all.Default == nil {
		return nil, 0
	}
	file, _ := menu.Parse("", all.Default.Body, menu.Platform(platform))
	if file == nil {
		return nil, 0
	}
	return file.Default, all.Default.MenuID
}

func fits(rule menu.MatchRule, u *User) bool {
	tag := ""
	if len(u.Tags) > 0 {
		tag = u.Tags[len(u.Tags)-1]
	}
	return (rule.TagID == "" || rule.TagID == tag) && (rule.ClientPlatformType == "" || rule.ClientPlatformType == u.Client)
}
