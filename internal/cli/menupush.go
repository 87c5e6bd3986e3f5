package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/menu"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

type menuPushOptions struct {
	apiFlags
	dryRun, yes bool
}

func newMenuPushCmd(env *ui.Env) *cobra.Command {
	opts := &menuPushOptions{}
	cmd := &cobra.Command{
		Use:   "push <FILE|->",
		Short: "Make the account's menus those of a file",
		Long: `Reads the account's menus, prints how they differ from the file's and sends what
changed; where nothing differs, nothing is sent. The file is checked first, as
menu validate does.

Conditional menus cannot be changed, so new ones are published, last first, and
the old ones deleted after that: everybody has a menu throughout. To delete one
that the file has no rule for takes --yes. Phones show the new menu within five
minutes.`,
		Example: `  wxtool menu push menu.yaml --sandbox
  wxtool menu push menu.yaml --sandbox --dry-run
  wxtool menu push work.yaml --sandbox --platform work --agent-id 1000002`,
		Args: oneMenuFile,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args[0]) },
	}
	cmd.Flags().BoolVar(&opts.dryRun, "dry-run", false, "print the difference and send nothing")
	cmd.Flags().BoolVar(&opts.yes, "yes", false, "delete conditional menus that the file does not have")
	opts.bind(cmd)
	return cmd
}

func oneMenuFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage(cmd.CommandPath()+" menu.yaml", "%s: name one file, or - for stdin", strings.TrimPrefix(cmd.CommandPath(), "wxtool "))
	}
	return nil
}

func (o *menuPushOptions) run(ctx context.Context, env *ui.Env, name string) error {
	client, platform, err := o.menuClient(env)
	if err != nil {
		return err
	}
	wanted, err := validMenu(env, name, platform)
	if err != nil {
		return err
	}
	current, err := currentMenus(ctx, client)
	if err != nil {
		return err
	}
	changes := menu.Diff(current, wanted)
	push := &menuPush{client: client, steps: menu.Plan(current, wanted)}
	if err := o.permit(ctx, env, client, current, changes); err != nil {
		return err
	}
	if !o.dryRun {
		err = push.all(ctx)
	}
	result := pushResult{o.dryRun, append(menu.Difference{}, changes...), push.calls()}
	if printed := env.Print(result); printed != nil {
		return printed
	}
	if err != nil && push.done > 0 {
		env.Notef("%d of %d calls were made; the same command again goes on from there", push.done, len(push.steps))
	}
	return err
}

// permit tells what is lost, and refuses to lose a conditional menu unasked.
func (o *menuPushOptions) permit(ctx context.Context, env *ui.Env, client *wxapi.Client, current *menu.File, changes menu.Difference) error {
	if current.Default == nil {
		website, _, err := websiteMenu(ctx, client)
		switch {
		case errors.As(err, new(*wxapi.Error)): // not every account may ask
		case err != nil:
			return err
		case website != nil:
			env.Warnf("the account's menu was made on the website, and is replaced; wxtool menu pull gets it first")
		}
	}
	var lost []string
	for _, change := range changes {
		if change.Op == menu.Removed && strings.HasPrefix(change.Path, "conditional[") && !strings.Contains(change.Path, ".") {
			lost = append(lost, oneLine(change.Old))
		}
	}
	switch {
	case len(lost) == 0 || o.yes:
		return nil
	case o.dryRun:
		env.Notef("without --yes this is refused, as it deletes %s", plural(len(lost), "conditional menu"))
		return nil
	}
	return usage("add --yes to delete them, or take them into the file with wxtool menu pull",
		"menu push: the account has %s that the file does not have: %s", plural(len(lost), "conditional menu"), strings.Join(lost, "; "))
}
