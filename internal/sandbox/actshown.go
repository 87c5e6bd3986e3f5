package sandbox

import (
	"slices"

	"wxtool/internal/menu"
)

// shownMenu is the menu that a user sees: the conditional menu published last
// whose rule fits, else the default menu, else nil. Of several tags the last
// one counts. That client_platform_type still matches is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu
func (s *Server) shownMenu(u *User, agentID string) *published {
	all := s.state.Menus[menuKey(u.Platform, u.AppID, agentID)]
	if all == nil {
		return nil
	}
	for i := range slices.Backward(all.Conditional) {
		if fits(&all.Conditional[i], u) {
			return &all.Conditional[i]
		}
	}
	return all.Default
}

func fits(p *published, u *User) bool {
	file, _ := menu.Parse("", p.Body, menu.Platform(u.Platform))
	if file == nil || len(file.Conditional) == 0 {
		return false
	}
	rule := file.Conditional[0].MatchRule
	tag := ""
	if len(u.Tags) > 0 {
		tag = u.Tags[len(u.Tags)-1]
	}
	return (rule.TagID == "" || rule.TagID == tag) && (rule.ClientPlatformType == "" || rule.ClientPlatformType == u.Client)
}
