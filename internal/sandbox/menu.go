package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"wxtool/internal/menu"
	"wxtool/internal/sandbox/world"
)

// menuFamily has the endpoints of menus. The text of 65320 is our own.
func menuFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/menu/create", MP, post, false, 1000, (*call).createMenu},
			{"/cgi-bin/menu/get", MP, get, false, 10000, (*call).getMenu},
			{"/cgi-bin/menu/delete", MP, get, false, 1000, (*call).deleteMenu},
			{"/cgi-bin/menu/addconditional", MP, post, false, 2000, (*call).addConditional},
			{"/cgi-bin/menu/delconditional", MP, post, false, 2000, (*call).deleteConditional},
			{"/cgi-bin/menu/trymatch", MP, post, false, 20000, (*call).tryMatch},
			{"/cgi-bin/get_current_selfmenu_info", MP, get, false, 0, (*call).selfMenu},
			{"/cgi-bin/menu/create", Work, post, false, 0, (*call).createMenu},
			{"/cgi-bin/menu/get", Work, get, false, 0, (*call).getWorkMenu},
			{"/cgi-bin/menu/delete", Work, get, false, 0, (*call).deleteMenu},
		},
		mp: map[int]string{
			40015: "invalid menu type",
			40016: "invalid button size",
			40017: "invalid button type",
			40018: "invalid button name size", // *
			40019: "invalid button key size",
			40020: "invalid button url size",
			40022: "invalid sub_menu level",
			40023: "invalid sub button size",
			40024: "invalid sub button type",
			40025: "invalid sub button name size",
			40026: "invalid sub button key size",
			40027: "invalid sub button url size", // *
			40054: "invalid sub button url domain",
			40055: "invalid button url domain",
			40118: "invalid sub button media_id size",
			40119: "invalid use button type",
			40120: "invalid use sub button type",
			41007: "sub_menu data missing",
			46003: "menu no exist", // *
			65301: "this menu is not conditionalmenu",
			65302: "no such user",
			65303: "there is no selfmenu, please create selfmenu first",
			65304: "match rule empty",
			65305: "menu count limit",
			65307: "conditional menu is empty",
			65308: "exist empty button act",
			65316: "domain count reach limit",
			65317: "contain invalid url",
			65318: "must use utf-8 charset", // *
			65320: "privacy rule is not supported",
		},
		work: map[int]string{
			40016:  "invalid button size",
			40017:  "invalid button type",
			40018:  "invalid button name size",
			40019:  "invalid button key size",
			40020:  "invalid button url size",
			40022:  "invalid sub_menu level",
			40023:  "invalid sub button size",
			40024:  "invalid sub button type",
			40025:  "invalid sub button name size",
			40026:  "invalid sub button key size",
			40027:  "invalid sub button url size",
			40054:  "invalid sub button url domain",
			40055:  "invalid button url domain",
			40056:  "invalid agentid",
			41011:  "missing agentid",
			46003:  "menu unexist",
			301002: "not allow operate another agent with this accesstoken.", // *
		},
	}
}

// menuPlace is the place of the menus that a call is about. On WeCom an application of
// another secret is 301002. That 40056 is the code for an agentid that is not a number
// is a guess.
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

// menuBody reads the body of menu/create or menu/addconditional. A byte order mark is
// 40016, a body that is not UTF-8 is 65318. On WeCom 40016 and 40033 are a guess; so is
// 47001 for a member of the wrong type on both.
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

// judge refuses a menu for its first error. Which of several errors the platform
// reports is not known.
func (c *call) judge(problems []menu.Problem) error {
	for _, p := range problems {
		if p.Level == menu.Error {
			return refuse(menuCode(c.account.Platform, p))
		}
	}
	return nil
}

// menuCode is the errcode of a problem. For a problem without one, or with one that
// WeCom does not have, the nearest code is a guess.
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
