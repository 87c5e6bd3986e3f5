package sandbox

import "wxtool/internal/menu"

// MenuFor is the menu that a user sees, found by OpenID or name ("" or unknown:
// anybody), and its menuid; nil where the account has no menu. AgentID is the
// WeCom application, "" for an Official Account.
func (s *Server) MenuFor(platform, appID, agentID, user string) (*menu.Menu, int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.menuFor(platform, appID, agentID, s.user(platform, appID, user))
}

// Refusals lists the codes that the sandbox answers, by platform.
func Refusals() map[string][]int {
	codes := map[string][]int{}
	for key := range refusalTexts() {
		codes[key.platform] = append(codes[key.platform], key.code)
	}
	return codes
}
