package menusync_test

import (
	"testing"

	"wxtool/internal/menu"
)

// FuzzPush: an account on which one valid file and then another is pushed has the
// menus of the second, and pushing that again changes nothing.
func FuzzPush(f *testing.F) {
	const a = "button: [{name: a, type: click, key: A}]\n"
	for _, seed := range []string{
		a, "button:\n- name: b\n  sub_button:\n  - {name: c, type: view, url: 'http://b.com/?a=1&b=2'}\n",
		a + "conditional:\n- matchrule: {tag_id: 02}\n  button: [{name: d, type: click, key: 1}]\n- matchrule: {client_platform_type: 1}\n  button: [{name: e, type: view, url: 'http://c.com'}]\n",
		a + "conditional:\n- matchrule: {client_platform_type: 1}\n  button: [{name: e, type: view, url: 'http://c.com'}]\n- matchrule: {tag_id: 2}\n  button: [{name: d, type: click, key: 1}]\n",
		a + "conditional:\n- matchrule: {tag_id: 2}\n  button: [{name: a, type: view, url: 'http://d.com'}, {name: b, type: view, url: 'http://e.com'}, {name: c, type: view, url: 'http://f.com'}]\n",
	} {
		for _, other := range []string{a, seed} {
			f.Add([]byte(seed), []byte(other))
			f.Add([]byte(other), []byte(seed))
		}
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		platform := &fake{website: noWebsite}
		for _, data := range [][]byte{first, second} {
			wanted, problems := menu.Check("m", data, menu.MP)
			if !menu.Valid(problems) || wanted.Default == nil {
				return
			}
			push(t, platform, wanted)
			menus := read(t, platform)
			plan := menus.Plan(wanted)
			if !menu.Equal(menus.API, wanted) || len(plan.Calls) > 0 || len(plan.Changes) > 0 {
				t.Fatalf("%+v is left after a push of %s\n%s", plan, data, menus.API.JSON())
			}
		}
	})
}
