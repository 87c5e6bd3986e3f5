package sandbox_test

import (
	"fmt"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// people is a state with users of wx1.
const people = `{"maker":"wxtool sandbox","version":1,"state":{"Users":{
	"mp wx1 an":{"Platform":"mp","AppID":"wx1","Name":"an","OpenID":"oAn","Following":true,"Tags":["3","2"],"Client":"1"},
	"mp wx1 bo":{"Platform":"mp","AppID":"wx1","Name":"bo","OpenID":"oBo","Following":true,"Tags":["2","3"],"Client":"2"},
	"mp wx1 ce":{"Platform":"mp","AppID":"wx1","Name":"ce","OpenID":"oCe","Following":true,"Client":"3"},
	"mp wx1 di":{"Platform":"mp","AppID":"wx1","Name":"di","OpenID":"oDi","Following":false,"Client":"3"}}}}`

func conditional(key, rule string) string {
	return `{"button":[{"type":"click","name":"a","key":"` + key + `"}],"matchrule":{` + rule + `}}`
}

func shownWith(key string) string {
	return `{"button":[{"type":"click","name":"a","key":"` + key + `","sub_button":[]}]}`
}

// TestMatching: a user sees the newest menu that matches, and the last tag counts.
func TestMatching(t *testing.T) {
	w := newAPISandbox()
	if err := w.World().Load(strings.NewReader(people)); err != nil {
		t.Fatal(err)
	}
	token := "?access_token=" + w.token(t, mpToken, "")
	sees := func(user, key string) {
		t.Helper()
		w.said(t, "menu/trymatch"+token, `{"user_id":"`+user+`"}`, shownWith(key))
		if m, _ := w.MenuFor(sandbox.MP, "wx1", "", user); m == nil || m.Button[0].Key != key {
			t.Errorf("%s sees %+v", user, m)
		}
	}
	w.said(t, "menu/create"+token, simple, done)
	sees("an", "A")
	w.said(t, "menu/addconditional"+token, conditional("two", `"tag_id":"2"`), `{"menuid":"208379534"}`)
	sees("oAn", "two")
	sees("an", "two")
	sees("bo", "A") // 2 is not the last tag
	sees("ce", "A")
	w.said(t, "menu/addconditional"+token, conditional("two on Android", `"tag_id":2,"client_platform_type":2`), `{"menuid":"208379535"}`)
	sees("an", "two")
	w.said(t, "menu/addconditional"+token, conditional("iOS", `"client_platform_type":"1"`), `{"menuid":"208379536"}`)
	sees("an", "iOS")
	w.said(t, "menu/addconditional"+token, conditional("three", `"tag_id":"3"`), `{"menuid":"208379537"}`)
	sees("an", "iOS")
	sees("bo", "three")
	w.said(t, "menu/delconditional"+token, `{"menuid":"208379536"}`, done)
	sees("an", "two")
	w.said(t, "menu/create"+token, strings.Replace(simple, `"A"`, `"Z"`, 1), done) // conditional menus stay
	sees("an", "two")
	sees("ce", "Z")
	for _, user := range []string{"di", "oDi", "nobody", ""} {
		w.said(t, "menu/trymatch"+token, `{"user_id":"`+user+`"}`, mp("65302", "no such user"))
		if m, id := w.MenuFor(sandbox.MP, "wx1", "", user); m == nil || m.Button[0].Key != "Z" || id != 208379538 {
			t.Errorf("%s sees %+v, %d", user, m, id)
		}
	}
	w.said(t, "menu/delete"+token, "", done)
	w.said(t, "menu/trymatch"+token, `{"user_id":"an"}`, mp("46003", "menu no exist"))
}

// TestOldRules: a menu with personal data in its rule is refused; one in the state is
// shown by menu/get and matches no user.
func TestOldRules(t *testing.T) {
	w := newAPISandbox()
	old := strings.TrimSuffix(people, "}}") + `,"Menus":{"mp wx1 ":{"Default":{"MenuID":5,"Body":` + simple + `},"Conditional":[{"MenuID":6,"Body":` +
		conditional("C", `"sex":"1","country":"中国","client_platform_type":"1"`) + `}]}}}}`
	if err := w.World().Load(strings.NewReader(old)); err != nil {
		t.Fatal(err)
	}
	token := "?access_token=" + w.token(t, mpToken, "")
	w.said(t, "menu/trymatch"+token, `{"user_id":"an"}`, shownWith("A"))
	w.said(t, "menu/get"+token, "", `{"menu":{"button":[{"type":"click","name":"a","key":"A","sub_button":[]}],"menuid":5},"conditionalmenu":[`+
		`{"button":[{"type":"click","name":"a","key":"C","sub_button":[]}],"matchrule":{"sex":"1","country":"中国","client_platform_type":1},"menuid":6}]}`)
}

func TestConditionalRefusals(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	const path = "menu/addconditional"
	w.said(t, path+token, conditional("A", `"tag_id":"2"`), mp("65303", "there is no selfmenu, please create selfmenu first"))
	w.said(t, "menu/delconditional"+token, `{"menuid":"1"}`, mp("65301", "this menu is not conditionalmenu"))
	w.said(t, "menu/create"+token, simple, done)
	for _, tt := range []struct{ body, want string }{
		{simple, mp("65304", "match rule empty")},
		{conditional("A", ""), mp("65304", "match rule empty")},
		{`{"button":[],"matchrule":{"tag_id":"2"}}`, mp("65307", "conditional menu is empty")},
		{`{"matchrule":{"tag_id":"2"}}`, mp("65307", "conditional menu is empty")},
		{`{"button":[{"name":"a"}],"matchrule":{"tag_id":"2"}}`, mp("65308", "exist empty button act")},
		{`{"button":[{"name":"a","type":"view","url":"a.com"}],"matchrule":{"tag_id":"2"}}`, mp("65317", "contain invalid url")},
		{conditional("A", `"tag_id":"2","sex":"1"`), mp("65320", "privacy rule is not supported")},
		{conditional("A", `"sex":1`), mp("65320", "privacy rule is not supported")},
		{conditional("A", `"country":"中国"`), mp("65320", "privacy rule is not supported")},
		{conditional("A", `"province":"广东"`), mp("65320", "privacy rule is not supported")},
		{conditional("A", `"city":"广州"`), mp("65320", "privacy rule is not supported")},
		{conditional("A", `"language":"zh_CN"`), mp("65320", "privacy rule is not supported")},
		{conditional("A", `"tag_id":"two"`), mp("40035", "invalid parameter")},
		{conditional("A", `"client_platform_type":"4"`), mp("40035", "invalid parameter")},
		{conditional("A", `"tag_id":[]`), mp("47001", "data format error")},
		{`{"button":[{"type":"click","name":"a","key":"A"}],"matchrule":1}`, mp("47001", "data format error")},
	} {
		w.said(t, path+token, tt.body, tt.want)
	}
	w.said(t, path+token, conditional("A", `"tag_id":"2"`), `{"menuid":"208379534"}`) // refused menus take no number
}

// TestDomains: all conditional menus together may link to three domains.
func TestDomains(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	add := func(url string) string {
		return changing.ReplaceAllString(w.ask("menu/addconditional"+token, `{"button":[{"type":"view","name":"a","url":"`+url+`"}],"matchrule":{"tag_id":"2"}}`), "RID")
	}
	w.said(t, "menu/create"+token, `{"button":[{"type":"view","name":"a","url":"http://default.com"}]}`, done)
	for i := range 3 {
		if got, want := add(fmt.Sprintf("http://d%d.com", i)), fmt.Sprintf(`{"menuid":"%d"}`, 208379534+i); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := add("http://d3.com"); got != mp("65316", "domain count reach limit") {
		t.Error(got)
	}
	if got := add("https://d2.com/page"); got != `{"menuid":"208379537"}` {
		t.Error(got)
	}
	w.said(t, "menu/delconditional"+token, `{"menuid":"208379534"}`, done)
	if got := add("http://d3.com"); got != `{"menuid":"208379538"}` {
		t.Error(got)
	}
	if got := add("http://d3.com"); got != mp("65305", "menu count limit") {
		t.Error(got)
	}
}
