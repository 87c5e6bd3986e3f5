package interop

import "testing"

func TestWechatEnterpriseAPIClient(t *testing.T) {
	const sdk = "wechat-enterprise-api"
	origin := startSandbox(t)
	c := nodeClientAt(t, sdk, origin, demoCorpID, demoSecret)
	wantRefused(t, "no menu", c.try(t, "getMenu").refused(), 46003, workEnd)
	if got := c.do(t, nil, "createMenu", map[string]any{"button": staff}); string(got.Value) != success {
		t.Errorf("%s", got.Value)
	}
	// in its README the answer is in "menu", an old format
	var got shownMenus
	if answer := c.do(t, &got, "getMenu").Value; menuOf(t, got.Button) != menuOf(t, staff) || got.Menu.Button != nil {
		t.Errorf("set %s\ngot %s", menuOf(t, staff), answer)
	}
	for _, r := range refusedMenus {
		wantRefused(t, r.name, c.try(t, "createMenu", map[string]any{"button": r.buttons}).refused(), r.code, workEnd)
	}
	if got := c.do(t, nil, "removeMenu"); string(got.Value) != success {
		t.Errorf("%s", got.Value)
	}
	wantRefused(t, "a removed menu", c.try(t, "getMenu").refused(), 46003, workEnd)

	c.do(t, nil, "saveToken", map[string]string{"accessToken": forged})
	wantRefused(t, "a forged token", c.try(t, "getMenu").refused(), 40014, workEnd)
	wantRefused(t, "a wrong secret", nodeClientAt(t, sdk, origin, demoCorpID, wrongSecret).try(t, "getMenu").refused(), 40001, workEnd)
	wantRefused(t, "a wrong corpid", nodeClientAt(t, sdk, origin, "ww0", demoSecret).try(t, "getMenu").refused(), 40013, workEnd)
}
