package menu_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/menu"
)

// problems checks a file and returns its problems as "line path level errcode".
func problems(platform menu.Platform, text string) []string {
	var short []string
	_, found := menu.Check("m", []byte(text), platform)
	for _, p := range found {
		short = append(short, fmt.Sprintf("%d %s %s %d", p.Line, p.Path, p.Level, p.Errcode))
	}
	return short
}

type verdict struct {
	name string
	text string
	want []string
}

func judge(t *testing.T, platform menu.Platform, tests []verdict) {
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := problems(platform, tt.text); !slices.Equal(got, tt.want) {
				_, found := menu.Check("m", []byte(tt.text), platform)
				t.Errorf("got  %q\nwant %q\n%v", got, tt.want, found)
			}
		})
	}
}

const click = "{name: a, type: click, key: "

func TestCounts(t *testing.T) {
	judge(t, menu.MP, []verdict{
		{"nothing", "", []string{"1 button error 40016"}},
		{"empty list", "button: []", []string{"1 button error 40016"}},
		{"three", "button:\n- " + click + "1}\n- " + click + "2}\n- " + click + "3}\n", nil},
		{"four", "button:\n- " + click + "1}\n- " + click + "2}\n- " + click + "3}\n- " + click + "4}\n", []string{"1 button error 40016"}},
		{"six below", "button:\n- name: a\n  sub_button:\n  - " + click + "1}\n  - " + click + "2}\n  - " + click + "3}\n  - " + click + "4}\n  - " + click + "5}\n  - " + click + "6}\n",
			[]string{"3 button[0].sub_button error 40023"}},
		{"three levels", "button:\n- name: a\n  sub_button:\n  - name: b\n    sub_button:\n    - " + click + "1}\n",
			[]string{"5 button[0].sub_button[0].sub_button error 40022"}},
		{"four levels", "button: [{name: a, sub_button: [{name: b, sub_button: [{name: c, sub_button: [{name: d}]}]}]}]",
			[]string{"1 button[0].sub_button[0].sub_button error 40022"}},
		{"empty sub menu", "button:\n- name: a\n  sub_button: []\n", []string{"3 button[0].sub_button error 41007"}},
		{"no value as a sub menu", "button:\n- name: a\n  sub_button:\n", []string{"2 button[0].type error 40017"}},
		{"leaf with an empty sub menu", "button:\n- " + click + "1, sub_button: []}\n", nil},
	})
}

func TestNames(t *testing.T) {
	top := func(name string) string { return "button:\n- type: click\n  key: 1\n  name: " + name + "\n" }
	sub := func(name string) string {
		return "button:\n- name: a\n  sub_button:\n  - type: click\n    key: 1\n    name: " + name + "\n"
	}
	judge(t, menu.MP, []verdict{
		{"none", "button:\n- type: click\n  key: 1\n", []string{"2 button[0].name error 40018"}},
		{"blank", top(`" "`), []string{"4 button[0].name error 40018"}},
		{"15 bytes", top("今日歌曲啊"), nil},
		{"16 bytes", top("今日歌曲啊a"), nil},
		{"17 bytes", top("今日歌曲啊ab"), []string{"4 button[0].name warning 40018"}},
		{"60 bytes", top(strings.Repeat("歌", 20)), []string{"4 button[0].name warning 40018"}},
		{"61 bytes", top(strings.Repeat("歌", 20) + "a"), []string{"4 button[0].name error 40018"}},
		{"none below", "button:\n- name: a\n  sub_button:\n  - type: click\n    key: 1\n", []string{"4 button[0].sub_button[0].name error 40025"}},
		{"60 bytes below", sub(strings.Repeat("歌", 20)), nil},
		{"61 bytes below", sub(strings.Repeat("歌", 20) + "a"), []string{"6 button[0].sub_button[0].name error 40025"}},
	})
	judge(t, menu.Work, []verdict{
		{"16 bytes", top("今日歌曲啊a"), nil},
		{"17 bytes", top("今日歌曲啊ab"), []string{"4 button[0].name error 40018"}},
		{"40 bytes below", sub(strings.Repeat("歌", 13) + "a"), nil},
		{"41 bytes below", sub(strings.Repeat("歌", 13) + "ab"), []string{"6 button[0].sub_button[0].name error 40025"}},
	})
}

// leaf returns a menu with one button that has the given fields, subLeaf a menu with
// that button in a sub menu.
func leaf(members string) string { return "button:\n- {name: a, " + members + "}\n" }
func subLeaf(members string) string {
	return "button:\n- name: a\n  sub_button:\n  - {name: a, " + members + "}\n"
}

func TestTypes(t *testing.T) {
	judge(t, menu.MP, []verdict{
		{"none", leaf("key: 1"), []string{"2 button[0].type error 40017"}},
		{"none below", subLeaf("key: 1"), []string{"4 button[0].sub_button[0].type error 40024"}},
		{"unknown", leaf("type: clik"), []string{"2 button[0].type error 40017"}},
		{"unknown below", subLeaf("type: clik"), []string{"4 button[0].sub_button[0].type error 40024"}},
		{"upper case", leaf("type: VIEW, url: 'https://a.com'"), []string{"2 button[0].type error 65318"}},
		{"of the website", leaf("type: text"), []string{"2 button[0].type error 40017"}},
		{"of WeCom", leaf("type: view_miniprogram"), []string{"2 button[0].type error 40017"}},
		{"parent with a type", "button:\n- name: a\n  type: click\n  key: 1\n  sub_button:\n  - " + click + "2}\n",
			[]string{"3 button[0].type error 40017", "4 button[0].key warning 0"}},
	})
	judge(t, menu.Work, []verdict{
		{"of Official Accounts", leaf("type: miniprogram"), []string{"2 button[0].type error 40017"}},
		{"media_id", leaf("type: media_id, media_id: 1"), []string{"2 button[0].type error 40017"}},
	})
}

func TestMembers(t *testing.T) {
	for _, kind := range []string{"click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select"} {
		for _, platform := range []menu.Platform{menu.MP, menu.Work} {
			judge(t, platform, []verdict{
				{kind, leaf("type: " + kind + ", key: 1"), nil},
				{kind + " without key", leaf("type: " + kind), []string{"2 button[0].key error 40019"}},
				{kind + " without key below", subLeaf("type: " + kind), []string{"4 button[0].sub_button[0].key error 40026"}},
			})
		}
	}
	long := strings.Repeat("k", 128)
	page := "https://a.com/" + strings.Repeat("k", 1010)
	judge(t, menu.MP, []verdict{
		{"key of 128 bytes", leaf("type: click, key: " + long), nil},
		{"key of 129 bytes", leaf("type: click, key: " + long + "k"), []string{"2 button[0].key error 40019"}},
		{"key of 129 bytes below", subLeaf("type: click, key: " + long + "k"), []string{"4 button[0].sub_button[0].key error 40026"}},
		{"view without url", leaf("type: view"), []string{"2 button[0].url error 40020"}},
		{"view without url below", subLeaf("type: view"), []string{"4 button[0].sub_button[0].url error 40027"}},
		{"url of 1024 bytes", leaf("type: view, url: '" + page + "'"), nil},
		{"url of 1025 bytes", leaf("type: view, url: '" + page + "k'"), []string{"2 button[0].url error 40020"}},
		{"url of 1025 bytes below", subLeaf("type: view, url: '" + page + "k'"), []string{"4 button[0].sub_button[0].url error 40027"}},
		{"url without scheme", leaf("type: view, url: www.a.com"), []string{"2 button[0].url error 40055"}},
		{"url without scheme below", subLeaf("type: view, url: www.a.com"), []string{"4 button[0].sub_button[0].url error 40054"}},
		{"other scheme", leaf("type: view, url: 'weixin://a.com'"), []string{"2 button[0].url error 40055"}},
		{"media_id", leaf("type: media_id, media_id: x"), nil},
		{"media_id without one", leaf("type: media_id"), []string{"2 button[0].media_id error 40118"}},
		{"view_limited without one", leaf("type: view_limited"), []string{"2 button[0].media_id error 40118"}},
		{"article_id without one", leaf("type: article_id"), []string{"2 button[0].article_id error 53600"}},
		{"article_view_limited without one", leaf("type: article_view_limited"), []string{"2 button[0].article_id error 53600"}},
		{"miniprogram", leaf("type: miniprogram, appid: wx286b93c14bbf93aa, pagepath: p, url: 'http://a.com'"), nil},
		{"miniprogram without all", leaf("type: miniprogram"),
			[]string{"2 button[0].url error 40020", "2 button[0].appid error 0", "2 button[0].pagepath error 0"}},
		{"odd appid", leaf("type: miniprogram, appid: gh_1, pagepath: p, url: 'http://a.com'"), []string{"2 button[0].appid warning 0"}},
		{"foreign member", leaf("type: click, key: 1, url: 'http://a.com'"), []string{"2 button[0].url warning 0"}},
		{"unknown member", leaf("type: click, key: 1, kye: 2"), []string{"2 button[0].kye error 0"}},
		{"same key", "button:\n- " + click + "1}\n- " + click + "1}\n", []string{"3 button[1].key warning 0"}},
		{"control character", leaf(`type: click, key: "\x01"`), []string{"2 button[0].key error 40033"}},
		{"tab", leaf(`type: click, key: "a\tb"`), []string{"2 button[0].key warning 0"}},
		{"escape as text", leaf(`type: click, key: '\u4f60'`), []string{"2 button[0].key warning 40033"}},
	})
	judge(t, menu.Work, []verdict{
		{"view_miniprogram", leaf("type: view_miniprogram, appid: wx286b93c14bbf93aa, pagepath: p"), nil},
		{"view_miniprogram without all", leaf("type: view_miniprogram"), []string{"2 button[0].appid error 0", "2 button[0].pagepath error 0"}},
		{"view_miniprogram with url", leaf("type: view_miniprogram, appid: wx286b93c14bbf93aa, pagepath: p, url: 'http://a.com'"), []string{"2 button[0].url warning 0"}},
	})
}

func TestConditional(t *testing.T) {
	const base = "button: [{name: a, type: click, key: 1}]\nconditional:\n"
	entry := func(rule string) string {
		return "- matchrule: " + rule + "\n  button: [{name: a, type: click, key: 1}]\n"
	}
	view := func(url string) string {
		return "- matchrule: {tag_id: " + url[len(url)-1:] + "}\n  button: [{name: a, type: view, url: 'http://" + url + "'}]\n"
	}
	judge(t, menu.MP, []verdict{
		{"good", base + entry("{tag_id: 2}") + entry("{client_platform_type: 3}"), nil},
		{"no default", "conditional:\n" + entry("{tag_id: 2}"), []string{"1 conditional error 65303"}},
		{"alone", "matchrule: {tag_id: 2}\nbutton: [{name: a, type: click, key: 1}]\n", []string{"1 matchrule warning 65303"}},
		{"empty rule", base + entry("{}"), []string{"3 conditional[0].matchrule error 65304"}},
		{"no rule", base + "- button: [{name: a, type: click, key: 1}]\n", []string{"3 conditional[0].matchrule error 65304"}},
		{"no buttons", base + "- matchrule: {tag_id: 2}\n", []string{"3 conditional[0].button error 65307"}},
		{"no type", base + "- matchrule: {tag_id: 2}\n  button: [{name: a, key: 1}]\n", []string{"4 conditional[0].button[0].type error 65308"}},
		{"bad URL", base + "- matchrule: {tag_id: 2}\n  button: [{name: a, type: view, url: x}]\n", []string{"4 conditional[0].button[0].url error 65317"}},
		{"sex", base + entry("{sex: 1}"), []string{"3 conditional[0].matchrule.sex error 65320"}},
		{"all that is private", base + entry("{country: 中国, province: 广东, city: 广州, language: zh_CN, tag_id: 2}"), []string{
			"3 conditional[0].matchrule.country error 65320", "3 conditional[0].matchrule.province error 65320",
			"3 conditional[0].matchrule.city error 65320", "3 conditional[0].matchrule.language error 65320"}},
		{"platform type", base + entry("{client_platform_type: 4}"), []string{"3 conditional[0].matchrule.client_platform_type error 0"}},
		{"tag", base + entry("{tag_id: vip}"), []string{"3 conditional[0].matchrule.tag_id error 0"}},
		{"unknown rule", base + entry("{tagid: 2}"), []string{"3 conditional[0].matchrule.tagid error 0", "3 conditional[0].matchrule error 65304"}},
		{"two names of the tag", base + entry("{tag_id: 2, group_id: 3}"), []string{"3 conditional[0].matchrule.group_id error 0"}},
		{"three domains", base + view("a.com/1") + view("b.com/2") + view("A.com/3") + view("c.com/4"), nil},
		{"four domains", base + view("a.com/1") + view("b.com/2") + view("c.com/3") + view("d.com/4"), []string{"10 conditional[3].button[0].url error 65316"}},
		{"never shown", base + entry("{tag_id: 2}") + entry("{tag_id: 2, client_platform_type: 1}"), []string{"5 conditional[1] warning 0"}},
		{"never shown, same rule", base + entry("{tag_id: 2}") + entry("{tag_id: 3}") + entry("{tag_id: 2}"), []string{"7 conditional[2] warning 0"}},
		{"never shown, narrower than two", base + entry("{client_platform_type: 1}") + entry("{tag_id: 2, client_platform_type: 1}"), []string{"5 conditional[1] warning 0"}},
		{"an unknown field", base + "- matchrule: {tag_id: 2}\n  colour: red\n  button: [{name: a, type: click, key: 1}]\n", []string{"4 conditional[0].colour error 0"}},
		{"two lists", base + entry("{tag_id: 2}") + "conditionalmenu: []\n", []string{"5 conditional error 0"}},
		{"order of menuids", `{"menu":{"button":[` + "{name: a, type: click, key: 1}" + `]},"conditionalmenu":[{"button":[{name: a, type: click, key: 1}],"matchrule":{"group_id":2},"menuid":1},{"button":[{name: a, type: click, key: 1}],"matchrule":{"group_id":2},"menuid":2}]}`, nil},
		{"one menu/addconditional", "matchrule: {tag_id: x}\nbutton: []\n", []string{"1 matchrule warning 65303", "1 matchrule.tag_id error 0", "2 button error 65307"}},
		{"shown", base + entry("{tag_id: 2, client_platform_type: 1}") + entry("{tag_id: 2}"), nil},
	})
	judge(t, menu.Work, []verdict{{"WeCom", base + entry("{tag_id: 2}"), []string{"2 conditional error 0"}}})
}

func TestProblemText(t *testing.T) {
	const text = "button:\n- name: 今日歌曲真好听\n  type: VIEW\n- name: b\n  sub_button:\n  - {name: c, type: view}\n  - {name: d, type: clik, kye: 1}\n"
	want := []string{
		`menu.yaml:2: button[0].name: warning: "今日歌曲真好听" has 21 bytes (7 characters), more than the 16 allowed; the phone shows "今日歌曲…" (errcode 40018)`,
		`menu.yaml:3: button[0].type: "VIEW" must be in lower case (errcode 65318); write view`,
		`menu.yaml:6: button[1].sub_button[0].url: is missing, type view needs it (errcode 40027)`,
		`menu.yaml:7: button[1].sub_button[1].kye: is not a known field; did you mean key?`,
		`menu.yaml:7: button[1].sub_button[1].type: "clik" is not a button type (errcode 40024); did you mean click?`,
	}
	_, found := menu.Check("menu.yaml", []byte(text), menu.MP)
	for i, p := range found {
		if i >= len(want) || p.String() != want[i] {
			t.Errorf("%s", p)
		}
	}
	if len(found) != len(want) {
		t.Errorf("%d problems, want %d", len(found), len(want))
	}
}

// TestHints: the hint of a problem with a type is the nearest thing to try.
func TestHints(t *testing.T) {
	for _, tt := range []struct {
		platform   menu.Platform
		text, hint string
	}{
		{menu.MP, leaf("key: k"), "add type: click"},
		{menu.MP, leaf("url: 'https://a.com'"), "add type: view"},
		{menu.MP, leaf("appid: wx"), ""},
		{menu.MP, leaf("type: text"), "use type click and have your server reply"},
		{menu.MP, leaf("type: img"), "use type media_id with permanent material"},
		{menu.MP, leaf("type: view_miniprogram"), "write miniprogram"},
		{menu.Work, leaf("type: miniprogram"), "write view_miniprogram"},
		{menu.Work, leaf("type: media_id"), "use --platform mp if the file is for Official Accounts"},
		{menu.MP, leaf("type: clikc"), "did you mean click?"},
		{menu.Work, leaf("type: zzzzzzzz"), "known: click, view, scancode_push, scancode_waitmsg, pic_sysphoto, pic_photo_or_album, pic_weixin, location_select, view_miniprogram"},
	} {
		_, found := menu.Check("m", []byte(tt.text), tt.platform)
		if len(found) != 1 || found[0].Hint != tt.hint {
			t.Errorf("%s: %v", tt.text, found)
		}
	}
}

// TestAuthorizeURL: the rules are those of the official page, the order one that
// developers report. The platform accepts the menu all the same.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
func TestAuthorizeURL(t *testing.T) {
	const page, right = "https://open.weixin.qq.com/connect/oauth2/authorize?", "appid=wx1&redirect_uri=http%3A%2F%2Fa.com&response_type=code&scope=snsapi_base&state=1"
	view := func(url string) string { return `{"button":[{"type":"view","name":"a","url":"` + url + `"}]}` }
	warning := []string{"1 button[0].url warning 0"}
	judge(t, menu.MP, []verdict{
		{"right", view(page + right + "#wechat_redirect"), nil},
		{"more parameters", view(page + right + "&connect_redirect=1#wechat_redirect"), nil},
		{"no fragment", view(page + right), warning},
		{"another fragment", view(page + right + "#wechat"), warning},
		{"another order", view(page + "redirect_uri=http%3A%2F%2Fa.com&appid=wx1#wechat_redirect"), warning},
		{"both", view(page + "redirect_uri=http%3A%2F%2Fa.com&appid=wx1"), append(warning, warning...)},
		{"another page", view("https://open.weixin.qq.com/connect/qrconnect?state=1"), nil},
		{"another host", view("https://shop.example/connect/oauth2/authorize"), nil},
	})
	judge(t, menu.Work, []verdict{{"WeCom", view(page + right), warning}})
}
