package sandbox_test

import (
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

const (
	mpToken   = plainToken
	corpToken = "gettoken?corpid=ww1&corpsecret=s3"

	// The sample of menu/create's page, shortened, and the answer of menu/get's page.
	sample = `{"button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY_MUSIC"},{"name":"菜单","sub_button":[` +
		`{"type":"view","name":"搜索","url":"http://www.soso.com/?a=1&b=2"},{"type":"miniprogram","name":"wxa","url":"http://mp.weixin.qq.com","appid":"wx286b93c14bbf93aa","pagepath":"pages/lunar/index"},` +
		`{"type":"click","name":"赞一下我们","key":"V1001_GOOD"}]}]}`
	sampleButtons = `[{"type":"click","name":"今日歌曲","key":"V1001_TODAY_MUSIC","sub_button":[]},{"name":"菜单","sub_button":[` +
		`{"type":"view","name":"搜索","url":"http://www.soso.com/?a=1&b=2","sub_button":[]},{"type":"miniprogram","name":"wxa","url":"http://mp.weixin.qq.com","appid":"wx286b93c14bbf93aa","pagepath":"pages/lunar/index","sub_button":[]},` +
		`{"type":"click","name":"赞一下我们","key":"V1001_GOOD","sub_button":[]}]}]`
	simple = `{"button":[{"type":"click","name":"a","key":"A"}]}`
	done   = `{"errcode":0,"errmsg":"ok"}`
)

// said makes a call and compares the answer, except for the parts that always differ.
func (w *apiSandbox) said(t *testing.T, path, body, want string) {
	t.Helper()
	if got := changing.ReplaceAllString(w.ask(path, body), "RID"); got != want {
		t.Errorf("%s %.200s\n got %s\nwant %s", path, body, got, want)
	}
}

func mp(code, text string) string { return `{"errcode":` + code + `,"errmsg":"` + text + ` RID"}` }

func TestMenuShapes(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	w.said(t, "menu/get"+token, "", mp("46003", "menu no exist"))
	w.said(t, "get_current_selfmenu_info"+token, "", `{"is_menu_open":0,"selfmenu_info":{"button":[]}}`)
	w.said(t, "menu/create"+token, sample, done)
	w.said(t, "menu/get"+token, "", `{"menu":{"button":`+sampleButtons+`}}`)
	w.said(t, "get_current_selfmenu_info"+token, "", `{"is_menu_open":1,"selfmenu_info":{"button":[`+
		`{"type":"click","name":"今日歌曲","key":"V1001_TODAY_MUSIC"},{"name":"菜单","sub_button":{"list":[`+
		`{"type":"view","name":"搜索","url":"http://www.soso.com/?a=1&b=2"},{"type":"miniprogram","name":"wxa","url":"http://mp.weixin.qq.com","appid":"wx286b93c14bbf93aa","pagepath":"pages/lunar/index"},`+
		`{"type":"click","name":"赞一下我们","key":"V1001_GOOD"}]}}]}}`)
	w.said(t, "menu/addconditional"+token, `{"button":[{"type":"click","name":"a","key":"A"}],"matchrule":{"tag_id":"2","client_platform_type":"2"}}`, `{"menuid":"208379534"}`)
	w.said(t, "menu/addconditional"+token, `{"button":[{"type":"click","name":"b","key":"B","bogus":1}],"matchrule":{"group_id":3}}`, `{"menuid":"208379535"}`)
	w.said(t, "menu/get"+token, "", `{"menu":{"button":`+sampleButtons+`,"menuid":208379533},"conditionalmenu":[`+
		`{"button":[{"type":"click","name":"b","key":"B","sub_button":[]}],"matchrule":{"group_id":3},"menuid":208379535},`+
		`{"button":[{"type":"click","name":"a","key":"A","sub_button":[]}],"matchrule":{"group_id":2,"client_platform_type":2},"menuid":208379534}]}`)
	w.said(t, "menu/delconditional"+token, `{"menuid":"208379533"}`, mp("65301", "this menu is not conditionalmenu"))
	w.said(t, "menu/delconditional"+token, `{"menuid":"208379534"}`, done)
	w.said(t, "menu/delconditional"+token, `{"menuid":208379535}`, done)
	w.said(t, "menu/delconditional"+token, `{"menuid":"208379535"}`, mp("65301", "this menu is not conditionalmenu"))
	w.said(t, "menu/get"+token, "", `{"menu":{"button":`+sampleButtons+`}}`)
	other := "?access_token=" + w.token(t, "token?grant_type=client_credential&appid=wx2&secret=s2", "")
	w.said(t, "menu/get"+other, "", mp("46003", "menu no exist"))
}

// TestMenuDelete: it deletes the conditional menus as well.
func TestMenuDelete(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	w.said(t, "menu/create"+token, simple, done)
	w.said(t, "menu/addconditional"+token, `{"button":[{"type":"click","name":"a","key":"A"}],"matchrule":{"tag_id":"2"}}`, `{"menuid":"208379534"}`)
	w.said(t, "menu/delete"+token, "", done)
	w.said(t, "menu/delete"+token, "", done)
	w.said(t, "menu/get"+token, "", mp("46003", "menu no exist"))
	w.said(t, "menu/create"+token, simple, done)
	w.said(t, "menu/get"+token, "", `{"menu":{"button":[{"type":"click","name":"a","key":"A","sub_button":[]}]}}`)
	w.said(t, "menu/addconditional"+token, `{"button":[{"type":"click","name":"a","key":"A"}],"matchrule":{"tag_id":"2"}}`, `{"menuid":"208379536"}`)
}

func TestWorkMenu(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, corpToken, "")
	const body = `{"button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY_MUSIC"},{"name":"菜单","sub_button":[{"type":"view_miniprogram","name":"wxa","pagepath":"pages/lunar/index","appid":"wx4389ji4kAAA"}]}]}`
	for _, tt := range []struct{ path, body, want string }{
		{"menu/get" + token, "", `{"errcode":41011,"errmsg":"missing agentid` + workTail(41011)},
		{"menu/get" + token + "&agentid=x", "", `{"errcode":40056,"errmsg":"invalid agentid` + workTail(40056)},
		{"menu/delete" + token + "&agentid=-1", "", `{"errcode":40056,"errmsg":"invalid agentid` + workTail(40056)},
		{"menu/create" + token, body, `{"errcode":41011,"errmsg":"missing agentid` + workTail(41011)},
		{"menu/get" + token + "&agentid=1", "", `{"errcode":46003,"errmsg":"menu unexist` + workTail(46003)},
		{"menu/get" + token + "&agentid=1", "{}", `{"errcode":43001,"errmsg":"require GET method` + workTail(43001)},
		{"menu/create" + token + "&agentid=1", "", `{"errcode":43002,"errmsg":"require POST method` + workTail(43002)},
		{"menu/get?agentid=1&access_token=none", "", `{"errcode":40014,"errmsg":"invalid access_token` + workTail(40014)},
		{"menu/create" + token + "&agentid=1", body, done},
		{"menu/get" + token + "&agentid=01", "", `{"errcode":0,"errmsg":"ok","button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY_MUSIC"},{"name":"菜单","sub_button":[{"type":"view_miniprogram","name":"wxa","appid":"wx4389ji4kAAA","pagepath":"pages/lunar/index"}]}]}`},
		{"menu/get" + token + "&agentid=2", "", `{"errcode":46003,"errmsg":"menu unexist` + workTail(46003)},
		{"menu/delete" + token + "&agentid=1", "", done},
		{"menu/get" + token + "&agentid=1", "", `{"errcode":46003,"errmsg":"menu unexist` + workTail(46003)},
		{"menu/create" + token + "&agentid=1", `{"button":[{"type":"miniprogram","name":"a","url":"http://a.com","appid":"wx4389ji4kAAA","pagepath":"p"}]}`, `{"errcode":40017,"errmsg":"invalid button type` + workTail(40017)},
		{"menu/create" + token + "&agentid=1", `{"button":[{"type":"CLICK","name":"a","key":"k"}]}`, `{"errcode":40017,"errmsg":"invalid button type` + workTail(40017)},
		{"menu/create" + token + "&agentid=1", `{"button":[{"name":"a","sub_button":[{"type":"CLICK","name":"a","key":"k"}]}]}`, `{"errcode":40024,"errmsg":"invalid sub button type` + workTail(40024)},
		{"menu/create" + token + "&agentid=1", `{"button":[{"name":"a","sub_button":[]}]}`, `{"errcode":40023,"errmsg":"invalid sub button size` + workTail(40023)},
		{"menu/create" + token + "&agentid=1", `{"button":[{"type":"view_miniprogram","name":"a","appid":"wx4389ji4kAAA"}]}`, `{"errcode":40058,"errmsg":"invalid Request Parameter` + workTail(40058)},
		{"menu/create" + token + "&agentid=1", "{\"button\":\"\xbd\xf1\"}", `{"errcode":40033,"errmsg":"invalid charset` + workTail(40033)},
		{"menu/create" + token + "&agentid=1", `{"button":[{"type":"click","name":"12345678901234567","key":"k"}]}`, `{"errcode":40018,"errmsg":"invalid button name size` + workTail(40018)},
		{"menu/addconditional" + token + "&agentid=1", "{}", mpUnknown},
	} {
		w.said(t, tt.path, tt.body, tt.want)
	}
}

const mpUnknown = `{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r RID"}`

// TestAgentOfTheSecret: a secret opens one application.
func TestAgentOfTheSecret(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, "gettoken?corpid=ww2&corpsecret=s4", "")
	w.said(t, "menu/create"+token+"&agentid=1000002", simple, done)
	w.said(t, "menu/create"+token+"&agentid=1000003", simple, `{"errcode":301002,"errmsg":"not allow operate another agent with this accesstoken.`+workTail(301002))
	if m, id := w.MenuFor(sandbox.Work, "ww2", "1000002", "zhangsan"); m == nil || id != 208379533 || m.Button[0].Key != "A" {
		t.Errorf("%+v, %d", m, id)
	}
	if m, id := w.MenuFor(sandbox.Work, "ww2", "1000003", ""); m != nil || id != 0 {
		t.Errorf("%+v, %d", m, id)
	}
}

func x(n int) string { return strings.Repeat("x", n) }

// TestMenuRefusals: every code of menu/create, and menus at the limits.
func TestMenuRefusals(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	top := func(members string) string { return `{"button":[{` + members + `}]}` }
	sub := func(members string) string { return `{"button":[{"name":"p","sub_button":[{` + members + `}]}]}` }
	four := strings.TrimSuffix(strings.Repeat(`{"type":"click","name":"a","key":"A"},`, 4), ",")
	six := strings.TrimSuffix(strings.Repeat(`{"type":"click","name":"a","key":"A"},`, 6), ",")
	for _, tt := range []struct{ body, want string }{
		{" ", mp("44002", "empty post data")},
		{"x", mp("47001", "data format error")},
		{"[]", mp("47001", "data format error")},
		{`{"button":{}}`, mp("47001", "data format error")},
		{`{"button":[1]}`, mp("47001", "data format error")},
		{top(`"type":"click","name":1,"key":"A"`), mp("47001", "data format error")},
		{top(`"type":"click","name":"\u4eca","key":"A"`), mp("40033", `invalid charset. please check your request, if include \\uxxxx will create fail!`)},
		{top(`"type":"view","name":"a","url":"http://a.com/?b\u0026c"`), mp("40033", `invalid charset. please check your request, if include \\uxxxx will create fail!`)},
		{"\ufeff" + simple, mp("40016", "invalid button size")},
		{`{"menu":` + simple + `}`, mp("40016", "invalid button size")},
		{`{"Button":[{"type":"click","name":"a","key":"A"}]}`, mp("40016", "invalid button size")},
		{"null", mp("40016", "invalid button size")},
		{`{"button":[]}`, mp("40016", "invalid button size")},
		{`{"button":[` + four + `]}`, mp("40016", "invalid button size")},
		{top(`"name":"a"`), mp("40017", "invalid button type")},
		{top(`"type":"clik","name":"a","key":"A"`), mp("40017", "invalid button type")},
		{top(`"type":"view_miniprogram","name":"a","appid":"wx286b93c14bbf93aa","pagepath":"p"`), mp("40017", "invalid button type")},
		{top(`"type":"VIEW","name":"a","url":"http://a.com"`), mp("65318", "must use utf-8 charset")},
		{"{\"button\":[{\"type\":\"click\",\"name\":\"\xbd\xf1\",\"key\":\"A\"}]}", mp("65318", "must use utf-8 charset")},
		{top(`"type":"click","name":"` + x(61) + `","key":"A"`), mp("40018", "invalid button name size")},
		{top(`"type":"click","name":"","key":"A"`), mp("40018", "invalid button name size")},
		{top(`"type":"click","name":"` + strings.Repeat("中", 20) + `","key":"A"`), done},
		{top(`"type":"click","name":"a","key":"` + x(129) + `"`), mp("40019", "invalid button key size")},
		{top(`"type":"click","name":"a","key":"` + x(128) + `"`), done},
		{top(`"type":"click","name":"a"`), mp("40019", "invalid button key size")},
		{top(`"type":"view","name":"a"`), mp("40020", "invalid button url size")},
		{top(`"type":"view","name":"a","url":"http://a.com/` + x(1012) + `"`), mp("40020", "invalid button url size")},
		{top(`"type":"view","name":"a","url":"http://a.com/` + x(1011) + `"`), done},
		{top(`"type":"view","name":"a","url":"ftp://a.com/"`), mp("40055", "invalid button url domain")},
		{sub(`"name":"b","sub_button":[{"type":"click","name":"a","key":"A"}]`), mp("40022", "invalid sub_menu level")},
		{`{"button":[{"name":"p","sub_button":[` + six + `]}]}`, mp("40023", "invalid sub button size")},
		{`{"button":[{"name":"p","sub_button":[]}]}`, mp("41007", "sub_menu data missing")},
		{sub(`"type":"clik","name":"a","key":"A"`), mp("40024", "invalid sub button type")},
		{sub(`"type":"click","name":"` + strings.Repeat("中", 20) + `x","key":"A"`), mp("40025", "invalid sub button name size")},
		{sub(`"type":"click","name":"` + strings.Repeat("中", 20) + `","key":"A"`), done},
		{sub(`"type":"click","name":"a","key":"` + x(129) + `"`), mp("40026", "invalid sub button key size")},
		{sub(`"type":"view","name":"a"`), mp("40027", "invalid sub button url size")},
		{sub(`"type":"view","name":"a","url":"a.com"`), mp("40054", "invalid sub button url domain")},
		{sub(`"type":"media_id","name":"a"`), mp("40118", "invalid sub button media_id size")},
		{sub(`"type":"article_id","name":"a"`), mp("53600", "invalid article id")},
		{top(`"type":"miniprogram","name":"a","url":"http://a.com","appid":"wx286b93c14bbf93aa"`), mp("40119", "invalid use button type")},
		{sub(`"type":"miniprogram","name":"a","url":"http://a.com","pagepath":"p"`), mp("40120", "invalid use sub button type")},
		{top(`"type":"article_view_limited","name":"a","article_id":"ARTICLE_ID2"`), mp("53600", "invalid article id")},
		{top(`"type":"click","name":"a\n","key":"\\u0041"`), done},
	} {
		w.said(t, "menu/create"+token, tt.body, tt.want)
	}
}

// TestMenuChecks: the token is checked before the method, the method before the body.
func TestMenuChecks(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	for _, path := range []string{"menu/create", "menu/addconditional", "menu/delconditional", "menu/trymatch", "callback/check", "openapi/quota/get", "openapi/quota/clear", "clear_quota"} {
		w.said(t, path, "", mp("41001", "access_token missing"))
		w.said(t, path+token, "", mp("43002", "require POST method"))
		w.said(t, path+token, " ", mp("44002", "empty post data"))
		w.said(t, path+token, "{", mp("47001", "data format error"))
		w.said(t, path+token, `{"a":"\u0041"}`, mp("40033", `invalid charset. please check your request, if include \\uxxxx will create fail!`))
	}
	for _, path := range []string{"menu/get", "menu/delete", "get_current_selfmenu_info"} {
		w.said(t, path, "{}", mp("41001", "access_token missing"))
		w.said(t, path+token, "{}", mp("43001", "require GET method"))
	}
}
