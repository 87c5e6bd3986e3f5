package menu_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"wxtool/internal/menu"
)

// FuzzParse: no input panics. A valid file reads back equal after it is written as
// YAML or JSON, the JSON is always the same and has no \u, and problems have a line.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		want, official, website, "", "{}", "button: []", "- a", "\ufeffbutton: [{name: a, type: click, key: 1}]",
		"button:\n- name: \"a\\u2028\\U0001F600: #\"\n  type: click\n  key: ~\n",
		"button: [{name: 'no', type: click, key: '1e3'}, {name: '- x', type: view, url: 'http://a.com/#b: c'}]",
		"matchrule: {tag_id: 2}\nbutton: [{name: a, type: click, key: 1}]",
		"button: [{name: a, type: click, key: 1}]\nconditional: [{matchrule: {group_id: 2}, button: [{name: a, type: click, key: 1}]}]",
		"button: &a [*a]", `{"selfmenu_info":{"button":[{"type":"text","sub_button":[{}]}]}}`, "{\"button\":[{\"name\":\"\\ud83d\"}],}", "a: b\n---\nc: d",
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, mp bool) {
		platform := menu.Work
		if mp {
			platform = menu.MP
		}
		file, problems := menu.Check("m", data, platform)
		lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 2
		for _, p := range problems {
			if p.Line < 1 || p.Line > lines || p.Text == "" {
				t.Errorf("%+v", p)
			}
		}
		if file == nil {
			if menu.Valid(problems) {
				t.Error("no file and no error")
			}
			return
		}
		for _, text := range [][]byte{file.JSON(), file.YAML()} {
			again, found := menu.Check("m", text, platform)
			if !menu.Valid(problems) {
				continue
			}
			if !menu.Valid(found) || !menu.Equal(file, again) || len(menu.Diff(file, again)) > 0 {
				t.Fatalf("%v\n%s", found, text)
			}
			if !bytes.Equal(again.JSON(), file.JSON()) {
				t.Fatalf("%s\n%s", again.JSON(), file.JSON())
			}
		}
		if out := file.JSON(); !json.Valid(out) || !utf8.Valid(out) || menu.Valid(problems) && !bytes.Contains(data, []byte(`\u`)) && bytes.Contains(out, []byte(`\u`)) {
			t.Fatalf("%q", out)
		}
	})
}
