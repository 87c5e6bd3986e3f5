package menusync

import (
	"context"
	"errors"

	"wxtool/internal/menu"
	"wxtool/internal/wxapi"
)

// unauthorized is the errcode for a call that the account may not make.
const unauthorized = 48001

// Menus are the menus of an account at one moment.
type Menus struct {
	// API holds the menus set through the API. Its default menu is nil if the
	// API has set none; then there are no conditional menus either.
	API *menu.File

	// Website holds the default menu in force if it was made on the platform's
	// website, else nil.
	Website *menu.File
}

// InForce returns the menus that users see.
func (m Menus) InForce() *menu.File {
	if m.Website != nil {
		return m.Website
	}
	return m.API
}

// Empty reports whether there is no menu at all.
func (m Menus) Empty() bool {
	return m.Website == nil && (m.API == nil || m.API.Default == nil)
}

// Read returns the menus of the account. An account that may not read the menu
// made on the website is assumed to have none.
func (a Account) Read(ctx context.Context) (Menus, error) {
	menus, err := a.setByAPI(ctx)
	if err != nil || menus.API.Default != nil {
		return menus, err
	}
	menus.Website, err = a.website(ctx)
	if refusal, ok := errors.AsType[*wxapi.Error](err); ok && refusal.Code == unauthorized {
		return menus, nil
	}
	return menus, err
}

// Pull returns the menus of the account, or [ErrNone] if there are none. Unlike
// Read it fails if the account may not read the menu made on the website.
func (a Account) Pull(ctx context.Context) (Menus, error) {
	menus, err := a.setByAPI(ctx)
	if err == nil && menus.API.Default == nil {
		menus.Website, err = a.website(ctx)
	}
	if err == nil && menus.Empty() {
		err = ErrNone
	}
	return menus, err
}

// Match returns the menu that a user sees, which is an OpenID or a WeChat ID.
func (a Account) Match(ctx context.Context, user string) (*menu.File, error) {
	if a.Platform == menu.Work {
		return nil, ErrNoConditional
	}
	answer, err := a.API.MenuTryMatch(ctx, user)
	if err != nil {
		return nil, err
	}
	return a.parse("menu/trymatch", answer)
}

// setByAPI returns the menus set through the API.
func (a Account) setByAPI(ctx context.Context) (Menus, error) {
	const op = "menu/get"
	menus := Menus{API: &menu.File{Name: op, Platform: a.Platform}}
	answer, err := a.API.MenuGet(ctx)
	if errors.Is(err, wxapi.ErrNoMenu) {
		return menus, nil
	}
	if err != nil {
		return menus, err
	}
	file, err := a.parse(op, answer)
	if err == nil {
		menus.API = file
	}
	return menus, err
}

// website returns the menu made on the website, nil if there is none. WeCom has
// no call for it.
func (a Account) website(ctx context.Context) (*menu.File, error) {
	if a.Platform == menu.Work {
		return nil, nil
	}
	const op = "get_current_selfmenu_info"
	answer, err := a.API.SelfMenu(ctx)
	if err != nil {
		return nil, err
	}
	file, problems := menu.Parse(op, answer, a.Platform)
	switch {
	case file == nil || !menu.Valid(problems):
		return nil, &AnswerError{op}
	case file.Default == nil || len(file.Default.Button) == 0:
		return nil, nil
	}
	return file, nil
}

// parse reads an answer that must contain a menu.
func (a Account) parse(op string, answer []byte) (*menu.File, error) {
	file, problems := menu.Parse(op, answer, a.Platform)
	if file == nil || !menu.Valid(problems) || file.Default == nil {
		return nil, &AnswerError{op}
	}
	return file, nil
}
