package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/menu"
	"wxtool/internal/ui"
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
the old ones deleted after that, so that nobody is without theirs (unless both
together lead to too many domains, which is told). To do away with one that the file has
no rule for, or with a menu made on the website, takes --yes. Phones show the new
menu within five minutes.`,
		Example: `  wxtool menu push menu.yaml --sandbox
  wxtool menu push menu.yaml --sandbox --dry-run
  wxtool menu push work.yaml --sandbox --platform work --agent-id 1000002`,
		Args: oneMenuFile,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args[0]) },
	}
	cmd.Flags().BoolVar(&opts.dryRun, "dry-run", false, "print the difference and send nothing")
	cmd.Flags().BoolVar(&opts.yes, "yes", false, "do away with menus that the file does not have")
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
	client, platform, err := o.menuClient(ctx, env)
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
	website, err := replacedMenu(ctx, client, current)
	if err != nil {
		return err
	}
	wanted = leftAlone(current, wanted)
	inForce := current
	if website != nil {
		inForce = website
	}
	changes := menu.Diff(inForce, wanted)
	push := &menuPush{client: client, steps: menu.Plan(current, wanted)}
	if err := o.permit(env, lost(push.steps, wanted, website)); err != nil {
		return err
	}
	warnOfGap(env, push.steps)
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

// warnOfGap tells of menus that are missing for a moment.
func warnOfGap(env *ui.Env, steps []menu.Step) {
	is := func(action menu.Action) func(menu.Step) bool {
		return func(s menu.Step) bool { return s.Action == action }
	}
	if gone := slices.IndexFunc(steps, is(menu.DeleteConditional)); gone >= 0 && slices.ContainsFunc(steps[gone:], is(menu.AddConditional)) {
		env.Warnf("the old and the new conditional menus lead to more domains than the platform takes, so the old ones are deleted first, and meanwhile their users see the default menu")
	}
}

// lost names what a push does away with that is not in the file: conditional
// menus whose rule it does not have, and one made on the website that differs or
// that the API could not set again.
func lost(steps []menu.Step, wanted, website *menu.File) []string {
	var names []string
	sets := slices.ContainsFunc(steps, func(s menu.Step) bool { return s.Action == menu.SetDefault })
	if website != nil && sets && !(website.Settable() && menu.Equal(website, &menu.File{Default: wanted.Default})) {
		names = append(names, "the menu made on the website")
	}
	for _, step := range steps {
		if step.Action == menu.DeleteConditional && !wanted.HasRule(step.Conditional.MatchRule) {
			names = append(names, "menu for "+oneLine(step.Conditional.MatchRule.String()))
		}
	}
	return names
}

// permit refuses to lose anything unasked.
func (o *menuPushOptions) permit(env *ui.Env, lost []string) error {
	switch {
	case len(lost) == 0 || o.yes:
		return nil
	case o.dryRun:
		env.Notef("without --yes this is refused, as it does away with %s", strings.Join(lost, "; "))
		return nil
	}
	return usage("add --yes to do away with it, or take it into the file with wxtool menu pull",
		"menu push: the account has what the file does not have: %s", strings.Join(lost, "; "))
}
