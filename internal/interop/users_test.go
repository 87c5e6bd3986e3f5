package interop

import (
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/credential"
	"github.com/silenceper/wechat/v2/officialaccount/basic"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/menu"
)

// outcome is the output of sandbox do.
type outcome struct {
	User   struct{ OpenID string }
	Phone  []string
	Code   string
	Pushes []struct{ Mode string }
	OK     bool
}

// actor runs actions of virtual users in a sandbox.
type actor struct {
	t          *testing.T
	origin, id string
}

func (a actor) do(words ...string) outcome {
	a.t.Helper()
	args := append([]string{"sandbox", "do", "--json", "--user", "lily", "--app-id", a.id, "--api-base", a.origin, "--"}, words...)
	return line[outcome](a.t, must(a.t, nil, args...))
}

// TestUserBetweenClientAndServer: the SDK as a client creates codes and menus, a virtual
// user scans and clicks, and the SDK as a server receives the pushes in safe mode, with
// the values that the client has set.
func TestUserBetweenClientAndServer(t *testing.T) {
	in := &inbox{}
	to := silenceperServer(t, official, in, false)
	origin := startSandbox(t, append(official.flags(), "--app-secret", demoSecret, "--mode", "safe", "--to", to)...)
	silenceperAt(t, origin)
	ctx := &context.Context{Config: &config.Config{AppID: official.id, AppSecret: demoSecret}}
	ctx.AccessTokenHandle = credential.NewStableAccessToken(official.id, demoSecret, t.Name(), cache.NewMemory())
	lily := actor{t, origin, official.id}

	t.Run("scan", func(t *testing.T) {
		ticket, err := basic.NewBasic(ctx).GetQRTicket(basic.NewTmpQrRequest(time.Hour, "table-7"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []fields{{"Event": "subscribe", "EventKey": "qrscene_table-7"}, {"Event": "SCAN", "EventKey": "table-7"}} {
			want["Ticket"] = ticket.Ticket
			out := lily.do("scan", ticket.Ticket)
			wantPush(t, in, out, want)
		}
	})
	t.Run("text", func(t *testing.T) {
		out := lily.do("text", `你好 <b>&]]> @lily`)
		wantPush(t, in, out, fields{"MsgType": "text", "Content": `你好 <b>&]]> @lily`})
		if len(out.Phone) != 1 || out.Phone[0] != answered+`你好 <b>&]]> @lily` {
			t.Errorf("the phone shows %q", out.Phone)
		}
	})
	t.Run("click", func(t *testing.T) { checkClicks(t, menu.NewMenu(ctx), lily, in) })
	if _, err := basic.NewBasic(ctx).GetCallbackIP(); err != nil {
		t.Error(err)
	}
}

// checkClicks: a user with the tag of a conditional menu gets that menu, and trymatch
// returns it.
func checkClicks(t *testing.T, sdk *menu.Menu, lily actor, in *inbox) {
	everyone := []*menu.Button{menu.NewClickButton("歌曲", "SONG"), menu.NewViewButton("搜索", "https://example.com/?a=1&b=2")}
	if err := sdk.SetMenu(everyone); err != nil {
		t.Fatal(err)
	}
	if err := sdk.AddConditional([]*menu.Button{menu.NewClickButton("会员", "VIP")}, &menu.MatchRule{GroupID: "0", ClientPlatformType: "2"}); err == nil {
		t.Log("the SDK's group_id of 0 is taken")
	}
	if err := sdk.AddConditionalByJSON(`{"button":[{"type":"click","name":"会员","key":"VIP"}],"matchrule":{"tag_id":"2"}}`); err != nil {
		t.Fatal(err)
	}
	wantPush(t, in, lily.do("click", "歌曲"), fields{"Event": "CLICK", "EventKey": "SONG"})
	wantPush(t, in, lily.do("click", "搜索"), fields{"Event": "VIEW", "EventKey": "https://example.com/?a=1&b=2"})
	openID := lily.do("tag", "2").User.OpenID
	wantPush(t, in, lily.do("click", "会员"), fields{"Event": "CLICK", "EventKey": "VIP"})
	for _, user := range []string{openID, "lily"} {
		buttons, err := sdk.MenuTryMatch(user)
		if err != nil || len(buttons) != 1 || buttons[0].Key != "VIP" {
			t.Errorf("%s: %+v, %v", user, buttons, err)
		}
	}
}

// wantPush compares the one push that the server parsed.
func wantPush(t *testing.T, in *inbox, out outcome, want fields) {
	t.Helper()
	if !out.OK || len(out.Pushes) != 1 || out.Pushes[0].Mode != "safe" {
		t.Errorf("%+v", out)
	}
	got := in.take(t, 1)[0]
	if got["FromUserName"] != out.User.OpenID || !strings.HasPrefix(got["ToUserName"], "gh_") {
		t.Errorf("from %q to %q", got["FromUserName"], got["ToUserName"])
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
}
