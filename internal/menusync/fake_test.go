package menusync_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wxtool/internal/menu"
	"wxtool/internal/menusync"
	"wxtool/internal/wxapi"
)

// fake is a platform in memory. It numbers conditional menus, shows a user the
// newest that fits, and refuses what the platform refuses. It does not use the
// package menu, which the code under test uses.
type fake struct {
	website     string // the answer of get_current_selfmenu_info; a refusal if it is ""
	get         string // the answer of menu/get instead of the real one
	setMenu     *body
	conditional []published
	last        int

	calls []string
	fail  func(n int, op string) failure // what happens to the n-th changing call, from 0
}

// failure is a call that fails.
type failure int

const (
	none    failure = iota
	refused         // the platform does not do it
	lost            // the platform does it, but its answer does not arrive
)

var errFailed = errors.New("the call failed")

type body struct {
	Button    json.RawMessage   `json:"button"`
	MatchRule map[string]string `json:"matchrule,omitempty"`
}

type published struct {
	body
	id int
}

// user is a user of the account: the tag and the phone, "" for none.
type user struct{ tag, phone string }

func (f *fake) refuse(code int) error { return &wxapi.Error{Platform: wxapi.MP, Code: code} }

// change makes a changing call, unless it is to fail.
func (f *fake) change(op string, do func() error) error {
	n := len(f.changes())
	f.calls = append(f.calls, op)
	failed := none
	if f.fail != nil {
		failed = f.fail(n, op)
	}
	if failed == refused {
		return errFailed
	}
	if err := do(); err != nil || failed == none {
		return err
	}
	return errFailed
}

// changes are the calls that change menus.
func (f *fake) changes() []string {
	return slices.DeleteFunc(slices.Clone(f.calls), func(op string) bool { return op == "get" || op == "self" || op == "match" })
}

func (f *fake) MenuCreate(_ context.Context, data []byte) error {
	return f.change("create", func() error {
		b, err := f.decode(data)
		f.setMenu = &b
		return err
	})
}

func (f *fake) MenuDelete(context.Context) error {
	return f.change("delete", func() error {
		f.setMenu, f.conditional, f.website = nil, nil, noWebsite
		return nil
	})
}

func (f *fake) MenuAddConditional(_ context.Context, data []byte) (id string, err error) {
	b, err := f.decode(data)
	if err != nil {
		return "", err
	}
	err = f.change("add "+ruleOf(b), func() error {
		switch {
		case f.setMenu == nil:
			return f.refuse(65303)
		case len(b.MatchRule) == 0:
			return f.refuse(65304)
		case len(hosts(append(slices.Clone(f.conditional), published{body: b}))) > 3:
			return f.refuse(65316)
		}
		f.last++
		f.conditional = append(f.conditional, published{b, f.last})
		return nil
	})
	if err != nil {
		return "", err
	}
	return strconv.Itoa(f.last), nil
}

func (f *fake) MenuDelConditional(_ context.Context, id string) error {
	i := slices.IndexFunc(f.conditional, func(p published) bool { return strconv.Itoa(p.id) == id })
	op := "remove " + id
	if i >= 0 {
		op = "remove " + ruleOf(f.conditional[i].body)
	}
	return f.change(op, func() error {
		if i < 0 {
			return f.refuse(65301)
		}
		f.conditional = slices.Delete(slices.Clone(f.conditional), i, i+1)
		return nil
	})
}

// MenuGet lists the conditional menus from the oldest, with the tag as group_id.
func (f *fake) MenuGet(context.Context) ([]byte, error) {
	f.calls = append(f.calls, "get")
	switch {
	case f.get != "":
		return []byte(f.get), nil
	case f.setMenu == nil:
		return nil, wxapi.ErrNoMenu
	}
	type entry struct {
		Button    json.RawMessage   `json:"button"`
		MatchRule map[string]string `json:"matchrule,omitempty"`
		MenuID    int               `json:"menuid"`
	}
	var answer struct {
		Menu        entry   `json:"menu"`
		Conditional []entry `json:"conditionalmenu,omitempty"`
	}
	answer.Menu = entry{Button: f.setMenu.Button, MenuID: 1}
	for _, p := range f.conditional {
		rule := map[string]string{}
		for name, value := range p.MatchRule {
			if name == "tag_id" {
				name = "group_id"
			}
			rule[name] = value
		}
		answer.Conditional = append(answer.Conditional, entry{p.Button, rule, p.id})
	}
	return json.Marshal(answer)
}

const noWebsite = `{"is_menu_open":0}`

func (f *fake) SelfMenu(context.Context) ([]byte, error) {
	f.calls = append(f.calls, "self")
	if f.website == "" {
		return nil, f.refuse(48001)
	}
	return []byte(f.website), nil
}

func (f *fake) MenuTryMatch(_ context.Context, id string) ([]byte, error) {
	f.calls = append(f.calls, "match")
	if f.setMenu == nil {
		return []byte(`{}`), nil
	}
	if shown := f.shown(user{tag: id}); shown != nil {
		return json.Marshal(map[string]any{"button": shown.Button})
	}
	return json.Marshal(map[string]any{"button": f.setMenu.Button})
}

// shown returns the conditional menu that a user sees, nil for the default menu.
func (f *fake) shown(u user) *published {
	for i := len(f.conditional) - 1; i >= 0; i-- {
		rule := f.conditional[i].MatchRule
		if tag, phone := rule["tag_id"], rule["client_platform_type"]; (tag == "" || tag == u.tag) && (phone == "" || phone == u.phone) {
			return &f.conditional[i]
		}
	}
	return nil
}

func (f *fake) decode(data []byte) (body, error) {
	var b body
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&b); err != nil {
		return b, err
	}
	if len(b.Button) == 0 {
		return b, f.refuse(40016)
	}
	return b, nil
}

// ruleOf writes a rule in short: tag/phone.
func ruleOf(b body) string {
	if b.MatchRule["client_platform_type"] == "" {
		return b.MatchRule["tag_id"]
	}
	return b.MatchRule["tag_id"] + "/" + b.MatchRule["client_platform_type"]
}

// hosts are the different hosts of conditional menus without sub menus.
func hosts(all []published) map[string]bool {
	found := map[string]bool{}
	for _, p := range all {
		var buttons []struct{ URL string }
		json.Unmarshal(p.Button, &buttons)
		for _, b := range buttons {
			if u, err := url.Parse(b.URL); err == nil && u.Hostname() != "" {
				found[strings.ToLower(u.Hostname())] = true
			}
		}
	}
	return found
}

// account is an Official Account on a fake platform.
func account(f *fake) menusync.Account { return menusync.Account{API: f, Platform: menu.MP} }

// read reads the menus of an account, which must succeed.
func read(t *testing.T, f *fake) menusync.Menus {
	t.Helper()
	menus, err := account(f).Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return menus
}

// push makes the account's menus those of a file, as the command does, and
// returns the changing calls.
func push(t *testing.T, f *fake, wanted *menu.File) []string {
	t.Helper()
	before := len(f.changes())
	plan := read(t, f).Plan(wanted)
	calls, err := account(f).Apply(t.Context(), plan, nil)
	if err != nil {
		t.Fatalf("%v after %q", err, f.calls)
	}
	for i, c := range calls {
		if !c.Done || c.MenuID == "" && c.Action != menusync.SetDefault {
			t.Fatalf("call %d of a push that succeeded is %+v", i, c)
		}
	}
	return f.changes()[before:]
}

// file makes a file whose default menu has a button with a key, and a conditional
// menu for each spec, which is a rule (tag/phone) and, after #, a version of the
// menu. The button of a conditional menu has its spec as the key.
func file(key string, specs ...string) *menu.File {
	button := func(key string) menu.Menu {
		return menu.Menu{Button: []menu.Button{{Name: "a", Type: "click", Key: key}}}
	}
	m := button(key)
	f := &menu.File{Platform: menu.MP, Default: &m}
	for _, spec := range specs {
		rule, _, _ := strings.Cut(spec, "#")
		tag, phone, _ := strings.Cut(rule, "/")
		f.Conditional = append(f.Conditional, menu.Conditional{Menu: button(spec), MatchRule: menu.MatchRule{TagID: tag, ClientPlatformType: phone}})
	}
	return f
}

// key returns the key of the button that a user sees, and whether it is in a
// conditional menu.
func (f *fake) key(t *testing.T, u user) (key string, conditional bool) {
	t.Helper()
	var buttons []struct{ Key string }
	shown := f.shown(u)
	from := f.setMenu
	if shown != nil {
		from = &shown.body
	}
	if from == nil {
		return "", false
	}
	if err := json.Unmarshal(from.Button, &buttons); err != nil || len(buttons) == 0 {
		t.Fatalf("%v: %s", err, from.Button)
	}
	return buttons[0].Key, shown != nil
}
