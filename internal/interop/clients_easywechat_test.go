package interop

import (
	"encoding/json"
	"strings"
	"testing"
)

// bodyOf returns the argument of node-easywechat's post for JSON.
func bodyOf(value any) map[string]any { return map[string]any{"json": value} }

type refusedAnswer struct {
	Errcode int64
	Errmsg  string
}

// errorIn returns the errcode of an answer. This SDK returns answers unchanged.
func errorIn(t *testing.T, c nodeClient, method string, args ...any) refused {
	t.Helper()
	var answer refusedAnswer
	c.do(t, &answer, method, args...)
	return refused{answer.Errcode, answer.Errmsg}
}

func TestEasyWeChatClient(t *testing.T) {
	origin := startSandbox(t)
	c := nodeClientAt(t, "node-easywechat", origin, demoAppID, demoSecret)
	for action, request := range map[string]map[string]any{
		"QR_SCENE":           {"expire_seconds": 604800, "action_info": map[string]any{"scene": map[string]any{"scene_id": 123}}},
		"QR_STR_SCENE":       {"expire_seconds": 604800, "action_info": map[string]any{"scene": map[string]any{"scene_str": "桌子"}}},
		"QR_LIMIT_SCENE":     {"action_info": map[string]any{"scene": map[string]any{"scene_id": 123}}},
		"QR_LIMIT_STR_SCENE": {"action_info": map[string]any{"scene": map[string]any{"scene_str": "桌子"}}},
	} {
		request["action_name"] = action
		var ticket created
		c.do(t, &ticket, "post", "cgi-bin/qrcode/create", bodyOf(request))
		var expires int64
		if !strings.Contains(action, "LIMIT") {
			expires = 604800
		}
		wantTicket(t, action, ticket.URL, ticket.ExpireSeconds, expires, c.do(t, nil, "showQRCode", ticket.Ticket).Picture)
	}
	wantRefused(t, "no scene", errorIn(t, c, "post", "cgi-bin/qrcode/create", bodyOf(map[string]any{"action_name": "QR_SCENE"})), 40053, officialEnd)
	wantRefused(t, "no action", errorIn(t, c, "post", "cgi-bin/qrcode/create", bodyOf(map[string]any{"action_name": "QR_CODE"})), 40052, officialEnd)
}

func TestEasyWeChatClientTokens(t *testing.T) {
	origin := startSandbox(t)
	for _, a := range []struct {
		sdk, id, get           string
		forged, wrong, unknown int64 // the codes
	}{
		{"node-easywechat", demoAppID, "cgi-bin/getcallbackip", 40001, 40125, 40013},
		{"node-easywechat stable", demoAppID, "cgi-bin/getcallbackip", 40001, 40125, 40013},
		{"node-easywechat work", demoCorpID, "cgi-bin/menu/get?agentid=1000002", 40014, 40001, 40013},
	} {
		c := nodeClientAt(t, a.sdk, origin, a.id, demoSecret)
		var token string
		if c.do(t, &token, "token"); token == "" {
			t.Errorf("%s: no token", a.sdk)
		}
		var ips struct {
			IPList []string `json:"ip_list"`
		}
		if c.do(t, &ips, "get", "/cgi-bin/getcallbackip"); len(ips.IPList) != 1 {
			t.Errorf("%s: %v", a.sdk, ips)
		}
		c.do(t, nil, "forge", forged)
		if got := errorIn(t, c, "get", a.get); got.Code != a.forged || got.Msg == "" {
			t.Errorf("%s: %+v", a.sdk, got)
		}
		wantNoToken(t, nodeClientAt(t, a.sdk, origin, a.id, wrongSecret), a.wrong)
		wantNoToken(t, nodeClientAt(t, a.sdk, origin, "wx0", demoSecret), a.unknown)
	}
}

// wantNoToken checks the error for a refused token request, which quotes the answer.
func wantNoToken(t *testing.T, c nodeClient, code int64) {
	t.Helper()
	got := c.try(t, "token")
	_, answer, quoted := strings.Cut(got.Message, "access_token: ")
	var read refusedAnswer
	if !quoted || json.Unmarshal([]byte(answer), &read) != nil || read.Errcode != code || read.Errmsg == "" {
		t.Errorf("%q instead of %d", got.Message, code)
	}
}

func TestEasyWeChatClientMenu(t *testing.T) {
	c := nodeClientAt(t, "node-easywechat stable", startSandbox(t), demoAppID, demoSecret)
	wantRefused(t, "no menu", errorIn(t, c, "get", "cgi-bin/menu/get"), 46003, officialEnd)
	for _, r := range refusedMenus {
		wantRefused(t, r.name, errorIn(t, c, "post", "cgi-bin/menu/create", bodyOf(map[string]any{"button": r.buttons})), r.code, officialEnd)
	}
	if got := c.do(t, nil, "post", "cgi-bin/menu/create", bodyOf(map[string]any{"button": everyone})); string(got.Value) != success {
		t.Errorf("%s", got.Value)
	}
	var made struct{ MenuID string }
	c.do(t, &made, "post", "cgi-bin/menu/addconditional", bodyOf(map[string]any{"button": androids, "matchrule": map[string]string{"client_platform_type": "2"}}))
	var got shownMenus
	answer := c.do(t, &got, "get", "cgi-bin/menu/get").Value
	if menuOf(t, got.Menu.Button) != menuOf(t, everyone) || len(got.ConditionalMenu) != 1 || string(encoded(t, got.ConditionalMenu[0].MenuID)) != made.MenuID {
		t.Errorf("%s", answer)
	}
	wantEmptyLists(t, answer)
	var self selfMenu
	if c.do(t, &self, "get", "cgi-bin/get_current_selfmenu_info"); selfMenuOf(t, self.SelfMenuInfo.Button) != menuOf(t, everyone) {
		t.Errorf("%+v", self)
	}
	for _, call := range [][]any{{"post", "cgi-bin/menu/delconditional", bodyOf(map[string]string{"menuid": made.MenuID})}, {"get", "cgi-bin/menu/delete"}} {
		if got := c.do(t, nil, call[0].(string), call[1:]...); string(got.Value) != success {
			t.Errorf("%v: %s", call, got.Value)
		}
	}
	wantRefused(t, "a deleted menu", errorIn(t, c, "get", "cgi-bin/menu/get"), 46003, officialEnd)
}

// TestEasyWeChatClientQuota uses the generic methods, because no SDK has others for
// quotas.
func TestEasyWeChatClientQuota(t *testing.T) {
	c := nodeClientAt(t, "node-easywechat", startSandbox(t), demoAppID, demoSecret)
	type counts struct {
		Limit  int `json:"daily_limit"`
		Used   int `json:"used"`
		Remain int `json:"remain"`
	}
	quota := func() counts {
		var answer struct{ Quota counts }
		c.do(t, &answer, "post", "cgi-bin/openapi/quota/get", bodyOf(map[string]string{"cgi_path": "/cgi-bin/menu/create"}))
		return answer.Quota
	}
	for range 3 {
		c.do(t, nil, "post", "cgi-bin/menu/create", bodyOf(map[string]any{"button": everyone}))
	}
	if got := quota(); got != (counts{1000, 3, 997}) {
		t.Errorf("%+v", got)
	}
	c.do(t, nil, "post", "cgi-bin/clear_quota", bodyOf(map[string]string{"appid": demoAppID}))
	if got := quota(); got != (counts{1000, 0, 1000}) {
		t.Errorf("%+v", got)
	}
	for path, code := range map[string]int64{"cgi-bin/menu/create": 76003, "/cgi-bin/no/such": 76021} {
		wantRefused(t, path, errorIn(t, c, "post", "cgi-bin/openapi/quota/get", bodyOf(map[string]string{"cgi_path": path})), code, officialEnd)
	}
}

// TestEasyWeChatClientCallbackCheck: the callback URL of the demo account is a built-in
// server; another account has none.
func TestEasyWeChatClientCallbackCheck(t *testing.T) {
	check := func(action string) map[string]any {
		return bodyOf(map[string]string{"action": action, "check_operator": "DEFAULT"})
	}
	c := nodeClientAt(t, "node-easywechat", startSandbox(t), demoAppID, demoSecret)
	wantRefused(t, "look", errorIn(t, c, "post", "cgi-bin/callback/check", check("look")), 40202, officialEnd)
	var answer struct {
		DNS  []struct{ IP string }
		Ping []struct {
			IP   string
			Loss string `json:"package_loss"`
		}
	}
	c.do(t, &answer, "post", "cgi-bin/callback/check", check("all"))
	if len(answer.DNS) != 1 || answer.DNS[0].IP != "127.0.0.1" || len(answer.Ping) != 1 || answer.Ping[0].Loss != "0%" {
		t.Errorf("%+v", answer)
	}
	bare := nodeClientAt(t, "node-easywechat", startSandbox(t, "--app-id", official.id, "--app-secret", demoSecret), official.id, demoSecret)
	wantRefused(t, "no callback URL", errorIn(t, bare, "post", "cgi-bin/callback/check", check("all")), 40201, officialEnd)
}

func TestEasyWeChatClientWork(t *testing.T) {
	c := nodeClientAt(t, "node-easywechat work", startSandbox(t), demoCorpID, demoSecret)
	var way struct {
		QRCode string `json:"qr_code"`
	}
	c.do(t, &way, "post", "cgi-bin/externalcontact/add_contact_way", bodyOf(map[string]any{"type": 1, "scene": 2, "user": []string{"zhangsan"}}))
	if got := readPicture(t, download(t, way.QRCode)); !strings.HasPrefix(got, "https://work.weixin.qq.com/") {
		t.Errorf("the picture says %q", got)
	}
	agent := map[string]any{"params": map[string]any{"agentid": demoAgent}}
	set := func(buttons []button) map[string]any {
		return map[string]any{"params": agent["params"], "json": map[string]any{"button": buttons}}
	}
	if got := c.do(t, nil, "post", "cgi-bin/menu/create", set(staff)); string(got.Value) != success {
		t.Errorf("%s", got.Value)
	}
	var got shownMenus
	if answer := c.do(t, &got, "get", "cgi-bin/menu/get", agent).Value; menuOf(t, got.Button) != menuOf(t, staff) {
		t.Errorf("%s", answer)
	}
	wantRefused(t, "no agentid", errorIn(t, c, "get", "cgi-bin/menu/get"), 41011, workEnd)
	for _, r := range refusedMenus {
		wantRefused(t, r.name, errorIn(t, c, "post", "cgi-bin/menu/create", set(r.buttons)), r.code, workEnd)
	}
	if got := c.do(t, nil, "get", "cgi-bin/menu/delete", agent); string(got.Value) != success {
		t.Errorf("%s", got.Value)
	}
}
