package sandbox_test

import (
	"errors"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// TestAccountWithoutServer: users can follow an account without a callback URL and scan
// its codes, and nothing is pushed. An act that only pushes is an error.
func TestAccountWithoutServer(t *testing.T) {
	w := newPushing(t)
	w.setMenu("wx0", "", defaultMenu)
	var c code
	w.call("wx0", "qrcode/create", `{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":123}}}`, &c)
	const mute = "wx0 has no callback URL, so nothing is pushed"
	for _, tt := range []struct {
		user, action, value string
		follows             bool
		note, phone         string
	}{
		{"anna", "follow", "", true, mute, ""},
		{"anna", "follow", "", true, "anna follows already, so nothing is pushed; unfollow comes first", ""},
		{"anna", "click", "图片", true, "the platform shows 更多/图片 by itself, so nothing is pushed", "[素材] ID"},
		{"anna", "click", "菜单/搜索", true, mute, "[网页] http://www.soso.com/?a=1&b=2"},
		{"anna", "unfollow", "", false, mute, ""},
		{"ben", "scan", c.Ticket, true, mute, ""},
	} {
		out := w.do(sandbox.Act{AppID: "wx0", User: tt.user, Action: tt.action, Value: tt.value})
		if !out.OK || len(out.Pushes) > 0 || out.User.Following != tt.follows || out.Note != tt.note || anID.ReplaceAllString(strings.Join(out.Phone, "|"), "ID") != tt.phone {
			t.Errorf("%s %s: %+v", tt.user, tt.action, out)
		}
	}
	if users := w.Users(); len(users) != 2 || users[0].Following || !users[1].Following {
		t.Errorf("%+v", users)
	}
	for _, act := range []sandbox.Act{
		{User: "anna", Action: "text", Value: "hi"},
		{User: "anna", Action: "click", Value: "今日歌曲"},
		{User: "ben", Action: "scan", Value: c.Ticket}, // follows already: SCAN is all there is
		{User: "carl", Action: "push", Value: "subscribe"},
	} {
		act.AppID = "wx0"
		_, err := w.Do(t.Context(), act)
		refused, ok := errors.AsType[*sandbox.ActError](err)
		if !ok || refused.Problem != "account: no callback URL is configured for wx0" {
			t.Errorf("%+v: %v", act, err)
		}
	}
	_, err := w.Do(t.Context(), sandbox.Act{AppID: "wx0", User: "anna", Action: "follow", Set: map[string]string{"EventKye": "1"}})
	if refused, ok := errors.AsType[*sandbox.ActError](err); !ok || !strings.HasPrefix(refused.Problem, `set: path "EventKye"`) {
		t.Errorf("a wrong path: %v", err)
	}
	if len(w.Users()) != 2 || len(w.pushes()) > 0 {
		t.Errorf("%+v", w.Users())
	}
}
