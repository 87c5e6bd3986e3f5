// Package menusync makes the menus of an account those of a menu file, and the
// other way round: it reads which menus are in force, compares them with a file,
// plans the calls of a push and makes them in order, pulls, deletes, and asks
// which menu a user sees.
//
// A push has three parts, so that the caller can show and confirm each:
// [Account.Read], [Menus.Plan] and [Account.Apply].
//
// # Concurrency
//
// No function keeps state. An [Account] may be used by several goroutines if its
// [API] may. A plan is made for the menus that were read; a push by another
// process in between makes it outdated, and the next push corrects that.
//
// # Errors
//
// Errors of the API are returned unchanged, such as a *wxapi.Error if the
// platform refuses a call. The package adds [ErrNone], [ErrNoConditional] and
// *[AnswerError].
package menusync

import (
	"context"
	"errors"

	"wxtool/internal/menu"
	"wxtool/internal/wxapi"
)

// API is the part of the platform's API that handles menus. The bodies and
// answers are the platform's JSON. MenuGet returns [wxapi.ErrNoMenu] if the API
// has set no menu.
type API interface {
	MenuGet(ctx context.Context) ([]byte, error)
	SelfMenu(ctx context.Context) ([]byte, error)
	MenuTryMatch(ctx context.Context, userID string) ([]byte, error)
	MenuCreate(ctx context.Context, body []byte) error
	MenuDelete(ctx context.Context) error
	MenuAddConditional(ctx context.Context, body []byte) (menuID string, err error)
	MenuDelConditional(ctx context.Context, menuID string) error
}

var _ API = (*wxapi.Client)(nil)

// Account is an account whose menus are read and changed; on WeCom it is one
// application.
type Account struct {
	API      API
	Platform menu.Platform
}

var (
	// ErrNone means that the account has no menu at all.
	ErrNone = errors.New("the account has no menu")

	// ErrNoConditional means that a call is about conditional menus, which
	// WeCom does not have.
	ErrNoConditional = errors.New("WeCom has no conditional menus")
)

// AnswerError is an answer without errcode that contains no menu, although the
// call returns one. It did not come from the platform.
type AnswerError struct {
	Op string // such as "menu/get"
}

func (e *AnswerError) Error() string { return e.Op + ": the answer contains no menu" }
