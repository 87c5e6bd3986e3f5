package wxapi_test

import (
	"errors"
	"testing"

	"wxtool/internal/menu"
	"wxtool/internal/sandbox"
	"wxtool/internal/wxapi"
)

const (
	defaultMenu = `{"button":[{"name":"今日歌曲","type":"click","key":"V1001"},{"name":"菜单","sub_button":[{"name":"搜索","type":"view","url":"https://www.soso.com/?a=1&b=<2>"}]}]}`
	changedMenu = `{"button":[{"name":"今日歌曲","type":"click","key":"V1002"}]}`
	vipMenu     = `{"button":[{"name":"会员","type":"click","key":"VIP"}],"matchrule":{"tag_id":"2"}}`
)

// sameMenus compares an answer with the menu that was set, both in the form of the menu
// file.
func sameMenus(t *testing.T, answer []byte, want string, platform menu.Platform) {
	t.Helper()
	got, problems := menu.Parse("answer", answer, platform)
	wanted, _ := menu.Parse("want", []byte(want), platform)
	if got == nil || len(problems) > 0 || !menu.Equal(got, wanted) {
		t.Errorf("%v\n got %s\nwant %s", problems, answer, want)
	}
}

func TestMenuOfBothPlatforms(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	for _, who := range []struct{ platform, id string }{{wxapi.MP, "wx1"}, {wxapi.Work, "ww1"}} {
		c := p.client(who.platform, who.id)
		if who.platform == wxapi.Work {
			c.Account.AgentID = "1000002"
		}
		if _, err := c.MenuGet(t.Context()); !errors.Is(err, wxapi.ErrNoMenu) {
			t.Errorf("%s: %v", who.platform, err)
		}
		for _, body := range []string{defaultMenu, changedMenu} {
			if err := c.MenuCreate(t.Context(), []byte(body)); err != nil {
				t.Fatal(err)
			}
			answer, err := c.MenuGet(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			sameMenus(t, answer, body, menu.Platform(who.platform))
		}
		if err := c.MenuDelete(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := c.MenuGet(t.Context()); !errors.Is(err, wxapi.ErrNoMenu) {
			t.Errorf("%s: %v", who.platform, err)
		}
	}
}

func TestMenuOfEachApplication(t *testing.T) {
	c := newPlatform(t, sandbox.Limits{}).client(wxapi.Work, "ww1")
	c.Account.AgentID = "1000002"
	if err := c.MenuCreate(t.Context(), []byte(changedMenu)); err != nil {
		t.Fatal(err)
	}
	c.Account.AgentID = "1000003"
	if _, err := c.MenuGet(t.Context()); !errors.Is(err, wxapi.ErrNoMenu) {
		t.Errorf("%v", err)
	}
	c.Account.AgentID = ""
	wantCode(t, second(c.MenuGet(t.Context())), 41011)
}

func TestConditionalMenus(t *testing.T) {
	c := newPlatform(t, sandbox.Limits{}).client(wxapi.MP, "wx1")
	_, err := c.MenuAddConditional(t.Context(), []byte(vipMenu))
	wantCode(t, err, 65303)
	if err := c.MenuCreate(t.Context(), []byte(defaultMenu)); err != nil {
		t.Fatal(err)
	}
	id, err := c.MenuAddConditional(t.Context(), []byte(vipMenu))
	if err != nil || id == "" {
		t.Fatalf("%q, %v", id, err)
	}
	answer, err := c.MenuGet(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sameMenus(t, answer, defaultMenu[:len(defaultMenu)-1]+`,"conditional":[`+vipMenu+`]}`, menu.MP)
	answer, err = c.SelfMenu(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sameMenus(t, answer, defaultMenu, menu.MP)
	wantCode(t, second(c.MenuTryMatch(t.Context(), "nobody")), 65302)
	wantCode(t, c.MenuDelConditional(t.Context(), "1"), 65301)
	if err := c.MenuDelConditional(t.Context(), id); err != nil {
		t.Error(err)
	}
	var limit *wxapi.LimitError
	if _, err := c.MenuTryMatch(t.Context(), ""); !errors.As(err, &limit) {
		t.Errorf("%v", err)
	}
}

func second(_ []byte, err error) error { return err }

func wantCode(t *testing.T, err error, code int) {
	t.Helper()
	if refusal, ok := errors.AsType[*wxapi.Error](err); !ok || refusal.Code != code {
		t.Errorf("got %v, want %d", err, code)
	}
}
