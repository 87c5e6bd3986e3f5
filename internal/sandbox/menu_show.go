package sandbox

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"wxtool/internal/menu"
	"wxtool/internal/sandbox/world"
)

// shownButton is a button in an answer. The form of sub_button differs between the
// endpoints.
type shownButton struct {
	Type      string `json:"type,omitempty"`
	Name      string `json:"name"`
	Key       string `json:"key,omitempty"`
	URL       string `json:"url,omitempty"`
	MediaID   string `json:"media_id,omitempty"`
	ArticleID string `json:"article_id,omitempty"`
	AppID     string `json:"appid,omitempty"`
	PagePath  string `json:"pagepath,omitempty"`
	SubButton any    `json:"sub_button,omitempty"`
}

// show converts buttons; nest converts the sub buttons of each.
func show(buttons []menu.Button, nest func([]menu.Button) any) []shownButton {
	shown := make([]shownButton, len(buttons))
	for i, b := range buttons {
		shown[i] = shownButton{b.Type, b.Name, b.Key, b.URL, b.MediaID, b.ArticleID, b.AppID, b.PagePath, nest(b.SubButton)}
	}
	return shown
}

// withEmpty is the form of menu/get and menu/trymatch: always a list.
func withEmpty(sub []menu.Button) any { return show(sub, withEmpty) }

// withoutEmpty is the form of WeCom, whose answer is like the request.
func withoutEmpty(sub []menu.Button) any {
	if len(sub) == 0 {
		return nil
	}
	return show(sub, withoutEmpty)
}

// withList is the form of get_current_selfmenu_info.
func withList(sub []menu.Button) any {
	if len(sub) == 0 {
		return nil
	}
	return struct {
		List []shownButton `json:"list"`
	}{show(sub, withList)}
}

type shownMenu struct {
	Button    []shownButton `json:"button"`
	MatchRule *shownRule    `json:"matchrule,omitempty"`
	MenuID    int64         `json:"menuid,omitempty"`
}

// shownRule is a matchrule in an answer, with tag_id by its previous name.
type shownRule struct {
	GroupID            json.Number `json:"group_id,omitempty"`
	Sex                string      `json:"sex,omitempty"`
	Country            string      `json:"country,omitempty"`
	Province           string      `json:"province,omitempty"`
	City               string      `json:"city,omitempty"`
	ClientPlatformType json.Number `json:"client_platform_type,omitempty"`
	Language           string      `json:"language,omitempty"`
}

func showRule(r menu.MatchRule) *shownRule {
	return &shownRule{number(r.TagID), r.Sex, r.Country, r.Province, r.City, number(r.ClientPlatformType), r.Language}
}

// number is digits as a JSON number, without leading zeros.
func number(digits string) json.Number {
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "" // in a state file; no call accepts it
	}
	return json.Number(cmp.Or(strings.TrimLeft(digits, "0"), "0"))
}

// accountMenus are the menus of an Official Account.
func (c *call) accountMenus() (world.Menus, bool) {
	return c.tx.Menus(world.Place{Owner: c.account.owner()})
}

type getMenuReply struct {
	Menu            shownMenu   `json:"menu"`
	ConditionalMenu []shownMenu `json:"conditionalmenu,omitempty"`
}

// getMenu shows the menus. The default one has a menuid only if there are conditional
// ones. That the newest of these comes first is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_getmenu
func (c *call) getMenu() (any, error) {
	all, found := c.accountMenus()
	if !found {
		return nil, refuse(46003)
	}
	reply := getMenuReply{Menu: shownMenu{Button: show(all.Default.Read().Button, withEmpty)}}
	for _, m := range slices.Backward(all.Conditional) {
		reply.Menu.MenuID = all.Default.MenuID
		read := m.Read()
		reply.ConditionalMenu = append(reply.ConditionalMenu, shownMenu{show(read.Button, withEmpty), showRule(read.MatchRule), m.MenuID})
	}
	return reply, nil
}

type workMenuReply struct {
	errorReply
	Button []shownButton `json:"button"`
}

// getWorkMenu shows the menu of an application, without an object around it.
//
// https://developer.work.weixin.qq.com/document/path/90232
func (c *call) getWorkMenu() (any, error) {
	at, err := c.menuPlace()
	if err != nil {
		return nil, err
	}
	all, found := c.tx.Menus(at)
	if !found {
		return nil, refuse(46003)
	}
	return workMenuReply{ok(), show(all.Default.Read().Button, withoutEmpty)}, nil
}

type selfMenuReply struct {
	IsMenuOpen   int       `json:"is_menu_open"`
	SelfMenuInfo shownMenu `json:"selfmenu_info"`
}

// selfMenu shows the default menu in the form of a menu that was made on the website.
// The answer if there is none is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo
func (c *call) selfMenu() (any, error) {
	all, found := c.accountMenus()
	if !found {
		return selfMenuReply{0, shownMenu{Button: []shownButton{}}}, nil
	}
	return selfMenuReply{1, shownMenu{Button: show(all.Default.Read().Button, withList)}}, nil
}

// tryMatch shows the menu that a user sees. That 65302 is also the code for a user who
// does not follow the account is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_trymatchmenu
func (c *call) tryMatch() (any, error) {
	var given struct {
		UserID string `json:"user_id"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	u, found := c.tx.User(c.account.owner(), given.UserID)
	if !found || !u.Following {
		return nil, refuse(65302)
	}
	seen, _ := c.tx.MenuFor(world.Place{Owner: c.account.owner()}, &u)
	if seen == nil {
		return nil, refuse(46003)
	}
	return shownMenu{Button: show(seen.Button, withEmpty)}, nil
}
