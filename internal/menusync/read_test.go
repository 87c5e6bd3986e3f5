package menusync_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/menu"
	"wxtool/internal/menusync"
	"wxtool/internal/wxapi"
)

const siteMenu = `{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"网","type":"view","url":"https://example.com/"}]}}`

func TestRead(t *testing.T) {
	refused := &wxapi.Error{Code: -1}
	tests := []struct {
		name     string
		platform menu.Platform
		account  *fake
		get      error // what menu/get fails with
		self     error
		calls    string
		inForce  string // JSON
		website  bool
		err      error
		pullErr  error // nil if it is err
	}{
		{name: "none", account: &fake{website: noWebsite}, calls: "get self", inForce: `{}`, pullErr: menusync.ErrNone},
		{name: "empty website menu", account: &fake{website: `{"is_menu_open":1,"selfmenu_info":{"button":[]}}`}, calls: "get self", inForce: `{}`, pullErr: menusync.ErrNone},
		{name: "website", account: &fake{website: siteMenu}, calls: "get self", website: true, inForce: `{"button":[{"name":"网","type":"view","url":"https://example.com/"}]}`},
		{name: "set by the API", account: &fake{website: siteMenu, get: `{"menu":{"button":[{"type":"click","name":"a","key":"k","sub_button":[]}],"menuid":1}}`}, calls: "get", inForce: `{"button":[{"name":"a","type":"click","key":"k"}]}`},
		{name: "WeCom", platform: menu.Work, account: &fake{website: siteMenu, get: `{"errcode":0,"errmsg":"ok","button":[{"type":"click","name":"a","key":"k","sub_button":[]}]}`}, calls: "get", inForce: `{"button":[{"name":"a","type":"click","key":"k"}]}`},
		{name: "none on WeCom", platform: menu.Work, account: &fake{website: siteMenu}, calls: "get", inForce: `{}`, pullErr: menusync.ErrNone},
		{name: "not authorized for the website menu", account: &fake{}, calls: "get self", inForce: `{}`, pullErr: &wxapi.Error{Code: 48001}},
		{name: "menu/get refused", account: &fake{website: siteMenu}, get: refused, calls: "get", err: refused},
		{name: "menu/get not authorized", account: &fake{website: siteMenu}, get: &wxapi.Error{Code: 48001}, calls: "get", err: &wxapi.Error{Code: 48001}},
		{name: "website menu refused", account: &fake{website: siteMenu}, self: refused, calls: "get self", err: refused},
		{name: "cancelled", account: &fake{website: siteMenu}, self: context.Canceled, calls: "get self", err: context.Canceled},
		{name: "no menu in menu/get", account: &fake{get: `{"menu":null}`}, calls: "get", err: &menusync.AnswerError{Op: "menu/get"}},
		{name: "a damaged menu in menu/get", account: &fake{get: `{"menu":{"button":[{"type":"click","name":["a"],"key":"k"}]}}`}, calls: "get", err: &menusync.AnswerError{Op: "menu/get"}},
		{name: "no JSON in menu/get", account: &fake{get: `<html>`}, calls: "get", err: &menusync.AnswerError{Op: "menu/get"}},
		{name: "a damaged menu of the website", account: &fake{website: `{"selfmenu_info":{"button":[{"type":"click","name":["a"],"key":"k"}]}}`}, calls: "get self", err: &menusync.AnswerError{Op: "get_current_selfmenu_info"}},
		{name: "no menu in the website's", account: &fake{website: `[]`}, calls: "get self", err: &menusync.AnswerError{Op: "get_current_selfmenu_info"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := menusync.Account{API: &failing{tt.account, tt.get, tt.self}, Platform: tt.platform}
			if a.Platform == "" {
				a.Platform = menu.MP
			}
			menus, err := a.Read(t.Context())
			if !sameError(err, tt.err) || strings.Join(tt.account.calls, " ") != tt.calls {
				t.Fatalf("%v after %q", err, tt.account.calls)
			}
			pulled, pullErr := a.Pull(t.Context())
			if want := tt.pullErr; want == nil && !sameError(pullErr, tt.err) || want != nil && !sameError(pullErr, want) {
				t.Fatalf("Pull: %v", pullErr)
			}
			if err != nil {
				return
			}
			if got := string(menus.InForce().JSON()); got != tt.inForce || (menus.Website != nil) != tt.website || menus.Empty() != (tt.inForce == `{}`) {
				t.Errorf("%s, website %t, empty %t", got, menus.Website != nil, menus.Empty())
			}
			if pullErr == nil && string(pulled.InForce().JSON()) != tt.inForce {
				t.Errorf("Pull: %s", pulled.InForce().JSON())
			}
		})
	}
}

// failing is a fake platform two of whose calls fail.
type failing struct {
	*fake
	get, self error
}

func (f *failing) MenuGet(ctx context.Context) ([]byte, error) {
	answer, err := f.fake.MenuGet(ctx)
	if f.get != nil {
		return nil, f.get
	}
	return answer, err
}

func (f *failing) SelfMenu(ctx context.Context) ([]byte, error) {
	answer, err := f.fake.SelfMenu(ctx)
	if f.self != nil {
		return nil, f.self
	}
	return answer, err
}

// sameError reports whether a caller cannot distinguish two errors.
func sameError(got, want error) bool {
	if refusal, ok := errors.AsType[*wxapi.Error](want); ok {
		other, ok := errors.AsType[*wxapi.Error](got)
		return ok && other.Code == refusal.Code
	}
	if answer, ok := errors.AsType[*menusync.AnswerError](want); ok {
		other, ok := errors.AsType[*menusync.AnswerError](got)
		return ok && other.Op == answer.Op
	}
	return errors.Is(got, want)
}

// TestPullThenPush: what is pulled as YAML or JSON makes no call when it is
// pushed.
func TestPullThenPush(t *testing.T) {
	f := &fake{website: noWebsite}
	push(t, f, file("A", "1", "2/1", "/2"))
	menus, err := account(f).Pull(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{menus.InForce().YAML(), menus.InForce().JSON()} {
		pulled, problems := menu.Check("m", text, menu.MP)
		if len(problems) > 0 {
			t.Errorf("%v in %s", problems, text)
		}
		if calls := push(t, f, pulled); len(calls) > 0 {
			t.Errorf("%q for %s", calls, text)
		}
	}
}

// TestDeadMenus: conditional menus with a rule that the platform no longer
// matches, as on the page of menu/get, are neither compared nor deleted.
func TestDeadMenus(t *testing.T) {
	f := &fake{get: `{"menu":{"button":[{"type":"click","name":"a","key":"A","sub_button":[]}],"menuid":208396938},
"conditionalmenu":[{"button":[{"type":"click","name":"旧","key":"OLD","sub_button":[]}],"matchrule":{"group_id":2,"sex":1,"country":"中国","client_platform_type":2},"menuid":208396993}]}`}
	plan := read(t, f).Plan(file("A"))
	if len(plan.Calls) > 0 || len(plan.Lost) > 0 || len(plan.Changes) > 0 {
		t.Errorf("%+v", plan)
	}
}

func TestMatch(t *testing.T) {
	f := &fake{website: noWebsite}
	push(t, f, file("A", "1"))
	for id, key := range map[string]string{"1": "1", "2": "A"} {
		if m, err := account(f).Match(t.Context(), id); err != nil || m.Default.Button[0].Key != key {
			t.Errorf("%s: %v, %v", id, m, err)
		}
	}
	if _, err := account(&fake{}).Match(t.Context(), "1"); !sameError(err, &menusync.AnswerError{Op: "menu/trymatch"}) {
		t.Errorf("%v", err)
	}
	f.calls = nil
	if _, err := (menusync.Account{API: f, Platform: menu.Work}).Match(t.Context(), "1"); !errors.Is(err, menusync.ErrNoConditional) || len(f.calls) > 0 {
		t.Errorf("WeCom: %v after %q", err, f.calls)
	}
}

func TestMatchRefused(t *testing.T) {
	want := &wxapi.Error{Code: 65302}
	a := menusync.Account{API: &noUser{fake: &fake{}, err: want}, Platform: menu.MP}
	if _, err := a.Match(t.Context(), "x"); !errors.Is(err, want) {
		t.Errorf("%v", err)
	}
}

type noUser struct {
	*fake
	err error
}

func (n *noUser) MenuTryMatch(context.Context, string) ([]byte, error) { return nil, n.err }

func TestDelete(t *testing.T) {
	tests := []struct {
		name     string
		platform menu.Platform
		have     *menu.File
		website  string
		id       string
		empty    bool
		calls    []string
		err      error
	}{
		{name: "nothing", website: noWebsite, empty: true},
		{name: "all", have: file("A", "1"), website: noWebsite, calls: []string{"delete"}},
		{name: "made on the website", website: siteMenu, calls: []string{"delete"}},
		{name: "a conditional menu", have: file("A", "1"), website: noWebsite, id: "1", calls: []string{"remove 1"}},
		{name: "on WeCom", platform: menu.Work, have: file("A"), calls: []string{"delete"}},
		{name: "a conditional menu on WeCom", platform: menu.Work, id: "1", err: menusync.ErrNoConditional},
		{name: "cannot be read", website: `[]`, err: &menusync.AnswerError{Op: "get_current_selfmenu_info"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{website: noWebsite}
			if tt.have != nil {
				push(t, f, tt.have)
			}
			f.website = tt.website
			first, calls := len(f.changes()), len(f.calls)
			a := menusync.Account{API: f, Platform: tt.platform}
			if a.Platform == "" {
				a.Platform = menu.MP
			}
			d, err := a.PlanDelete(t.Context(), tt.id)
			if !sameError(err, tt.err) || err == nil && d.Empty() != tt.empty {
				t.Fatalf("%v, %+v", err, d)
			}
			if len(f.changes()) != first {
				t.Errorf("a plan makes the calls %q", f.changes()[first:])
			}
			if tt.id != "" && len(f.calls) != calls {
				t.Errorf("the menus are read, which are not needed: %q", f.calls[calls:])
			}
			if err != nil {
				return
			}
			if err := a.Delete(t.Context(), d); err != nil {
				t.Error(err)
			}
			if got := f.changes()[first:]; !slices.Equal(got, tt.calls) {
				t.Errorf("calls %q, want %q", got, tt.calls)
			}
		})
	}
}

// TestDeleteRefused: the platform's refusal is the caller's.
func TestDeleteRefused(t *testing.T) {
	f := &fake{website: noWebsite}
	push(t, f, file("A"))
	d, err := account(f).PlanDelete(t.Context(), "7")
	if err != nil {
		t.Fatal(err)
	}
	if err := account(f).Delete(t.Context(), d); !sameError(err, &wxapi.Error{Code: 65301}) {
		t.Errorf("%v", err)
	}
	f.fail = func(int, string) failure { return refused }
	if d, err = account(f).PlanDelete(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if err := account(f).Delete(t.Context(), d); !errors.Is(err, errFailed) || f.setMenu == nil {
		t.Errorf("%v", err)
	}
}
