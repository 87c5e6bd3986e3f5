package sandbox

import (
	"slices"
	"strconv"

	"wxtool/internal/menu"
)

// conditionalMenus is how many an account may have. The number behind 65305 is
// not documented, ours is a guess.
const conditionalMenus = 2000

type menuIDReply struct {
	MenuID string `json:"menuid"`
}

// addConditional publishes a conditional menu. All of them are checked, as
// together they may lead to three domains.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu
func (c *call) addConditional() (any, error) {
	read, err := c.menuBody()
	if err != nil {
		return nil, err
	}
	all := c.accountMenus()
	if all == nil {
		return nil, refuse(65303)
	}
	former := all.Default.read()
	file := &menu.File{Platform: menu.MP, Default: &former.Menu, Conditional: []menu.Conditional{read}}
	for i := range all.Conditional {
		file.Conditional = append(file.Conditional, all.Conditional[i].read())
	}
	if err := c.judge(file.Validate()); err != nil {
		return nil, err
	}
	if len(all.Conditional) >= orElse(c.config.Limits.ConditionalMenus, conditionalMenus) {
		return nil, refuse(65305)
	}
	set := c.publish(c.body)
	all.Conditional = append(all.Conditional, set)
	return menuIDReply{strconv.FormatInt(set.MenuID, 10)}, nil
}

// deleteConditional deletes one conditional menu. Its menuid is a text; that a
// number passes too is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_deleteconditionalmenu
func (c *call) deleteConditional() (any, error) {
	var given struct {
		MenuID scalar `json:"menuid"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	all := c.accountMenus()
	if all == nil {
		return nil, refuse(65301)
	}
	i := slices.IndexFunc(all.Conditional, func(p published) bool { return strconv.FormatInt(p.MenuID, 10) == string(given.MenuID) })
	if i < 0 {
		return nil, refuse(65301)
	}
	all.Conditional = slices.Delete(all.Conditional, i, i+1)
	return ok(), nil
}
