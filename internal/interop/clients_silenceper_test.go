package interop

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/credential"
	"github.com/silenceper/wechat/v2/officialaccount/basic"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/menu"
	"github.com/silenceper/wechat/v2/util"
	"github.com/silenceper/wechat/v2/work"
	workconfig "github.com/silenceper/wechat/v2/work/config"
	"github.com/silenceper/wechat/v2/work/externalcontact"
)

// silenceperAt lets the SDK, whose host is a constant, send its requests to origin.
func silenceperAt(t *testing.T, origin string) {
	t.Helper()
	known := strings.NewReplacer("https://api.weixin.qq.com", origin, "https://mp.weixin.qq.com", origin, "https://qyapi.weixin.qq.com", origin)
	util.SetURIModifier(func(uri string) string { return known.Replace(uri) })
	t.Cleanup(func() { util.SetURIModifier(nil) })
}

// silenceper returns the SDK with a token from /cgi-bin/token or, if stable, from
// /cgi-bin/stable_token.
func silenceper(t *testing.T, secret string, stable bool) *context.Context {
	ctx := &context.Context{Config: &config.Config{AppID: demoAppID, AppSecret: secret}}
	if stable {
		ctx.AccessTokenHandle = credential.NewStableAccessToken(demoAppID, secret, t.Name(), cache.NewMemory())
	} else {
		ctx.AccessTokenHandle = credential.NewDefaultAccessToken(demoAppID, secret, t.Name(), cache.NewMemory())
	}
	return ctx
}

func silenceperRefused(t *testing.T, err error) refused {
	t.Helper()
	var apiErr *util.CommonError
	if !errors.As(err, &apiErr) {
		t.Fatalf("%v", err)
	}
	return refused{apiErr.ErrCode, apiErr.ErrMsg}
}

func TestSilenceperClient(t *testing.T) {
	silenceperAt(t, startSandbox(t))
	sdk := basic.NewBasic(silenceper(t, demoSecret, true))
	for action, request := range map[string]*basic.Request{
		"QR_SCENE":           basic.NewTmpQrRequest(time.Hour, 123),
		"QR_STR_SCENE":       basic.NewTmpQrRequest(time.Hour, "table-7"),
		"QR_LIMIT_SCENE":     basic.NewLimitQrRequest(123),
		"QR_LIMIT_STR_SCENE": basic.NewLimitQrRequest("table-7"),
	} {
		ticket, err := sdk.GetQRTicket(request)
		if err != nil {
			t.Fatalf("%s: %v", action, err)
		}
		// ShowQRCode of the SDK does not encode the ticket, so a + is lost
		picture, err := util.HTTPGet("https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" + url.QueryEscape(ticket.Ticket))
		if err != nil {
			t.Fatal(err)
		}
		wantTicket(t, action, ticket.URL, ticket.ExpireSeconds, request.ExpireSeconds, picture)
	}
	if ips, err := sdk.GetCallbackIP(); err != nil || len(ips) != 1 || ips[0] != "127.0.0.1" {
		t.Errorf("%v, %v", ips, err)
	}
	if ips, err := sdk.GetAPIDomainIP(); err != nil || len(ips) != 1 {
		t.Errorf("%v, %v", ips, err)
	}
	if err := sdk.ClearQuota(); err != nil {
		t.Error(err)
	}
}

func TestSilenceperClientTokens(t *testing.T) {
	silenceperAt(t, startSandbox(t))
	for _, stable := range []bool{false, true} {
		ctx := silenceper(t, demoSecret, stable)
		if token, err := ctx.GetAccessToken(); err != nil || token == "" {
			t.Fatal(err)
		}
		if _, err := basic.NewBasic(ctx).GetCallbackIP(); err != nil {
			t.Errorf("its token is not taken: %v", err)
		}
		_, err := silenceper(t, wrongSecret, stable).GetAccessToken()
		if err == nil || !strings.Contains(err.Error(), "errcode=40125") || !officialEnd.MatchString(err.Error()) {
			t.Errorf("%v", err)
		}
	}
}

// given is a fixed token for the SDK.
type given string

func (g given) GetAccessToken() (string, error) { return string(g), nil }

func TestSilenceperClientIsRefused(t *testing.T) {
	silenceperAt(t, startSandbox(t))
	ctx := &context.Context{Config: &config.Config{AppID: demoAppID}, AccessTokenHandle: given(forged)}
	wantRefused(t, "a forged token", silenceperRefused(t, menu.NewMenu(ctx).DeleteMenu()), 40001, officialEnd)
}

func TestSilenceperClientMenu(t *testing.T) {
	silenceperAt(t, startSandbox(t))
	sdk := menu.NewMenu(silenceper(t, demoSecret, true))
	var buttons, special []*menu.Button
	convert(t, everyone, &buttons)
	convert(t, androids, &special)

	wantRefused(t, "no default menu", silenceperRefused(t, sdk.AddConditional(special, &menu.MatchRule{ClientPlatformType: "2"})), 65303, officialEnd)
	if _, err := sdk.GetMenu(); err == nil || !strings.Contains(err.Error(), "errcode=46003") {
		t.Errorf("no menu: %v", err)
	}
	if err := sdk.SetMenu(buttons); err != nil {
		t.Fatal(err)
	}
	got, err := sdk.GetMenu()
	if err != nil || menuOf(t, got.Menu.Button) != menuOf(t, everyone) {
		t.Errorf("%v\nset %s\ngot %s", err, menuOf(t, everyone), menuOf(t, got.Menu.Button))
	}
	self, err := sdk.GetCurrentSelfMenuInfo()
	if err != nil || self.IsMenuOpen != 1 || selfMenuOf(t, self.SelfMenuInfo.Button) != menuOf(t, withoutMini(everyone)) {
		t.Errorf("%v\nset %s\ngot %s", err, menuOf(t, everyone), selfMenuOf(t, self.SelfMenuInfo.Button))
	}
	checkSilenceperConditional(t, sdk, special)
	if err := sdk.DeleteMenu(); err != nil {
		t.Error(err)
	}
	if _, err := sdk.GetMenu(); err == nil || !strings.Contains(err.Error(), "errcode=46003") {
		t.Errorf("a deleted menu: %v", err)
	}
}

// withoutMini removes the fields that the SDK's SelfMenuButton does not have.
func withoutMini(buttons []button) []button {
	var less []button
	for _, b := range buttons {
		b.AppID, b.PagePath, b.Sub = "", "", withoutMini(b.Sub)
		less = append(less, b)
	}
	return less
}

// checkSilenceperConditional: AddConditional ignores the menuid, and the strings in the
// SDK's MatchRule cannot decode the numbers of menu/get. So the menuid and the menu are
// read without a rule.
func checkSilenceperConditional(t *testing.T, sdk *menu.Menu, special []*menu.Button) {
	t.Helper()
	if err := sdk.AddConditional(special, &menu.MatchRule{ClientPlatformType: "2"}); err != nil {
		t.Fatal(err)
	}
	got, err := sdk.GetMenu()
	if err == nil || !strings.Contains(err.Error(), "cannot unmarshal number") {
		t.Errorf("the SDK reads a rule: %v", err)
	}
	if len(got.Conditionalmenu) != 1 || menuOf(t, got.Conditionalmenu[0].Button) != menuOf(t, androids) || got.Menu.MenuID == 0 {
		t.Fatalf("%+v", got)
	}
	if _, err := sdk.MenuTryMatch("nobody"); err == nil || !strings.Contains(err.Error(), "errcode=65302") {
		t.Errorf("no such user: %v", err)
	}
	wantRefused(t, "an empty rule", silenceperRefused(t, sdk.AddConditional(special, &menu.MatchRule{})), 65304, officialEnd)
	wantRefused(t, "personal data", silenceperRefused(t, sdk.AddConditional(special, &menu.MatchRule{Sex: "1"})), 65320, officialEnd)
	wantRefused(t, "no such menuid", silenceperRefused(t, sdk.DeleteConditional(1)), 65301, officialEnd)
	if err := sdk.DeleteConditional(got.Conditionalmenu[0].MenuID); err != nil {
		t.Error(err)
	}
	if left, err := sdk.GetMenu(); err != nil || len(left.Conditionalmenu) != 0 {
		t.Errorf("%+v, %v", left.Conditionalmenu, err)
	}
}

func TestSilenceperClientMenuIsRefused(t *testing.T) {
	silenceperAt(t, startSandbox(t))
	sdk := menu.NewMenu(silenceper(t, demoSecret, true))
	for _, r := range refusedMenus {
		var buttons []*menu.Button
		convert(t, r.buttons, &buttons)
		wantRefused(t, r.name, silenceperRefused(t, sdk.SetMenu(buttons)), r.code, officialEnd)
	}
	wantRefused(t, "what menu/get answers", silenceperRefused(t, sdk.SetMenuByJSON(`{"menu":`+string(encoded(t, map[string]any{"button": everyone}))+`}`)), 40016, officialEnd)
	wantRefused(t, "an escape", silenceperRefused(t, sdk.SetMenuByJSON(`{"button":[{"type":"click","name":"\u6b4c","key":"k"}]}`)), 40033, officialEnd)
}

func TestSilenceperClientWork(t *testing.T) {
	silenceperAt(t, startSandbox(t))
	at := func(secret string) *work.Work {
		return work.NewWork(&workconfig.Config{CorpID: demoCorpID, CorpSecret: secret, AgentID: "1000002", Cache: cache.NewMemory()})
	}
	made, err := at(demoSecret).GetExternalContact().AddContactWay(&externalcontact.AddContactWayRequest{Type: 1, Scene: 2, User: []string{"zhangsan"}})
	if err != nil || made.ConfigID == "" {
		t.Fatalf("%+v, %v", made, err)
	}
	if got := readPicture(t, download(t, made.QrCode)); !strings.HasPrefix(got, "https://work.weixin.qq.com/") {
		t.Errorf("the picture says %q", got)
	}
	_, err = at(demoSecret).GetExternalContact().AddContactWay(&externalcontact.AddContactWayRequest{Type: 1, Scene: 3, User: []string{"zhangsan"}})
	wantRefused(t, "scene 3", silenceperRefused(t, err), 41040, workEnd)
	_, err = at(wrongSecret).GetContext().GetAccessToken()
	if err == nil || !strings.Contains(err.Error(), "errcode=40001") || !workEnd.MatchString(err.Error()) {
		t.Errorf("%v", err)
	}
}
