package sandbox_test

import (
	"testing"

	"wxtool/internal/menu"
	"wxtool/internal/menusync"
)

// TestAnswersReadBack: the reader of menu files reads the sandbox's answers as the menu
// that was published, with conditional menus in the order of matching.
func TestAnswersReadBack(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	set := read(t, `{"button":`+sampleButtons+`,"conditional":[`+conditional("new", `"tag_id":"3"`)+`,`+conditional("old", `"tag_id":"2","client_platform_type":"1"`)+`]}`)
	w.said(t, "menu/create"+token, string(set.Default.JSON()), done)
	w.said(t, "menu/addconditional"+token, string(set.Conditional[1].JSON()), `{"menuid":"208379534"}`)
	w.said(t, "menu/addconditional"+token, string(set.Conditional[0].JSON()), `{"menuid":"208379535"}`)
	if got := read(t, w.ask("menu/get"+token, "")); !menu.Equal(got, set) || len(menusync.Menus{API: got}.Plan(set).Calls) > 0 {
		t.Errorf("%v", menu.Diff(set, got))
	}
	set.Conditional = nil
	if got := read(t, w.ask("get_current_selfmenu_info"+token, "")); !menu.Equal(got, set) {
		t.Errorf("%v", menu.Diff(set, got))
	}
	seen, _ := w.MenuFor("mp", "wx1", "", "")
	if got := (&menu.File{Default: seen}); !menu.Equal(got, set) {
		t.Errorf("%v", menu.Diff(set, got))
	}
}

func read(t *testing.T, text string) *menu.File {
	t.Helper()
	f, problems := menu.Parse("answer.json", []byte(text), menu.MP)
	if len(problems) > 0 {
		t.Fatalf("%v in %s", problems, text)
	}
	return f
}
