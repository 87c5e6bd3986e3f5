package cli

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/spf13/cobra"

	"wxtool/internal/menu"
	"wxtool/internal/menusync"
	"wxtool/internal/ui"
)

type menuMatchOptions struct{ apiFlags }

func newMenuMatchCmd(env *ui.Env) *cobra.Command {
	opts := &menuMatchOptions{}
	cmd := &cobra.Command{
		Use:   "match <OPENID>",
		Short: "Show which menu a user sees",
		Long: `Asks the platform which menu a user sees (menu/trymatch), the default menu or a
conditional one, and draws it. The user is an OpenID or, if the user follows the
account, a WeChat ID. WeCom has no conditional menus.`,
		Example: `  wxtool menu match lily --sandbox --state shop.json
  wxtool menu match lily --sandbox --state shop.json --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("menu match: name one user by OpenID or WeChat ID").withHint("wxtool menu match oFm9zZqr4W4VqDZQ1kJ0f3iZAJjE")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args[0]) },
	}
	opts.bind(cmd)
	return cmd
}

type matchResult struct {
	User string          `json:"user_id"`
	Menu json.RawMessage `json:"menu"`
	file *menu.File
}

func (matchResult) JSONType() string { return "menu_match" }

func (r matchResult) WriteText(p *ui.Printer) {
	p.Linef("%s", p.Bold("menu of "+oneLine(r.User)))
	if r.file.Default != nil {
		drawMenu(p, r.file.Default)
	}
}

func (o *menuMatchOptions) run(ctx context.Context, env *ui.Env, user string) error {
	account, err := o.menuAccount(ctx, env)
	if err != nil {
		return err
	}
	file, err := account.Match(ctx, user)
	if errors.Is(err, menusync.ErrNoConditional) {
		return usage("menu match: %w", err).withHint("wxtool menu pull prints the menu that every user of the application sees")
	}
	if err != nil {
		return menuError("menu match", err)
	}
	return env.Print(matchResult{user, file.JSON(), file})
}
