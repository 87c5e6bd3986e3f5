package sandbox

import (
	"strings"

	"wxtool/internal/menu"
)

// createMenu sets the default menu; conditional ones stay as they are.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu
// https://developer.work.weixin.qq.com/document/path/90231
func (c *call) createMenu() (any, error) {
	key, err := c.menuPlace()
	if err != nil {
		return nil, err
	}
	read, err := c.menuBody()
	if err != nil {
		return nil, err
	}
	file := &menu.File{Platform: menu.Platform(c.account.Platform), Default: &read.Menu}
	if err := c.judge(file.Validate()); err != nil {
		return nil, err
	}
	all := c.state.Menus[key]
	if all == nil {
		all = &menus{}
		c.state.Menus[key] = all
	}
	set := c.publish(c.body)
	all.Default = &set
	return ok(), nil
}

// deleteMenu deletes the default menu and all conditional ones. That it is no
// error where there is none is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_deletemenu
// https://developer.work.weixin.qq.com/document/path/90233
func (c *call) deleteMenu() (any, error) {
	key, err := c.menuPlace()
	if err != nil {
		return nil, err
	}
	delete(c.state.Menus, key)
	return ok(), nil
}

// accountMenus are an Official Account's, nil if it has none.
func (c *call) accountMenus() *menus {
	return c.state.Menus[menuKey(MP, c.account.AppID, "")]
}

// menuPlace is the key of the menus that a call is about. WeCom names the
// application, and says 301002 to another than that of the secret; that 40056 is
// for what is no number is a guess.
func (c *call) menuPlace() (string, error) {
	if c.account.Platform == MP {
		return menuKey(MP, c.account.AppID, ""), nil
	}
	agent, isNumber := agentNumber(c.query.Get("agentid"))
	switch {
	case !isNumber:
		return "", refuse(40056)
	case agent == "":
		return "", refuse(41011)
	case c.foreignAgent(c.account, agent):
		return "", refuse(301002)
	}
	return menuKey(Work, c.account.AppID, agent), nil
}

// judge refuses a menu for the first error that is found in it. Which one the
// platform names of several is not known.
func (c *call) judge(problems []menu.Problem) error {
	for _, p := range problems {
		if p.Level == menu.Error {
			return refuse(menuCode(c.account.Platform, p))
		}
	}
	return nil
}

// menuCode is the errcode of a problem. Those that have none, and those whose
// code WeCom does not know, get the nearest code there is; that is a guess.
func menuCode(platform string, p menu.Problem) int {
	sub := strings.Contains(p.Path, ".sub_button[")
	switch {
	case platform == Work && p.Errcode == 65318 && sub:
		return 40024
	case platform == Work && p.Errcode == 65318:
		return 40017
	case platform == Work && p.Errcode == 41007:
		return 40023
	case p.Errcode != 0:
		return p.Errcode
	case platform == Work:
		return 40058
	case strings.Contains(p.Path, "matchrule."):
		return 40035
	case sub:
		return 40120 // a mini program without appid or pagepath
	}
	return 40119
}
