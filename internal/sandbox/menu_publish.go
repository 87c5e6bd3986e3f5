package sandbox

import (
	"cmp"
	"strconv"

	"wxtool/internal/menu"
	"wxtool/internal/sandbox/world"
)

// conditionalMenus is the limit behind 65305. It is not documented, ours is a guess.
const conditionalMenus = 2000

// createMenu publishes the default menu and keeps the conditional ones.
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
	if err := c.checkMenuMedia(&read.Menu); err != nil {
		return nil, err
	}
	c.tx.SetMenu(at, c.body)
	return ok(), nil
}

// deleteMenu deletes the default menu and all conditional ones. That it succeeds where
// there is none is a guess.
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

type menuIDReply struct {
	MenuID string `json:"menuid"`
}

// addConditional publishes a conditional menu. It checks all menus, as together they
// may link to three domains.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu
func (c *call) addConditional() (any, error) {
	read, err := c.menuBody()
	if err != nil {
		return nil, err
	}
	at := world.Place{Owner: c.account.owner()}
	all, found := c.tx.Menus(at)
	if !found {
		return nil, refuse(65303)
	}
	standard := all.Default.Read()
	file := &menu.File{Platform: menu.MP, Default: &standard.Menu, Conditional: []menu.Conditional{read}}
	for i := range all.Conditional {
		file.Conditional = append(file.Conditional, all.Conditional[i].Read())
	}
	if err := c.judge(file.Validate()); err != nil {
		return nil, err
	}
	if err := c.checkMenuMedia(&read.Menu); err != nil {
		return nil, err
	}
	if len(all.Conditional) >= cmp.Or(c.config.Limits.ConditionalMenus, conditionalMenus) {
		return nil, refuse(65305)
	}
	set := c.tx.AddConditionalMenu(at, c.body)
	return menuIDReply{strconv.FormatInt(set.MenuID, 10)}, nil
}

// deleteConditional deletes one conditional menu. Its menuid is a string; that a number
// is accepted too is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_deleteconditionalmenu
func (c *call) deleteConditional() (any, error) {
	var given struct {
		MenuID world.Text `json:"menuid"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	at := world.Place{Owner: c.account.owner()}
	all, _ := c.tx.Menus(at)
	for _, m := range all.Conditional {
		if strconv.FormatInt(m.MenuID, 10) == string(given.MenuID) {
			c.tx.DeleteConditionalMenu(at, m.MenuID)
			return ok(), nil
		}
	}
	return nil, refuse(65301)
}
