package menu_test

import (
	"strings"
	"testing"

	"wxtool/internal/menu"
)

// want is the menu in all files of TestForms.
const want = `{"button":[{"name":"今日歌曲","type":"click","key":"V1001"},{"name":"菜单","sub_button":[{"name":"搜索","type":"view","url":"http://a.com/?a=1&b=2"}]}]}`

func TestForms(t *testing.T) {
	tests := []struct{ name, text string }{
		{"YAML", "button:\n- name: 今日歌曲\n  type: click\n  key: V1001\n- name: 菜单\n  sub_button:\n  - name: 搜索\n    type: view\n    url: http://a.com/?a=1&b=2\n"},
		{"JSON of menu/create", want},
		{"byte order mark", "\ufeff" + want},
		{"byte order mark and tabs", "\ufeff{\n\t\"button\":" + want[len(`{"button":`):]},
		{"escapes", `{"button":[{"name":"\u4eca\u65e5\u6b4c\u66f2","type":"click","key":"V1001"},{"name":"菜单","sub_button":[{"name":"搜索","type":"view","url":"http:\/\/a.com\/?a=1\u0026b=2"}]}]}`},
		{"tabs", "{\n\t\"button\":\t[{\"name\":\"今日歌曲\",\"type\":\"click\",\"key\":\"V1001\"},\n\t{\"name\":\"菜单\",\"sub_button\":[{\"name\":\"搜索\",\"type\":\"view\",\"url\":\"http://a.com/?a=1&b=2\"}]}]\n}"},
		{"menu/get", `{"menu":{"button":[{"type":"click","name":"今日歌曲","key":"V1001","sub_button":[]},{"name":"菜单","sub_button":[{"type":"view","name":"搜索","url":"http://a.com/?a=1&b=2","sub_button":[]}]}],"menuid":208396938}}`},
		{"menu/get of WeCom", `{"errcode":0,"errmsg":"ok","button":[{"type":"click","name":"今日歌曲","key":"V1001","sub_button":[]},{"name":"菜单","sub_button":[{"type":"view","name":"搜索","url":"http://a.com/?a=1&b=2","sub_button":[]}]}]}`},
		{"get_current_selfmenu_info", `{"is_menu_open":1,"selfmenu_info":{"button":[{"type":"click","name":"今日歌曲","key":"V1001"},{"name":"菜单","sub_button":{"list":[{"type":"view","name":"搜索","url":"http://a.com/?a=1&b=2"}]}}]}}`},
		{"order of members", `{"button":[{"key":"V1001","name":"今日歌曲","type":"click"},{"sub_button":[{"url":"http://a.com/?a=1&b=2","name":"搜索","type":"view"}],"name":"菜单"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, problems := menu.Check("m", []byte(tt.text), menu.MP)
			if len(problems) > 0 {
				t.Fatalf("%v", problems)
			}
			if got := string(f.JSON()); got != want {
				t.Errorf("got %s", got)
			}
		})
	}
}

// official is the sample on the page of menu/get with conditional menus, and two
// more conditional menus.
const official = `{"menu":{"button":[{"type":"click","name":"今日歌曲","key":"V1001_TODAY_MUSIC","sub_button":[]}],"menuid":208396938},
"conditionalmenu":[{"button":[{"type":"click","name":"旧","key":"OLD","sub_button":[]}],"matchrule":{"group_id":2,"sex":1,"country":"中国","client_platform_type":2},"menuid":208396993},
{"button":[{"type":"click","name":"甲","key":"A","sub_button":[]}],"matchrule":{"group_id":2},"menuid":208396994},
{"button":[{"type":"click","name":"乙","key":"B","sub_button":[]}],"matchrule":{"client_platform_type":2},"menuid":208396995}]}`

func TestMenuGet(t *testing.T) {
	f, problems := menu.Check("get.json", []byte(official), menu.MP)
	if len(problems) != 2 || problems[0].Errcode != 65320 || problems[0].Line != 2 {
		t.Errorf("%v", problems)
	}
	if id := f.Conditional[0].MenuID; id != "208396993" {
		t.Errorf("menuid %s", id)
	}
	const json = `{"button":[{"name":"今日歌曲","type":"click","key":"V1001_TODAY_MUSIC"}],"conditional":[` +
		`{"button":[{"name":"乙","type":"click","key":"B"}],"matchrule":{"client_platform_type":"2"}},` +
		`{"button":[{"name":"甲","type":"click","key":"A"}],"matchrule":{"tag_id":"2"}}]}`
	if got := string(f.JSON()); got != json {
		t.Errorf("got %s", got)
	}
	const yaml = `button:
  - name: 今日歌曲
    type: click
    key: V1001_TODAY_MUSIC
# A user sees the first conditional menu whose rule matches.
conditional:
  - matchrule:
      client_platform_type: "2"
    button:
      - name: 乙
        type: click
        key: B
  - matchrule:
      tag_id: "2"
    button:
      - name: 甲
        type: click
        key: A
  # left out, the platform no longer matches personal data:
  # - matchrule:
  #     tag_id: "2"
  #     client_platform_type: "2"
  #     sex: "1"
  #     country: 中国
  #   button:
  #     - name: 旧
  #       type: click
  #       key: OLD
`
	if got := string(f.YAML()); got != yaml {
		t.Errorf("got %s", got)
	}
}

const website = `{"is_menu_open":1,"selfmenu_info":{"button":[
{"name":"点","type":"click","key":"K"},
{"name":"文","type":"text","value":"hello"},
{"name":"多","sub_button":{"list":[
 {"name":"图","type":"img","value":"MEDIA"},
 {"name":"页","type":"view","url":"http://a.com"},
 {"name":"新","type":"news","value":"M","news_info":{"list":[{"title":"t"}]}}]}},
{"name":"空","sub_button":{"list":[{"name":"声","type":"voice","value":"V"}]}}]}}`

func TestWebsite(t *testing.T) {
	f, problems := menu.Check("self.json", []byte(website), menu.MP)
	wantProblems := []string{
		`self.json:3: button[1]: warning: "文" was made on the website with type text, which the API cannot set; it is left out; use type click and have your server reply`,
		`self.json:5: button[2].sub_button[0]: warning: "图" was made on the website with type img, which the API cannot set; it is left out; use type media_id with permanent material`,
		`self.json:7: button[2].sub_button[2]: warning: "新" was made on the website with type news, which the API cannot set; it is left out; use type media_id with permanent material`,
		`self.json:8: button[3].sub_button[0]: warning: "声" was made on the website with type voice, which the API cannot set; it is left out; use type media_id with permanent material`,
		`self.json:8: button[3]: warning: "空" is left out, because its whole sub menu is`,
	}
	for i, p := range problems {
		if i >= len(wantProblems) || p.String() != wantProblems[i] {
			t.Errorf("%s", p)
		}
	}
	const yaml = `button:
  - name: 点
    type: click
    key: K
  # left out, made on the website: "文", type text "hello"
  - name: 多
    sub_button:
      # left out, made on the website: "图", type img "MEDIA"
      - name: 页
        type: view
        url: http://a.com
      # left out, made on the website: "新", type news "M"
  # left out, with its whole sub menu: "空"
    # left out, made on the website: "声", type voice "V"
`
	if got := string(f.YAML()); got != yaml {
		t.Errorf("got %s", got)
	}
	const json = `{"button":[{"name":"点","type":"click","key":"K"},{"name":"多","sub_button":[{"name":"页","type":"view","url":"http://a.com"}]}]}`
	if got := string(f.JSON()); got != json {
		t.Errorf("got %s", got)
	}
}

func TestUnreadable(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"JSON", "{\"button\":[\n{\"name\":\"a\" \"type\":1}]}", `m:2: is not valid JSON: invalid character '"' after object key:value pair`},
		{"YAML", "button:\n\t- a", "m:2: is not valid YAML: found character that cannot start any token; quote a value that starts with @, and indent with spaces, not tabs"},
		{"two documents", "button: []\n---\nbutton: []\n", "m:2: a second document; only one is supported"},
		{"GBK", "button:\n- name: \xb2\xe2\xca\xd4\n", "m:2: is not UTF-8, save it as UTF-8 (errcode 65318)"},
		{"an error", `{"errcode":46003,"errmsg":"menu no exist"}`, "m:1: errcode: is the platform's error 46003, not a menu"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f, problems := menu.Parse("m", []byte(tt.text), menu.MP)
			if f != nil || len(problems) != 1 || problems[0].String() != tt.want || menu.Valid(problems) {
				t.Errorf("%v, %v", f, problems)
			}
		})
	}
}

func TestShape(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a list", "- a", "m:1: must be a mapping, not a list"},
		{"buttons no list", "button: {a: 1, b: 2}", "m:1: button: must be a list, not a mapping"},
		{"button a word", "button: [a]", `m:1: button[0]: must be a mapping, not the value "a"`},
		{"a list as a name", "button: [{name: [a], type: click, key: 1}]", "m:1: button[0].name: must be a single value, not a list"},
		{"an empty text", "button: ''", "m:1: button: must be a list, not an empty value"},
		{"a list as a key", "[a]: 1", "m:1: has a list as a key; a key must be a single value"},
		{"an alias", "button: [{name: &x a, type: click, key: *x}]", "m:1: button[0].key: must be a single value, not an alias"},
		{"twice", "button: []\nbutton: []\n", "m:2: duplicate key button, first on line 1"},
		{"a member twice in JSON", "{\"button\":[{\"name\":\"a\",\n\"name\":\"b\"}]}", "m:2: button[0]: duplicate key name, first on line 1"},
		{"unknown section", "buttons: []", "m:1: buttons: is not a known field; did you mean button?"},
		{"endless", "button: [" + strings.Repeat("{},", 1001) + "]", "m:1: button: has 1001 entries, only the first 1000 are read"},
		{"both forms", "menu: {button: []}\nbutton: []\n", "m:2: button: the default menu is duplicated"},
		{"a rule at the wrong place", "conditional: [{matchrule: {tag_id: 1}}]\nmatchrule: {tag_id: 1}\n", "m:2: matchrule: is next to conditional; move it into an entry of conditional"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := menu.Parse("m", []byte(tt.text), menu.MP)
			if len(problems) != 1 || problems[0].String() != tt.want {
				t.Errorf("%v", problems)
			}
		})
	}
}

func TestLooseJSON(t *testing.T) {
	text := []byte("{\"button\":[\n{\"name\":\"a\",\"type\":\"click\",\"key\":\"1\"},\n]}")
	f, problems := menu.Check("m.json", text, menu.MP)
	if f == nil || len(problems) != 1 || problems[0].Level != menu.Warning || problems[0].Line != 3 {
		t.Errorf("%v", problems)
	}
	if _, problems = menu.Check("m.yaml", text, menu.MP); len(problems) > 0 {
		t.Errorf("%v", problems)
	}
}

// TestEmoji: JSON may write a character above U+FFFF as two escapes, which YAML
// cannot.
func TestEmoji(t *testing.T) {
	f, problems := menu.Check("m", []byte(`{"button":[{"name":"\ud83d\ude00","type":"click","key":"\u2028<&>"}]}`), menu.MP)
	if len(problems) > 0 {
		t.Fatalf("%v", problems)
	}
	if got := string(f.JSON()); got != "{\"button\":[{\"name\":\"😀\",\"type\":\"click\",\"key\":\"\u2028<&>\"}]}" {
		t.Errorf("%q", got)
	}
	if got := string(f.YAML()); !strings.Contains(got, `key: "\U00002028<&>"`) {
		t.Errorf("%s", got)
	}
}

func TestShown(t *testing.T) {
	for in, want := range map[string][2]string{
		"今日歌曲":      {"今日歌曲", "今日歌曲"},
		"今日歌曲啊":     {"今日歌曲…", "今日歌曲啊"},
		"abcdefgh":  {"abcdefgh", "abcdefgh"},
		"abcdefghi": {"abcdefgh…", "abcdefghi"},
		"a今日歌曲":     {"a今日歌…", "a今日歌曲"},
		"赞一下我们赞一下我": {"赞一下我…", "赞一下我们赞一下…"},
		"😀😀😀😀😀":     {"😀😀😀😀…", "😀😀😀😀😀"},
		"":          {"", ""},
	} {
		if got := [2]string{menu.Shown(in, false), menu.Shown(in, true)}; got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestUnknownField: a field that would be lost is an error, but the platform may
// add fields to its answers.
func TestUnknownField(t *testing.T) {
	const button = `"button":[{"name":"a","type":"click","key":"k","colour":"red"}]`
	for _, tt := range []struct {
		text  string
		level menu.Level
	}{
		{`{` + button + `}`, menu.Error},
		{`{` + button + `,"matchrule":{"tag_id":2}}`, menu.Error},
		{`{"menu":{` + button + `}}`, menu.Warning},
		{`{"errcode":0,` + button + `}`, menu.Warning},
		{`{"selfmenu_info":{` + button + `}}`, menu.Warning},
		{`{"menu":{"button":[]},"conditionalmenu":[{` + button + `,"matchrule":{"tag_id":2}}]}`, menu.Warning},
	} {
		_, problems := menu.Parse("m", []byte(tt.text), menu.MP)
		if len(problems) != 1 || problems[0].Level != tt.level || !strings.HasSuffix(problems[0].Path, "button[0].colour") {
			t.Errorf("%s: %v", tt.text, problems)
		}
	}
}

// TestSingleConditional: the body of menu/addconditional is a file, with a menuid
// if it comes from the platform, and is written as such.
func TestSingleConditional(t *testing.T) {
	f, problems := menu.Parse("m", []byte(`{"button":[{"name":"a","type":"click","key":"k"}],"matchrule":{"tag_id":2},"menuid":208396993}`), menu.MP)
	if len(problems) > 0 || f.Default != nil || len(f.Conditional) != 1 || f.Conditional[0].MenuID != "208396993" || f.Conditional[0].MatchRule.TagID != "2" {
		t.Fatalf("%+v, %v", f, problems)
	}
	if got := string(f.JSON()); got != `{"button":[{"name":"a","type":"click","key":"k"}],"matchrule":{"tag_id":"2"}}` {
		t.Errorf("%s", got)
	}
	if got := string(f.YAML()); got != "matchrule:\n  tag_id: \"2\"\nbutton:\n  - name: a\n    type: click\n    key: k\n" {
		t.Errorf("%s", got)
	}
}

// TestEmptyMenu: a menu without buttons is written as one.
func TestEmptyMenu(t *testing.T) {
	f := &menu.File{Default: &menu.Menu{}}
	if yaml, json := string(f.YAML()), string(f.JSON()); yaml != "button: []\n" || json != `{"button":[]}` {
		t.Errorf("%q, %q", yaml, json)
	}
	f.Default = nil
	if yaml, json := string(f.YAML()), string(f.JSON()); yaml != "{}\n" || json != `{}` {
		t.Errorf("%q, %q", yaml, json)
	}
}

// TestCells: East Asian wide and full-width characters and emoji, at both ends of
// their blocks, take two cells; combining characters none.
func TestCells(t *testing.T) {
	for text, want := range map[string]int{
		"a": 1, "é": 1, "e\u0301": 1, "\u200d": 0,
		"\u1100": 2, "\u1101": 2, "\u115f": 2, "\u10ff": 1, // Hangul Jamo
		"\u2e80": 2, "\u2e81": 2, "\u303e": 2, "\u303f": 1, // CJK radicals to symbols
		"\u3041": 2, "\u3042": 2, "一": 2, "丁": 2, "\ua4cf": 2, // kana to Yi
		"가": 2, "각": 2, "\ud7a3": 2, // Hangul
		"\uf900": 2, "\uf901": 2, "\ufaff": 2,
		"\ufe30": 2, "\ufe31": 2, "\ufe6f": 2,
		"\uff01": 2, "\uff02": 2, "\uff60": 2, "\uff61": 1,
		"🌀": 2, "🌁": 2, "😀": 2, "\U0001faff": 2,
		"\U00020000": 2, "\U00020001": 2, "\U0003fffd": 2,
		"a今日é": 6,
	} {
		if got := menu.Cells(text); got != want {
			t.Errorf("%q (%U) takes %d cells, want %d", text, []rune(text), got, want)
		}
	}
}

// TestLevels: deeper levels than the one that Validate reports are not read.
func TestLevels(t *testing.T) {
	f, _ := menu.Parse("m", []byte("button: [{name: a, sub_button: [{name: b, sub_button: [{name: c, sub_button: [{name: d}]}]}]}]"), menu.MP)
	third := f.Default.Button[0].SubButton[0].SubButton
	if len(third) != 1 || third[0].Name != "c" || third[0].SubButton != nil {
		t.Errorf("%+v", third)
	}
}

// TestScalars: a text is written so that YAML reads it as the same text.
func TestScalars(t *testing.T) {
	for _, text := range []string{
		"a", "今日", "no", "True", "null", "~", "1", "1e3", "0x1f", "2026-01-02", ".5", "-1", "- a", "-a", "?", "? a", "%20a", ": a", "a: b", "a:", "#a", "a #b",
		`a"b`, `a\b`, `"`, `\u0041`, "'a'", "[a]", "{a}", "&a", "*a", "!a", "|", ">", "@a", "`a", "a, b", " a", "a ", "\u00a0", "\u2028", "😀", "=", "_", "/a", "a/b?c=d&e=%20+f",
	} {
		f := &menu.File{Default: &menu.Menu{Button: []menu.Button{{Name: "n", Type: "click", Key: text}}}}
		again, problems := menu.Parse("m", f.YAML(), menu.MP)
		if again == nil || len(problems) > 0 || again.Default.Button[0].Key != text {
			t.Errorf("%q is written as %s: %v", text, f.YAML(), problems)
		}
	}
}

// TestJSONValues: numbers and truth values are texts, as in YAML.
func TestJSONValues(t *testing.T) {
	for _, text := range []string{`{"button":[{"name":true,"type":false,"key":1.50,"url":null}]}`, "button: [{name: true, type: false, key: 1.50, url: null}]"} {
		f, problems := menu.Parse("m", []byte(text), menu.MP)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if b := f.Default.Button[0]; b.Name != "true" || b.Type != "false" || b.Key != "1.50" || b.URL != "" {
			t.Errorf("%+v", b)
		}
	}
}

// TestEmptyRule: a rule without a field is written, too.
func TestEmptyRule(t *testing.T) {
	f := &menu.File{Conditional: []menu.Conditional{{Menu: menu.Menu{Button: []menu.Button{{Name: "a", Type: "click", Key: "k"}}}}}}
	if got := string(f.YAML()); !strings.Contains(got, "  - matchrule: {}\n") {
		t.Errorf("%s", got)
	}
}
