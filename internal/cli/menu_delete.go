package cli

import (
	"context"

	"github.com/spf13/cobra"

	"wxtool/internal/menu"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
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
		Long: `Deletes the account's menu, and with it every conditional one: so the platform
has it. Keep them first with menu pull. --menuid deletes a single conditional menu
instead; menu pull --json lists their menuids. Either takes --yes; without it, what would go is printed.`,
		Example: `  wxtool menu delete --sandbox
  wxtool menu delete --sandbox --yes`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context(), env) },
	}
	cmd.Flags().BoolVar(&opts.yes, "yes", false, "delete; without it nothing is sent")
	cmd.Flags().StringVar(&opts.menuID, "menuid", "", "delete this conditional menu only")
	opts.bind(cmd)
	return cmd
}

// deleteResult is what went, or would.
type deleteResult struct {
	Deleted     bool `json:"deleted"`
	Default     bool `json:"default"`
	Conditional int  `json:"conditional"`
	what        string
}

func (r deleteResult) any() bool { return r.Default || r.Conditional > 0 }

func (r deleteResult) WriteText(p *ui.Paper) {
	switch {
	case !r.any():
		p.Linef("%s", p.Good("there is no menu"))
	case r.Deleted:
		p.Linef("%s %s", p.Good("deleted"), r.what)
	default:
		p.Linef("%s %s", p.Warn("not deleted:"), r.what)
	}
}

func (o *menuDeleteOptions) run(ctx context.Context, env *ui.Env) error {
	client, platform, err := o.menuClient(ctx, env)
	if err != nil {
		return err
	}
	if o.menuID != "" && platform == menu.Work {
		return usage("leave --menuid out", "menu delete: WeCom has no conditional menus")
	}
	current, err := currentMenus(ctx, client)
	if err != nil {
		return err
	}
	website, err := replacedMenu(ctx, client, current)
	if err != nil {
		return err
	}
	result := o.result(current, website)
	if result.any() && o.yes {
		if err := o.delete(ctx, client); err != nil {
			return err
		}
		result.Deleted = true
	}
	if err := env.Print(result); err != nil {
		return err
	}
	if result.any() && !result.Deleted {
		return usage("wxtool menu pull keeps them; --yes deletes them", "menu delete: nothing was deleted, as --yes is not given")
	}
	return nil
}

func (o *menuDeleteOptions) delete(ctx context.Context, client *wxapi.Client) error {
	if o.menuID != "" {
		return client.MenuDelConditional(ctx, o.menuID)
	}
	return client.MenuDelete(ctx)
}

// result is what the flags ask to delete. A menuid that the account does not
// have is asked for all the same: the platform says so.
func (o *menuDeleteOptions) result(current, website *menu.File) deleteResult {
	switch {
	case o.menuID != "":
		return deleteResult{Conditional: 1, what: "the conditional menu " + oneLine(o.menuID)}
	case website != nil:
		return deleteResult{Default: true, what: "the menu made on the website"}
	}
	return deleteResult{Default: current.Default != nil, Conditional: len(current.Conditional), what: counted(current)}
}
