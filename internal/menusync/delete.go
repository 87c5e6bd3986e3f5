package menusync

import (
	"context"

	"wxtool/internal/menu"
)

// Deletion is what a delete removes: one conditional menu, or all menus of the
// account.
type Deletion struct {
	MenuID string // of the conditional menu; "" for all menus
	Menus  Menus  // all menus; not read for a single one
}

// Empty reports whether there is nothing to delete.
func (d Deletion) Empty() bool { return d.MenuID == "" && d.Menus.Empty() }

// PlanDelete returns what Delete removes: the conditional menu with a menuid, or
// with "" all menus. Whether the account has the menuid is left to the platform.
func (a Account) PlanDelete(ctx context.Context, menuID string) (Deletion, error) {
	switch {
	case menuID != "" && a.Platform == menu.Work:
		return Deletion{}, ErrNoConditional
	case menuID != "":
		return Deletion{MenuID: menuID}, nil
	}
	menus, err := a.Read(ctx)
	return Deletion{Menus: menus}, err
}

// Delete deletes.
func (a Account) Delete(ctx context.Context, d Deletion) error {
	switch {
	case d.Empty():
		return nil
	case d.MenuID != "":
		return a.API.MenuDelConditional(ctx, d.MenuID)
	}
	return a.API.MenuDelete(ctx)
}
