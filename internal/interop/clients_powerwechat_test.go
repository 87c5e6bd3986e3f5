package interop

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/ArtisanCloud/PowerLibs/v3/cache"
	"github.com/ArtisanCloud/PowerLibs/v3/logger/drivers"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/basicService/qrCode/response"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel"
	kernelresponse "github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/response"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount"
	oamenu "github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount/menu/request"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/work"
	contactway "github.com/ArtisanCloud/PowerWeChat/v3/src/work/externalContact/contactWay/request"
	workmenu "github.com/ArtisanCloud/PowerWeChat/v3/src/work/menu/request"
)

// powerOfficialAt returns the SDK for the demo account at origin.
func powerOfficialAt(t *testing.T, origin, secret string, stable bool) *officialAccount.OfficialAccount {
	t.Helper()
	cache.ACCache = nil // the global cache of the SDK has the token of another sandbox
	app, err := officialAccount.NewOfficialAccount(&officialAccount.UserConfig{
		AppID: demoAppID, Secret: secret, StableTokenMode: stable,
		Http: officialAccount.Http{BaseURI: origin + "/"},
		Log:  officialAccount.Log{Driver: &drivers.DummyLogger{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func powerWorkAt(t *testing.T, origin, secret string) *work.Work {
	t.Helper()
	cache.ACCache = nil
	app, err := work.NewWork(&work.UserConfig{
		CorpID: demoCorpID, AgentID: demoAgent, Secret: secret,
		Http:  work.Http{BaseURI: origin + "/"},
		Log:   work.Log{Driver: &drivers.DummyLogger{}},
		OAuth: work.OAuth{Callback: "https://example.com/", Scopes: []string{"snsapi_base"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func powerRefused(reply kernelresponse.ResponseOfficialAccount) refused {
	return refused{int64(reply.ErrCode), reply.ErrMsg}
}

func powerWorkRefused(reply kernelresponse.ResponseWork) refused {
	return refused{int64(reply.ErrCode), reply.ErrMsg}
}

func TestPowerWeChatClient(t *testing.T) {
	origin := startSandbox(t)
	app := powerOfficialAt(t, origin, demoSecret, false)
	for what, create := range map[string]func() (*response.ResponseQRCodeCreate, error){
		"QR_SCENE": func() (*response.ResponseQRCodeCreate, error) { return app.QRCode.Temporary(t.Context(), 123, 3600) },
		"QR_STR_SCENE": func() (*response.ResponseQRCodeCreate, error) {
			return app.QRCode.Temporary(t.Context(), "桌子", 3600)
		},
		"QR_LIMIT_SCENE":     func() (*response.ResponseQRCodeCreate, error) { return app.QRCode.Forever(t.Context(), 123) },
		"QR_LIMIT_STR_SCENE": func() (*response.ResponseQRCodeCreate, error) { return app.QRCode.Forever(t.Context(), "桌子") },
	} {
		ticket, err := create()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		var expires int64
		if !strings.Contains(what, "LIMIT") {
			expires = 3600
		}
		// the SDK returns an address on the host of the platform
		address, err := url.Parse(app.QRCode.URL(ticket.Ticket))
		if err != nil {
			t.Fatal(err)
		}
		wantTicket(t, what, ticket.Url, ticket.ExpireSeconds, expires, download(t, origin+address.RequestURI()))
	}
	if ips, err := app.Base.GetCallbackIP(t.Context()); err != nil || fmt.Sprint(ips.IPList) != "[127.0.0.1]" {
		t.Errorf("%+v, %v", ips, err)
	}
	if cleared, err := app.Base.ClearQuota(t.Context()); err != nil || cleared.ErrCode != 0 {
		t.Errorf("%+v, %v", cleared, err)
	}
}

// TestPowerWeChatClientFaults: its ticket type has no errcode, so a refusal is an empty
// ticket, and its path for callback/check is wrong.
func TestPowerWeChatClientFaults(t *testing.T) {
	app := powerOfficialAt(t, startSandbox(t), demoSecret, false)
	if ticket, err := app.QRCode.Forever(t.Context(), strings.Repeat("s", 65)); err != nil || *ticket != (response.ResponseQRCodeCreate{}) {
		t.Errorf("%+v, %v", ticket, err)
	}
	reply, err := app.Base.CheckCallbackURL(t.Context(), "all", "DEFAULT")
	if err != nil || reply.ErrCode == 0 || reply.ErrCode == 40201 {
		t.Errorf("%+v, %v", reply, err)
	}
}

func TestPowerWeChatClientTokens(t *testing.T) {
	origin := startSandbox(t)
	for _, stable := range []bool{false, true} {
		app := powerOfficialAt(t, origin, demoSecret, stable)
		if token, err := app.AccessToken.GetToken(t.Context(), false); err != nil || token.AccessToken == "" || token.ExpiresIn != 7200 {
			t.Errorf("%+v, %v", token, err)
		}
		_, err := powerOfficialAt(t, origin, wrongSecret, stable).AccessToken.GetToken(t.Context(), false)
		if err == nil || !strings.Contains(err.Error(), "errcode:40125, errmsg:invalid appsecret") || !officialEnd.MatchString(err.Error()) {
			t.Errorf("%v", err)
		}
	}
	_, err := powerWorkAt(t, origin, wrongSecret).AccessToken.GetToken(t.Context(), false)
	if err == nil || !strings.Contains(err.Error(), "errcode:40001, ") || !workEnd.MatchString(err.Error()) {
		t.Errorf("%v", err)
	}
}

// TestPowerWeChatClientRenewsTokens: after 40001 or 40014 the SDK requests another token
// and repeats the call, as intended by these codes.
func TestPowerWeChatClientRenewsTokens(t *testing.T) {
	origin := startSandbox(t)
	mp, wecom := powerOfficialAt(t, origin, demoSecret, false), powerWorkAt(t, origin, demoSecret)
	for _, token := range []*kernel.AccessToken{mp.AccessToken.AccessToken, wecom.AccessToken.AccessToken} {
		if _, err := token.SetToken(&kernelresponse.ResponseGetToken{AccessToken: forged, ExpiresIn: 7200}); err != nil {
			t.Fatal(err)
		}
	}
	if ips, err := mp.Base.GetCallbackIP(t.Context()); err != nil || len(ips.IPList) != 1 {
		t.Errorf("%+v, %v", ips, err)
	}
	if ips, err := wecom.Base.GetCallbackIP(t.Context()); err != nil || len(ips.IPList) != 1 {
		t.Errorf("%+v, %v", ips, err)
	}
}

func TestPowerWeChatClientMenu(t *testing.T) {
	app := powerOfficialAt(t, startSandbox(t), demoSecret, true)
	var buttons []*oamenu.Button
	convert(t, everyone, &buttons)
	if none, err := app.Menu.Get(t.Context()); err != nil || none.ErrCode != 46003 {
		t.Errorf("%+v, %v", none, err)
	}
	if set, err := app.Menu.Create(t.Context(), buttons); err != nil || set.ErrCode != 0 || set.ErrMsg != "ok" {
		t.Fatalf("%+v, %v", set, err)
	}
	got, err := app.Menu.Get(t.Context())
	if err != nil || got.Menus == nil || menuOf(t, got.Menus.Buttons) != menuOf(t, everyone) {
		t.Fatalf("%+v, %v", got, err)
	}
	self, err := app.Menu.CurrentSelfMenu(t.Context())
	if err != nil || self.IsMenuOpen != 1 || selfMenuOf(t, self.SelfMenuInfo.Buttons) != menuOf(t, everyone) {
		t.Errorf("%+v, %v", self, err)
	}
	checkPowerConditional(t, app)
	if gone, err := app.Menu.Delete(t.Context()); err != nil || gone.ErrCode != 0 {
		t.Errorf("%+v, %v", gone, err)
	}
	if none, err := app.Menu.Get(t.Context()); err != nil || none.ErrCode != 46003 {
		t.Errorf("%+v, %v", none, err)
	}
}

// checkPowerConditional: the SDK also sends the empty members of a rule. Its menuid is a
// string in the answer of addconditional, and a number in menu/get and delconditional.
func checkPowerConditional(t *testing.T, app *officialAccount.OfficialAccount) {
	t.Helper()
	var special []*oamenu.Button
	convert(t, androids, &special)
	made, err := app.Menu.CreateConditional(t.Context(), special, &oamenu.RequestMatchRule{TagID: "2", ClientPlatformType: "2"})
	if err != nil || made.ErrCode != 0 {
		t.Fatalf("%+v, %v", made, err)
	}
	id, err := strconv.Atoi(made.MenuID)
	if err != nil {
		t.Fatal(err)
	}
	got, err := app.Menu.Get(t.Context())
	if err != nil || len(got.ConditionalMenus) != 1 || got.Menus.MenuID == 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	if one := got.ConditionalMenus[0]; one.MenuID != id || one.MatchRule.GroupID != 2 || one.MatchRule.ClientPlatformType != 2 || menuOf(t, one.Buttons) != menuOf(t, androids) {
		t.Errorf("%+v %+v", one, one.MatchRule)
	}
	empty, err := app.Menu.CreateConditional(t.Context(), special, &oamenu.RequestMatchRule{})
	if err != nil {
		t.Fatal(err)
	}
	wantRefused(t, "a rule without a condition", powerRefused(empty.ResponseOfficialAccount), 65304, officialEnd)
	for code, menuID := range map[int]int{65301: 1, 0: id} {
		if gone, err := app.Menu.DeleteConditional(t.Context(), menuID); err != nil || gone.ErrCode != code {
			t.Errorf("%d: %+v, %v", menuID, gone, err)
		}
	}
}

func TestPowerWeChatClientMenuIsRefused(t *testing.T) {
	app := powerOfficialAt(t, startSandbox(t), demoSecret, false)
	for _, r := range refusedMenus {
		var buttons []*oamenu.Button
		convert(t, r.buttons, &buttons)
		reply, err := app.Menu.Create(t.Context(), buttons)
		if err != nil {
			t.Fatal(err)
		}
		wantRefused(t, r.name, powerRefused(reply.ResponseOfficialAccount), r.code, officialEnd)
	}
}

func TestPowerWeChatClientWorkMenu(t *testing.T) {
	app := powerWorkAt(t, startSandbox(t), demoSecret)
	menu := &workmenu.RequestMenuSet{}
	convert(t, staff, &menu.Button)
	if set, err := app.Menu.Create(t.Context(), menu); err != nil || set.ErrCode != 0 || set.ErrMsg != "ok" {
		t.Fatalf("%+v, %v", set, err)
	}
	if got, err := app.Menu.Get(t.Context()); err != nil || menuOf(t, got.Button) != menuOf(t, staff) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, r := range refusedMenus {
		refusedMenu := &workmenu.RequestMenuSet{}
		convert(t, r.buttons, &refusedMenu.Button)
		reply, err := app.Menu.Create(t.Context(), refusedMenu)
		if err != nil {
			t.Fatal(err)
		}
		wantRefused(t, r.name, powerWorkRefused(reply.ResponseWork), r.code, workEnd)
	}
	if gone, err := app.Menu.Delete(t.Context(), demoAgent); err != nil || gone.ErrCode != 0 {
		t.Errorf("%+v, %v", gone, err)
	}
	if none, err := app.Menu.Get(t.Context()); err != nil || none.ErrCode != 46003 {
		t.Errorf("%+v, %v", none, err)
	}
}

func TestPowerWeChatClientContactWay(t *testing.T) {
	ways := powerWorkAt(t, startSandbox(t), demoSecret).ExternalContactContactWay
	made, err := ways.Add(t.Context(), &contactway.RequestAddContactWay{Type: 2, Scene: 2, Remark: "渠道客户", SkipVerify: true, State: "teststate", User: []string{"zhangsan", "lisi"}})
	if err != nil || made.ErrCode != 0 || made.ConfigID == "" {
		t.Fatalf("%+v, %v", made, err)
	}
	if got := readPicture(t, download(t, made.QRCode)); !strings.HasPrefix(got, "https://work.weixin.qq.com/") {
		t.Errorf("the picture says %q", got)
	}
	reply, err := ways.Add(t.Context(), &contactway.RequestAddContactWay{Type: 1, Scene: 3, User: []string{"zhangsan"}})
	if err != nil {
		t.Fatal(err)
	}
	wantRefused(t, "scene 3", powerWorkRefused(reply.ResponseWork), 41040, workEnd)
}
