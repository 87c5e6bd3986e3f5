package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/menu"
	"wxtool/internal/menusync"
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
		Short: "Set the account's menus from a file",
		Long: `Reads the account's menus, prints how they differ from the file and sends only the
changes. The file is checked first, as by menu validate.

The platform cannot change a conditional menu. New ones are published first and
the old ones are deleted after that, so that no user is without their menu; if
both together lead to too many domains, deleting comes first, with a warning.
Deleting a menu whose rule is not in the file, or a menu made on the website,
requires --yes. Phones show the new menu within five minutes.`,
		Example: `  # your menu in a file; wxtool menu pull prints one
  wxtool menu push menu.yaml --sandbox
  wxtool menu push menu.yaml --sandbox --dry-run
  wxtool menu push work.yaml --sandbox --platform work --agent-id 1000002`,
		Args: oneMenuFile,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args[0]) },
	}
	cmd.Flags().BoolVar(&opts.dryRun, "dry-run", false, "print the difference and send nothing")
	cmd.Flags().BoolVar(&opts.yes, "yes", false, "delete menus that the file does not contain")
	opts.bind(cmd)
	return cmd
}

func oneMenuFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usage("%s: name one file, or - for stdin", strings.TrimPrefix(cmd.CommandPath(), "wxtool ")).withHint(cmd.CommandPath() + " menu.yaml")
	}
	return nil
}

func (o *menuPushOptions) run(ctx context.Context, env *ui.Env, name string) error {
	data, err := readFile(env, name) // a missing file is reported before a missing account
	if err != nil {
		return err
	}
	account, err := o.menuAccount(ctx, env)
	if err != nil {
		return err
	}
	wanted, err := validMenu(env, name, data, account.Platform)
	if err != nil {
		return err
	}
	menus, err := account.Read(ctx)
	if err != nil {
		return menuError("menu push", err)
	}
	plan := menus.Plan(wanted)
	if err := o.permit(env, plan.Lost); err != nil {
		return err
	}
	if plan.Gap {
		env.Warnf("the old and the new conditional menus together lead to more domains than the platform accepts: the old ones are deleted first, and their users see the default menu until the new ones are published")
	}
	result := newPushResult(plan)
	if o.dryRun {
		result.DryRun = true
		return env.Print(result)
	}
	result.Calls, err = account.Apply(ctx, plan, func(done int, next menusync.Call) {
		env.Progress(fmt.Sprintf("%d/%d %s", done+1, len(plan.Calls), next.Action))
	})
	env.Progress("")
	printed := env.Print(result)
	if done := result.done(); err != nil && done > 0 {
		env.Notef("%d of %d calls were made; run the command again to make the others", done, len(plan.Calls))
	}
	return verdictAfter(printed, err)
}

// permit returns an error if the push deletes menus without --yes.
func (o *menuPushOptions) permit(env *ui.Env, lost []menusync.Loss) error {
	var names []string
	for _, loss := range lost {
		names = append(names, oneLine(loss.String()))
	}
	switch {
	case len(lost) == 0 || o.yes:
		return nil
	case o.dryRun:
		env.Notef("a push without --yes is refused, because it deletes %s", strings.Join(names, "; "))
		return nil
	}
	return usage("menu push: the account has a menu that the file does not contain: %s", strings.Join(names, "; ")).withHint("add --yes to delete it, or add it to the file: wxtool menu pull prints it")
}

type pushResult struct {
	DryRun  bool            `json:"dry_run"`
	Changes menu.Difference `json:"changes"`
	Calls   []menusync.Call `json:"calls"`
}

func newPushResult(plan *menusync.Plan) pushResult {
	return pushResult{Changes: append(menu.Difference{}, plan.Changes...), Calls: plan.Calls}
}

// done returns how many calls were made.
func (r pushResult) done() int {
	n := 0
	for _, c := range r.Calls {
		if c.Done {
			n++
		}
	}
	return n
}

func (pushResult) JSONType() string { return "menu_push" }

func (r pushResult) WriteText(p *ui.Printer) {
	writeChanges(p, r.Changes)
	switch {
	case len(r.Calls) == 0:
		p.Linef("%s, the account already has these menus", p.Good("nothing to push"))
	case r.DryRun:
		p.Linef("%s, a push would mean: %s", p.Warn("dry run"), summary(r.Calls, func(menusync.Call) bool { return true }))
	default:
		made := summary(r.Calls, func(c menusync.Call) bool { return c.Done })
		if made == "" {
			p.Linef("%s", p.Bad("nothing was pushed"))
			return
		}
		p.Linef("%s: %s", p.Good("pushed"), made)
	}
}

// summary counts calls in words.
func summary(calls []menusync.Call, which func(menusync.Call) bool) string {
	count := map[menusync.Action]int{}
	for _, c := range calls {
		if which(c) {
			count[c.Action]++
		}
	}
	var words []string
	if count[menusync.SetDefault] > 0 {
		words = append(words, "default menu set")
	}
	if n := count[menusync.AddConditional]; n > 0 {
		words = append(words, plural(n, "conditional menu")+" published")
	}
	if n := count[menusync.DeleteConditional]; n > 0 {
		words = append(words, fmt.Sprintf("%d deleted", n))
	}
	return strings.Join(words, ", ")
}
