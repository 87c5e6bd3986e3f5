package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"wxtool/internal/menusync"
	"wxtool/internal/ui"
)

type menuDeleteOptions struct {
	apiFlags
	yes    bool
	menuID string
}

func newMenuDeleteCmd(env *ui.Env) *cobra.Command {
	opts := &menuDeleteOptions{}
	cmd := &cobra.Command{
		Use:   "delete",
		Short: "Delete the account's menus, or one conditional menu",
		Long: `Deletes the account's default menu, and with it every conditional menu: the
platform has no call that keeps them. Save them first with menu pull. With
--menuid only that conditional menu is deleted; menu pull --json lists the menuids.

Nothing is deleted without --yes; the command prints what it would delete.`,
		Example: `  wxtool menu delete --sandbox
  wxtool menu delete --sandbox --yes`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context(), env) },
	}
	cmd.Flags().BoolVar(&opts.yes, "yes", false, "delete; without it nothing is deleted")
	cmd.Flags().StringVar(&opts.menuID, "menuid", "", "delete only this conditional menu")
	opts.bind(cmd)
	return cmd
}

// deleteResult is what was deleted, or would be.
type deleteResult struct {
	Deleted     bool `json:"deleted"`
	Default     bool `json:"default"`
	Conditional int  `json:"conditional"`
	what        string
}

func newDeleteResult(d menusync.Deletion, deleted bool) deleteResult {
	switch {
	case d.Empty():
		return deleteResult{}
	case d.MenuID != "":
		return deleteResult{deleted, false, 1, "the conditional menu " + oneLine(d.MenuID)}
	case d.Menus.Website != nil:
		return deleteResult{deleted, true, 0, "the menu made on the website"}
	}
	return deleteResult{deleted, true, len(d.Menus.API.Conditional), counted(d.Menus.API)}
}

func (deleteResult) JSONType() string { return "menu_deletion" }

func (r deleteResult) WriteText(p *ui.Printer) {
	switch {
	case r.what == "":
		p.Linef("%s", p.Good("there is no menu"))
	case r.Deleted:
		p.Linef("%s %s", p.Good("deleted"), r.what)
	default:
		p.Linef("%s %s", p.Warn("not deleted:"), r.what)
	}
}

func (o *menuDeleteOptions) run(ctx context.Context, env *ui.Env) error {
	account, err := o.menuAccount(ctx, env)
	if err != nil {
		return err
	}
	deletion, err := account.PlanDelete(ctx, o.menuID)
	if errors.Is(err, menusync.ErrNoConditional) {
		return usage("menu delete: %w", err).withHint("leave --menuid out")
	}
	if err != nil {
		return menuError("menu delete", err)
	}
	if o.yes {
		if err := account.Delete(ctx, deletion); err != nil {
			return err
		}
	}
	if !o.yes && !deletion.Empty() {
		err = usage("menu delete: nothing was deleted, because --yes is missing").withHint("wxtool menu pull saves them; --yes deletes them")
	}
	return verdictAfter(env.Print(newDeleteResult(deletion, o.yes)), err)
}
