package sandbox

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"wxtool/internal/menu"
	"wxtool/internal/sandbox/world"
)

// createMenu sets the default menu; conditional ones stay as they are.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu
// https://developer.work.weixin.qq.com/document/path/90231
func (c *call) createMenu() (any, error) {
	at, err := c.menuPlace()
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
	c.tx.SetMenu(at, c.body)
	return ok(), nil
}

// deleteMenu deletes the default menu and all conditional ones. That it is no
// error where there is none is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_deletemenu
// https://developer.work.weixin.qq.com/document/path/90233
func (c *call) deleteMenu() (any, error) {
	at, err := c.menuPlace()
	if err != nil {
		return nil, err
	}
	c.tx.DeleteMenus(at)
	return ok(), nil
}

// menuPlace is where the menus are that a call is about. WeCom names the
// application, and says 301002 to another than that of the secret; that 40056 is
// for what is no number is a guess.
func (c *call) menuPlace() (world.Place, error) {
	if c.account.Platform == MP {
		return world.Place{Owner: c.account.owner()}, nil
	}
	agent, isNumber := agentNumber(c.query.Get("agentid"))
	switch {
	case !isNumber:
		return world.Place{}, refuse(40056)
	case agent == "":
		return world.Place{}, refuse(41011)
	case c.foreignAgent(c.account, agent):
		return world.Place{}, refuse(301002)
	}
	return world.Place{Owner: c.account.owner(), AgentID: agent}, nil
}

// menuBody reads the body of menu/create or menu/addconditional. A byte order
// mark is seen as 40016, a body that is not UTF-8 as 65318. That WeCom takes
// neither, with 40016 and 40033, is a guess; so is 47001 for a member of the wrong
// type.
func (c *call) menuBody() (menu.Conditional, error) {
	switch {
	case bytes.HasPrefix(c.body, []byte("\ufeff")):
		return menu.Conditional{}, refuse(40016)
	case !utf8.Valid(c.body) && c.account.Platform == Work:
		return menu.Conditional{}, refuse(40033)
	case !utf8.Valid(c.body):
		return menu.Conditional{}, refuse(65318)
	}
	var object map[string]json.RawMessage
	if err := c.decode(&object); err != nil {
		return menu.Conditional{}, err
	}
	read, err := world.ReadMenu(c.body)
	if err != nil {
		return menu.Conditional{}, refuse(47001)
	}
	return read, nil
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
