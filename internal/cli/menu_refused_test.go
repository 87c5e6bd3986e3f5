package cli

import (
	"maps"
	"strings"
	"testing"
)

// TestMenuChangeRefused: a call that the platform refuses ends the command with
// its errcode, and no change is reported that was not made.
func TestMenuChangeRefused(t *testing.T) {
	const button = `"button":[{"type":"click","name":"a","key":"a"}]`
	const other = `"button":[{"type":"click","name":"b","key":"b"}]`
	const rule = `"matchrule":{"tag_id":"2"}`
	account := map[string]string{
		"menu/get":    `{"menu":{` + other + `,"menuid":1},"conditionalmenu":[{` + other + `,` + rule + `,"menuid":2}]}`,
		"menu/create": okReply, "menu/delete": okReply, "menu/delconditional": okReply, "menu/addconditional": `{"menuid":"3"}`,
	}
	for call, tt := range map[string]struct{ args, stdin, last string }{
		"menu/create":         {"menu push - --yes", `{` + button + `}`, "nothing was pushed\n"},
		"menu/addconditional": {"menu push - --yes", `{` + button + `,"conditional":[{` + button + `,` + rule + `}]}`, "pushed: default menu set\n"},
		"menu/delconditional": {"menu push - --yes", `{` + other + `}`, "nothing was pushed\n"},
		"menu/delete":         {"menu delete --yes", "", ""},
	} {
		answers := maps.Clone(account)
		if code, stdout, stderr, asked := onAPI(t, answers, tt.stdin, strings.Fields(tt.args)...); code != exitOK || !strings.Contains(asked, call) {
			t.Errorf("%s is not made: %d %s %s%s", call, code, asked, stdout, stderr)
		}
		answers[call] = `{"errcode":48001,"errmsg":"api unauthorized rid: 6b00538b-001c3fd5-2c91ad7a"}`
		code, stdout, stderr, _ := onAPI(t, answers, tt.stdin, strings.Fields(tt.args)...)
		if code != exitPlatform || !strings.Contains(stderr, call+": errcode 48001") || !strings.HasSuffix(stdout, tt.last) {
			t.Errorf("%s: exit code %d\n%s%s", call, code, stdout, stderr)
		}
		if tt.last == "" && stdout != "" {
			t.Errorf("%s: reported as done: %s", call, stdout)
		}
	}
}
