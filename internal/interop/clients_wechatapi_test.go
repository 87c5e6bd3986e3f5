package interop

import (
	"strings"
	"testing"
)

// wechatAPI holds the methods in which wechat-api and its successor co-wechat-api differ:
// those of conditional menus.
type wechatAPI struct{ sdk, add, remove, match string }

var wechatAPIs = []wechatAPI{
	{"wechat-api", "createCustomMenu", "removeCustomMenu", "testCustomMenu"},
	{"co-wechat-api", "addConditionalMenu", "delConditionalMenu", "tryConditionalMenu"},
}

func TestWechatAPIClients(t *testing.T) {
	for _, api := range wechatAPIs {
		t.Run(api.sdk, func(t *testing.T) {
			origin := startSandbox(t)
			c := nodeClientAt(t, api.sdk, origin, demoAppID, demoSecret)
			t.Run("codes", func(t *testing.T) { checkWechatAPICodes(t, c) })
			t.Run("menus", func(t *testing.T) { checkWechatAPIMenus(t, c) })
			t.Run("conditional menus", func(t *testing.T) { checkWechatAPIConditional(t, c, api) })
			t.Run("tokens", func(t *testing.T) { checkWechatAPITokens(t, c, api.sdk, origin) })
		})
	}
}

func checkWechatAPICodes(t *testing.T, c nodeClient) {
	for _, scene := range []any{123, "桌子 7"} {
		var temporary, permanent created
		c.do(t, &temporary, "createTmpQRCode", scene, 1800)
		wantTicket(t, "createTmpQRCode", temporary.URL, temporary.ExpireSeconds, 1800, c.do(t, nil, "showQRCode", temporary.Ticket).Picture)
		c.do(t, &permanent, "createLimitQRCode", scene)
		wantTicket(t, "createLimitQRCode", permanent.URL, permanent.ExpireSeconds, 0, c.do(t, nil, "showQRCode", permanent.Ticket).Picture)
	}
	wantRefused(t, "scene 0", c.try(t, "createLimitQRCode", 0).refused(), 40053, officialEnd)
	wantRefused(t, "a long scene", c.try(t, "createTmpQRCode", strings.Repeat("s", 65), 1800).refused(), 40053, officialEnd)
	var ips struct {
		IPList []string `json:"ip_list"`
	}
	if c.do(t, &ips, "getIp"); len(ips.IPList) != 1 || ips.IPList[0] != "127.0.0.1" {
		t.Errorf("%v", ips)
	}
}

func checkWechatAPIMenus(t *testing.T, c nodeClient) {
	wantRefused(t, "no menu", c.try(t, "getMenu").refused(), 46003, officialEnd)
	if got := c.do(t, nil, "createMenu", map[string]any{"button": everyone}); string(got.Value) != success {
		t.Errorf("%s", got.Value)
	}
	var got shownMenus
	answer := c.do(t, &got, "getMenu").Value
	if menuOf(t, got.Menu.Button) != menuOf(t, everyone) || got.ConditionalMenu != nil {
		t.Errorf("set %s\ngot %s", menuOf(t, everyone), answer)
	}
	wantEmptyLists(t, answer)
	var self selfMenu
	if c.do(t, &self, "getMenuConfig"); self.IsMenuOpen != 1 || selfMenuOf(t, self.SelfMenuInfo.Button) != menuOf(t, everyone) {
		t.Errorf("%+v", self)
	}
	wantRefused(t, "what getMenu gave", c.try(t, "createMenu", map[string]any{"menu": got.Menu}).refused(), 40016, officialEnd)
	for _, r := range refusedMenus {
		wantRefused(t, r.name, c.try(t, "createMenu", map[string]any{"button": r.buttons}).refused(), r.code, officialEnd)
	}
	if got := c.do(t, nil, "removeMenu"); string(got.Value) != success {
		t.Errorf("%s", got.Value)
	}
	wantRefused(t, "a removed menu", c.try(t, "getMenu").refused(), 46003, officialEnd)
}

func checkWechatAPIConditional(t *testing.T, c nodeClient, api wechatAPI) {
	special := func(rule map[string]string) map[string]any {
		return map[string]any{"button": androids, "matchrule": rule}
	}
	android := special(map[string]string{"tag_id": "2", "client_platform_type": "2"})
	wantRefused(t, "no default menu", c.try(t, api.add, android).refused(), 65303, officialEnd)
	c.do(t, nil, "createMenu", map[string]any{"button": everyone})
	var made struct{ MenuID string }
	c.do(t, &made, api.add, android)

	var got shownMenus
	c.do(t, &got, "getMenu")
	if len(got.ConditionalMenu) != 1 || got.Menu.MenuID == 0 {
		t.Fatalf("%+v", got)
	}
	one := got.ConditionalMenu[0]
	if string(encoded(t, one.MenuID)) != made.MenuID || one.MatchRule.GroupID != 2 || one.MatchRule.ClientPlatformType != 2 || menuOf(t, one.Button) != menuOf(t, androids) {
		t.Errorf("%s: %+v", made.MenuID, one)
	}
	wantRefused(t, "nobody", c.try(t, api.match, "nobody").refused(), 65302, officialEnd)
	wantRefused(t, "an empty rule", c.try(t, api.add, special(map[string]string{})).refused(), 65304, officialEnd)
	wantRefused(t, "personal data", c.try(t, api.add, special(map[string]string{"city": "广州"})).refused(), 65320, officialEnd)
	wantRefused(t, "no such menuid", c.try(t, api.remove, "1").refused(), 65301, officialEnd)
	if got := c.do(t, nil, api.remove, made.MenuID); string(got.Value) != success {
		t.Errorf("%s", got.Value)
	}
	c.do(t, nil, api.add, android)
	c.do(t, nil, "removeMenu") // also removes conditional menus
	wantRefused(t, "a removed menu", c.try(t, "getMenu").refused(), 46003, officialEnd)
}

// checkWechatAPITokens: if a token is not the latest, co-wechat-api requests another;
// wechat-api tries again with the one that it has.
func checkWechatAPITokens(t *testing.T, c nodeClient, sdk, origin string) {
	if sdk == "wechat-api" { // co-wechat-api has no such method
		if got := c.do(t, nil, "clearQuota", demoAppID); string(got.Value) != success {
			t.Errorf("%s", got.Value)
		}
	}
	kept := map[string]any{"accessToken": forged, "expireTime": int64(1) << 52}
	c.do(t, nil, "saveToken", kept)
	if answer := c.try(t, "getIp"); sdk == "wechat-api" {
		wantRefused(t, "a forged token", answer.refused(), 40001, officialEnd)
	} else if answer.Message != "" {
		t.Errorf("%d %s", answer.Code, answer.Message)
	}
	kept["accessToken"] = "no.token" // a character that is not in tokens
	c.do(t, nil, "saveToken", kept)
	wantRefused(t, "no token", c.try(t, "getIp").refused(), 40014, officialEnd)
	wantRefused(t, "a wrong secret", nodeClientAt(t, sdk, origin, demoAppID, wrongSecret).try(t, "getIp").refused(), 40125, officialEnd)
	wantRefused(t, "a wrong appid", nodeClientAt(t, sdk, origin, "wx0", demoSecret).try(t, "getIp").refused(), 40013, officialEnd)
}
