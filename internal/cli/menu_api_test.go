package cli

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// fakeAPI is a platform that has one answer per path and records the paths.
type fakeAPI struct {
	mu      sync.Mutex
	answers map[string]string
	asked   []string
}

func (f *fakeAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	path := strings.TrimPrefix(r.URL.Path, "/cgi-bin/")
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, path)
	body := f.answers[path]
	if path == "stable_token" && body == "" {
		body = `{"access_token":"t","expires_in":7200}`
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(body)))}, nil
}

const (
	noMenu   = `{"errcode":46003,"errmsg":"menu no exist rid: 6b00538b-001c3fd5-2c91ad7a"}`
	siteMenu = `{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"图文","type":"news","value":"v","news_info":{"list":[{"title":"t"}]}},{"name":"搜索","sub_button":{"list":[{"type":"view","name":"网页","url":"https://example.com/?a=1&b=2"}]}}]}}`
	okReply  = `{"errcode":0,"errmsg":"ok"}`
)

// onAPI runs a command against a fake platform.
func onAPI(t *testing.T, answers map[string]string, stdin string, args ...string) (code int, stdout, stderr, asked string) {
	t.Helper()
	w, api := newWorld(t), &fakeAPI{answers: answers}
	w.api, w.stdin = api, stdin
	code, stdout, stderr = w.run(append(args, "--app-id", "wx1", "--app-secret", "s")...)
	return code, stdout, stderr, strings.Join(api.asked, " ")
}

// TestWebsiteMenu: a menu made on the website is pulled as far as the API can set
// it, and neither replaced nor deleted without --yes.
func TestWebsiteMenu(t *testing.T) {
	website := map[string]string{"menu/get": noMenu, "get_current_selfmenu_info": siteMenu, "menu/create": okReply, "menu/delete": okReply}
	code, stdout, stderr, _ := onAPI(t, website, "", "menu", "pull")
	if code != 0 || !strings.Contains(stdout, "url: https://example.com/?a=1&b=2\n") || !strings.Contains(stdout, `# left out, made on the website: "图文", type news`) {
		t.Errorf("%d\n%s", code, stdout)
	}
	if !strings.Contains(stderr, "type news, which the API cannot set") {
		t.Error(stderr)
	}
	code, _, stderr, asked := onAPI(t, website, oneButton, "menu", "push", "-")
	if code != exitUsage || !strings.Contains(stderr, "a menu that the file does not contain: the menu made on the website") || strings.Contains(asked, "create") {
		t.Errorf("%d %s\n%s", code, asked, stderr)
	}
	if code, _, _, asked := onAPI(t, website, oneButton, "menu", "push", "-", "--yes"); code != exitOK || !strings.HasSuffix(asked, "menu/create") {
		t.Errorf("%d %s", code, asked)
	}
	for _, refused := range []string{`{"errcode":-1,"errmsg":"system error"}`, `{"errcode":45009,"errmsg":"quota"}`} {
		unsure := map[string]string{"menu/get": noMenu, "get_current_selfmenu_info": refused, "menu/create": okReply}
		if code, _, _, asked := onAPI(t, unsure, oneButton, "menu", "push", "-"); code != exitPlatform || strings.Contains(asked, "create") {
			t.Errorf("%s: %d %s", refused, code, asked)
		}
	}
	same := map[string]string{"menu/get": noMenu, "menu/create": okReply, "get_current_selfmenu_info": `{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"a","type":"click","key":"a"}]}}`}
	code, stdout, _, asked = onAPI(t, same, oneButton, "menu", "push", "-")
	if code != exitOK || stdout != "pushed: default menu set\n" {
		t.Errorf("the same: %d %q %s", code, stdout, asked)
	}
	code, stdout, _, _ = onAPI(t, website, oneButton, "menu", "diff", "-")
	if code != exitNo || !strings.Contains(stdout, "- button[0]: 搜索\n") {
		t.Errorf("%d %s", code, stdout)
	}
	code, stdout, _, asked = onAPI(t, website, "", "menu", "delete")
	if code != exitUsage || stdout != "not deleted: the menu made on the website\n" || strings.Contains(asked, "menu/delete") {
		t.Errorf("%d %q %s", code, stdout, asked)
	}
	code, stdout, _, asked = onAPI(t, website, "", "menu", "delete", "--yes")
	if code != 0 || stdout != "deleted the menu made on the website\n" || !strings.HasSuffix(asked, "menu/delete") {
		t.Errorf("%d %q %s", code, stdout, asked)
	}
}

// TestAnswerWithoutMenu: an answer that is not a menu does not mean that there is
// none.
func TestAnswerWithoutMenu(t *testing.T) {
	for _, answer := range []string{`{}`, `null`, `{"menu":null}`, `{"menu":{}}`, `[]`, `{"errcode":0,"errmsg":"ok"}`} {
		for _, args := range [][]string{{"menu", "pull"}, {"menu", "push", "-"}, {"menu", "diff", "-"}, {"menu", "delete", "--yes"}} {
			code, stdout, stderr, asked := onAPI(t, map[string]string{"menu/get": answer}, oneButton, args...)
			if code != exitIO || stdout != "" || asked != "stable_token menu/get" {
				t.Errorf("%s: %s: %d %q %q %s", args, answer, code, stdout, stderr, asked)
			}
		}
	}
}

// TestPushDeletesRulesWithYes: a conditional menu whose rule is not in the file is
// deleted only with --yes, even if another menu has its buttons.
func TestPushDeletesRulesWithYes(t *testing.T) {
	const button = `"button":[{"type":"click","name":"a","key":"a"}]`
	account := func(group string) map[string]string {
		return map[string]string{
			"menu/get":            `{"menu":{` + button + `,"menuid":1},"conditionalmenu":[{` + button + `,"matchrule":{` + group + `},"menuid":2}]}`,
			"menu/addconditional": `{"menuid":"3"}`, "menu/delconditional": okReply,
		}
	}
	file := func(rule string) string {
		return `{` + button + `,"conditional":[{` + button + `,"matchrule":{` + rule + `}}]}`
	}
	for _, tt := range []struct {
		have, want string
		code       int
	}{
		{`"group_id":2`, `"tag_id":3`, exitUsage},
		{`"group_id":2`, `"tag_id":2,"client_platform_type":1`, exitUsage},
		{`"group_id":2`, `"tag_id":"02"`, exitOK},
	} {
		code, stdout, stderr, asked := onAPI(t, account(tt.have), file(tt.want), "menu", "push", "-")
		if code != tt.code || asked != "stable_token menu/get" {
			t.Errorf("%s: %d %s\n%s%s", tt.want, code, asked, stdout, stderr)
		}
		if code, _, _, _ := onAPI(t, account(tt.have), file(tt.want), "menu", "push", "-", "--yes"); code != exitOK {
			t.Errorf("%s: %d", tt.want, code)
		}
	}
}

// TestPushWithoutDefault: a file with only a conditional menu leaves the default
// menu unchanged and does not report it as removed.
func TestPushWithoutDefault(t *testing.T) {
	const vip = `{"button":[{"type":"click","name":"a","key":"a"}],"matchrule":{"tag_id":"2"}}`
	account := map[string]string{"menu/get": `{"menu":{"button":[{"type":"click","name":"b","key":"b"}],"menuid":1},"conditionalmenu":[{"button":[{"type":"click","name":"a","key":"a"}],"matchrule":{"group_id":2},"menuid":2}]}`}
	code, stdout, _, asked := onAPI(t, account, vip, "menu", "push", "-")
	if code != exitOK || stdout != "nothing to push, the account already has these menus\n" || asked != "stable_token menu/get" {
		t.Errorf("%d %q %s", code, stdout, asked)
	}
	if code, stdout, _, _ := onAPI(t, account, vip, "menu", "diff", "-"); code != exitOK || stdout != "equal\n" {
		t.Errorf("%d %q", code, stdout)
	}
}

// TestPushConditionalOverWebsite: a file with only a conditional menu leaves the
// menu made on the website unchanged, and push reports the same changes as diff.
func TestPushConditionalOverWebsite(t *testing.T) {
	const vip = `{"button":[{"type":"click","name":"a","key":"a"}],"matchrule":{"tag_id":"2"}}`
	const changes = "+ conditional[0]: menu for tag_id 2\n+ conditional[0].button[0]: a (click a)\n"
	website := map[string]string{"menu/get": noMenu, "get_current_selfmenu_info": siteMenu}
	if code, stdout, stderr, _ := onAPI(t, website, vip, "menu", "diff", "-"); code != exitNo || stdout != changes {
		t.Errorf("diff: %d %s%s", code, stdout, stderr)
	}
	code, stdout, stderr, _ := onAPI(t, website, vip, "menu", "push", "-", "--dry-run")
	if code != exitOK || stdout != changes+"dry run, a push would mean: 1 conditional menu published\n" {
		t.Errorf("push: %d %s%s", code, stdout, stderr)
	}
}

// TestPushWarnsOfGap: if there are too many domains, the old menus are deleted
// first.
func TestPushWarnsOfGap(t *testing.T) {
	account := map[string]string{
		"menu/get":            `{"menu":{"button":[{"type":"click","name":"b","key":"b"}],"menuid":1},"conditionalmenu":[{"button":[{"type":"view","name":"a","url":"https://a.example/"},{"type":"view","name":"b","url":"https://b.example/"}],"matchrule":{"group_id":2},"menuid":2}]}`,
		"menu/addconditional": `{"menuid":"3"}`, "menu/delconditional": okReply,
	}
	const file = `{"button":[{"type":"click","name":"b","key":"b"}],"conditional":[{"button":[{"type":"view","name":"a","url":"https://c.example/"},{"type":"view","name":"b","url":"https://d.example/"}],"matchrule":{"tag_id":2}}]}`
	for _, more := range []string{"-q=false", "--dry-run"} {
		_, _, stderr, asked := onAPI(t, account, file, "menu", "push", "-", more)
		if !strings.Contains(stderr, "the old ones are deleted first, and their users see the default menu until the new ones are published") {
			t.Errorf("%s: %s", more, stderr)
		}
		if more != "--dry-run" && !strings.HasSuffix(asked, "menu/delconditional menu/addconditional") {
			t.Error(asked)
		}
	}
}

// TestPullKeepsMode: --force replaces the content of a file, not its mode.
func TestPullKeepsMode(t *testing.T) {
	w := newWorld(t)
	w.api = &fakeAPI{answers: map[string]string{"menu/get": `{"menu":{"button":[{"type":"click","name":"b","key":"b"}]}}`}}
	w.file(t, "menu.yaml", "mine\n")
	if code, _, stderr := w.run("menu", "pull", "menu.yaml", "--force", "--app-id", "wx1", "--app-secret", "s"); code != 0 {
		t.Fatal(stderr)
	}
	info, err := os.Stat(filepath.Join(w.dir, "menu.yaml"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}
