package sandbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

const defaultMenu = `{"button":[
{"name":"今日歌曲","type":"click","key":"V1001_TODAY_MUSIC"},
{"name":"菜单","sub_button":[
 {"name":"搜索","type":"view","url":"http://www.soso.com/?a=1&b=2"},
 {"name":"wxa","type":"miniprogram","url":"http://mp.weixin.qq.com","appid":"wx286b93c14bbf93aa","pagepath":"pages/lunar/index"},
 {"name":"扫码带提示","type":"scancode_waitmsg","key":"rselfmenu_0_0"},
 {"name":"扫码推事件","type":"scancode_push","key":"rselfmenu_0_1"},
 {"name":"系统拍照","type":"pic_sysphoto","key":"rselfmenu_1_0"}]},
{"name":"更多","sub_button":[
 {"name":"拍照或相册","type":"pic_photo_or_album","key":"rselfmenu_1_1"},
 {"name":"微信相册","type":"pic_weixin","key":"rselfmenu_1_2"},
 {"name":"发送位置","type":"location_select","key":"rselfmenu_2_0"},
 {"name":"图片","type":"media_id","media_id":"MEDIA_ID1"},
 {"name":"文章","type":"article_id","article_id":"ARTICLE_ID1"}]}]}`

// workMenu is the menu of a WeCom application, which has no media and articles.
const workMenu = `{"button":[
{"name":"今日歌曲","type":"click","key":"V1001_TODAY_MUSIC"},
{"name":"菜单","sub_button":[
 {"name":"搜索","type":"view","url":"http://www.soso.com/?a=1&b=2"},
 {"name":"wxa","type":"view_miniprogram","appid":"wx286b93c14bbf93aa","pagepath":"pages/lunar/index"},
 {"name":"扫码推事件","type":"scancode_push","key":"rselfmenu_0_1"},
 {"name":"系统拍照","type":"pic_sysphoto","key":"rselfmenu_1_0"},
 {"name":"发送位置","type":"location_select","key":"rselfmenu_2_0"}]}]}`

// TestClick: what each type of menu item pushes.
func TestClick(t *testing.T) {
	w := newPushing(t)
	w.setMenu("wx1", "", defaultMenu)
	image, none := wants{"MsgType": "image"}, []wants(nil)
	for _, tt := range []struct {
		item, phone string
		want        []wants
	}{
		{"今日歌曲", "", []wants{{"MsgType": "event", "Event": "CLICK", "EventKey": "V1001_TODAY_MUSIC"}}},
		{"button[0]", "", []wants{{"Event": "CLICK"}}},
		{"菜单/搜索", "[网页] http://www.soso.com/?a=1&b=2", []wants{{"Event": "VIEW", "EventKey": "http://www.soso.com/?a=1&b=2", "MenuId": "208379533"}}},
		{"搜索", "[网页] http://www.soso.com/?a=1&b=2", []wants{{"Event": "VIEW"}}},
		{"button[1].sub_button[1]", "[小程序] pages/lunar/index", []wants{{"Event": "view_miniprogram", "EventKey": "pages/lunar/index", "MenuId": "208379533"}}},
		{"菜单/扫码带提示", "", []wants{{"Event": "scancode_waitmsg", "EventKey": "rselfmenu_0_0"}}},
		{"菜单/扫码推事件", "", []wants{{"Event": "scancode_push", "EventKey": "rselfmenu_0_1"}}},
		{"系统拍照", "", []wants{{"Event": "pic_sysphoto", "EventKey": "rselfmenu_1_0", "SendPicsInfo/Count": "1"}, image}},
		{"拍照或相册", "", []wants{{"Event": "pic_photo_or_album", "EventKey": "rselfmenu_1_1"}, image}},
		{"微信相册", "", []wants{{"Event": "pic_weixin", "EventKey": "rselfmenu_1_2"}, image}},
		{"发送位置", "", []wants{
			{"Event": "location_select", "EventKey": "rselfmenu_2_0", "SendLocationInfo/Location_X": "23.5"},
			{"MsgType": "location", "Location_X": "23.5"},
		}},
		{"图片", "[素材] ID", none},
		{"文章", "[图文] ID", none},
		{"菜单", "[菜单] 菜单", none},
	} {
		act := sandbox.Act{AppID: "wx1", User: "anna", Action: "click", Value: tt.item}
		if tt.item == "发送位置" {
			act.Set = map[string]string{"SendLocationInfo/Location_X": "23.5"}
		}
		out := w.do(act)
		w.check(tt.item, w.pushes(), tt.want)
		if phone := anID.ReplaceAllString(strings.Join(out.Phone, "|"), "ID"); phone != tt.phone || (tt.want == nil) != strings.Contains(out.Note, "nothing is pushed") {
			t.Errorf("%s: the phone shows %q, want %q; note %q", tt.item, phone, tt.phone, out.Note)
		}
	}
}

// TestConditionalMenu: of the menus that match, the one published last is clicked; of
// several tags the last one counts.
func TestConditionalMenu(t *testing.T) {
	w := newPushing(t)
	button := func(key, rule string) string {
		return `{"button":[{"name":"x","type":"click","key":"` + key + `"}]` + rule + `}`
	}
	w.setMenu("wx1", "", button("all", ""))
	w.setMenu("wx1", "", button("old", `,"matchrule":{"tag_id":"2"}`))
	w.setMenu("wx1", "", button("two", `,"matchrule":{"tag_id":"2"}`))
	w.setMenu("wx1", "", button("three", `,"matchrule":{"tag_id":3}`))
	w.setMenu("wx1", "", button("ios", `,"matchrule":{"tag_id":"3","client_platform_type":"1"}`))
	for _, tt := range []struct {
		tags   []string
		client string
		want   string
	}{
		{nil, "", "all"}, {[]string{"2"}, "", "two"}, {[]string{"2", "3"}, "", "three"},
		{[]string{"3", "2"}, "", "two"}, {[]string{"9"}, "", "all"}, {[]string{"3"}, "1", "ios"}, {[]string{}, "", "all"},
	} {
		w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "click", Value: "x", Tags: tt.tags, Client: tt.client})
		w.check(strings.Join(tt.tags, ","), w.pushes(), []wants{{"EventKey": tt.want}})
	}
}

// TestWorkClick: the menu of an application, and the names of WeCom's events.
func TestWorkClick(t *testing.T) {
	w := newPushing(t)
	w.setMenu("ww1", "1000007", workMenu)
	w.setMenu("ww1", "8", `{"button":[{"name":"x","type":"click","key":"K8"}]}`)
	for item, want := range map[string][]wants{
		"今日歌曲":  {{"Event": "click", "EventKey": "V1001_TODAY_MUSIC", "AgentID": "1000007"}},
		"搜索":    {{"Event": "view", "EventKey": "http://www.soso.com/?a=1&b=2", "MenuId": absent}},
		"wxa":   {{"Event": "view_miniprogram", "EventKey": "pages/lunar/index"}},
		"扫码推事件": {{"Event": "scancode_push", "EventKey": "rselfmenu_0_1"}},
		"系统拍照":  {{"Event": "pic_sysphoto", "EventKey": "rselfmenu_1_0"}, {"MsgType": "image", "AgentID": "1000007"}},
		"发送位置":  {{"Event": "location_select", "EventKey": "rselfmenu_2_0"}, {"MsgType": "location"}},
	} {
		w.do(sandbox.Act{AppID: "ww1", User: "zhangsan", Action: "click", Value: item})
		w.check(item, w.pushes(), want)
	}
	w.do(sandbox.Act{AppID: "ww1", AgentID: "8", User: "zhangsan", Action: "click", Value: "x"})
	w.check("x", w.pushes(), []wants{{"EventKey": "K8", "AgentID": "8"}})
}

// TestRefusedActs: a refused act changes nothing, and its error has a hint.
func TestRefusedActs(t *testing.T) {
	w := newPushing(t)
	w.setMenu("wx2", "", `{"button":[{"name":"a","sub_button":[{"name":"x/y","type":"click","key":"1"},{"name":"x","type":"click","key":"2"},{"name":"x","type":"click","key":"3"}]}]}`)
	for _, tt := range []struct {
		act           sandbox.Act
		problem, hint string
	}{
		{sandbox.Act{User: "a", Action: "text", Value: "x"}, "app_id: is missing, and the sandbox has 3 accounts of mp", "it is one of wx1, wx2, wx0"},
		{sandbox.Act{AppID: "wx9", User: "a", Action: "text"}, `app_id "wx9": the sandbox has no such account`, "did you mean"},
		{sandbox.Act{Platform: "mini", User: "a", Action: "text"}, `platform: is "mini", it must be mp or work`, ""},
		{sandbox.Act{AppID: "wx1", Action: "follow"}, "user: is missing", "any name will do"},
		{sandbox.Act{AppID: "wx1", User: "a\n", Action: "follow"}, "user: contains the control character U+000A", ""},
		{sandbox.Act{AppID: "wx1", User: "a\xff", Action: "follow"}, "user: is not UTF-8", ""},
		{sandbox.Act{AppID: "wx1", User: strings.Repeat("a", 65), Action: "follow"}, "user: has 65 bytes, at most 64 are allowed", ""},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "folow"}, `action "folow": no user of mp can do that`, "did you mean follow"},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "follow", Value: "x"}, `follow: takes no value, and got "x"`, ""},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "text"}, "text: WORDS is missing", "text WORDS: sends a text"},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "text", Value: "\x02"}, `text: path "Content": the value contains U+0002, which is not allowed in XML`, ""},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "follow", Client: "iOS"}, `client: is "iOS", it must be 1 (iOS), 2 (Android) or 3 (other)`, ""},
		{sandbox.Act{AppID: "ww1", AgentID: "a", User: "a", Action: "enter"}, `agent_id: is "a", it must be a number`, ""},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "location", Value: "91,0"}, `location: "91" is not a latitude`, "LAT,LNG"},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "location", Value: "0,NaN"}, `location: "NaN" is not a longitude`, "23.134,113.358"},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "report", Value: "here"}, `report: "here" is not a latitude`, ""},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "follow", Set: map[string]string{"EventKye": "1"}}, `set: path "EventKye": there is no such element`, "did you mean Event, EventKey?"},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "push", Value: "subscrib"}, `fixture "subscrib": there is no such fixture`, "did you mean"},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "push", Value: "reply-text"}, "push: mp/reply-text is a reply, which a server sends and the platform does not", ""},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "push", Value: "work/text"}, "push: work/text does not come from a user of wx1, which is an account of mp", "wxtool send-fixture work/text"},
		{sandbox.Act{AppID: "wx1", User: "a", Action: "click", Value: "x"}, "click: wx1 shows a no menu", "wxtool menu push"},
		{sandbox.Act{AppID: "ww1", User: "a", Action: "click", Value: "x"}, `click: ww1 shows a no menu in the application "1000007"`, "agent_id"},
		{sandbox.Act{AppID: "wx2", User: "a", Action: "click", Value: "x"}, `click: 2 menu items are called "x"`, "button[0].sub_button[1], button[0].sub_button[2]"},
		{sandbox.Act{AppID: "wx2", User: "a", Action: "click", Value: "b"}, `click: the menu has no item "b"`, "it has a, a/x/y, a/x, a/x"},
		{sandbox.Act{AppID: "wx0", User: "a", Action: "text", Value: "x"}, "account: no callback URL is configured for wx0", "start wxtool sandbox with --to"},
	} {
		_, err := w.Do(context.Background(), tt.act)
		var refused *sandbox.ActError
		if !errors.As(err, &refused) || refused.Problem != tt.problem || !strings.Contains(refused.Hint, tt.hint) {
			t.Errorf("%+v:\n got %#v\nwant %s (%s)", tt.act, err, tt.problem, tt.hint)
		}
	}
	w.do(sandbox.Act{AppID: "wx2", User: "b", Action: "click", Value: "a/x/y"})
	w.check("a slash in a name", w.pushes(), []wants{{"EventKey": "1"}})
	if users := w.Users(); len(users) != 1 {
		t.Errorf("a refused act made users: %+v", users)
	}
}
