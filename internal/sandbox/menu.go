package sandbox

import "encoding/json"

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
