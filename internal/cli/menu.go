package cli

import (
	"github.com/spf13/cobra"

	"wxtool/internal/menu"
	"wxtool/internal/ui"
)

func newMenuCmd(env *ui.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "menu <command>",
		Short: "Check, push, pull and compare custom menus (自定义菜单)",
		Long: `A menu file contains the default menu and the conditional menus (个性化菜单) of an
account, in YAML or JSON. button: is the default menu, as in menu/create.
conditional: is a list of menus with a matchrule and a button: each; a user sees
the first one that matches. Answers of menu/get and get_current_selfmenu_info are
menu files, too.`,
		Example: `  # your menu in files; wxtool menu pull prints one
  wxtool menu validate menu.yaml
  wxtool menu push menu.yaml --sandbox
  wxtool menu diff menu.yaml new.json`,
	}
	group(cmd)
	cmd.AddCommand(
		newMenuValidateCmd(env), newMenuPushCmd(env), newMenuPullCmd(env),
		newMenuDiffCmd(env), newMenuDeleteCmd(env), newMenuMatchCmd(env),
	)
	return cmd
}

// menuPlatform returns the platform, for commands that need no account.
func (a *accountFlags) menuPlatform(env *ui.Env) (menu.Platform, error) {
	s, err := a.asGiven(env, nil)
	if err != nil {
		return "", err
	}
	return menu.Platform(s.Platform()), nil
}
