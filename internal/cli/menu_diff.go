package cli

import (
	"context"

	"github.com/spf13/cobra"

	"wxtool/internal/menu"
	"wxtool/internal/ui"
)

type menuDiffOptions struct{ apiFlags }

func newMenuDiffCmd(env *ui.Env) *cobra.Command {
	opts := &menuDiffOptions{}
	cmd := &cobra.Command{
		Use:   "diff <FILE> | <OLD> <NEW>",
		Short: "Compare a menu file with the account's menus, or two files",
		Long: `Compares the menus of two files path by path: + is added, - removed and ~ changed
or moved. With one file it prints what menu push would change in the account.
Format, order of fields, empty sub menus, menuids and buttons that the API cannot
set are ignored. The exit code is 1 if the menus differ.`,
		Example: `  # your menu in a file, against the platform or another file
  wxtool menu diff menu.yaml --sandbox
  wxtool menu diff menu.yaml new.json
  wxtool menu diff menu.yaml menu-get.json --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 || len(args) == 2 && args[0] == "-" && args[1] == "-" {
				return usage("menu diff: name one file, or two; one of them may be - for stdin").withHint("wxtool menu diff menu.yaml")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	opts.bind(cmd)
	return cmd
}

// menuDifference is the result of menu diff.
type menuDifference struct {
	Equal   bool            `json:"equal"`
	Changes menu.Difference `json:"changes"`
}

func (menuDifference) JSONType() string { return "menu_difference" }
func (r menuDifference) IsOK() bool     { return r.Equal }

func (r menuDifference) WriteText(p *ui.Printer) {
	if r.Equal {
		p.Linef("%s", p.Good("equal"))
	}
	writeChanges(p, r.Changes)
}

func writeChanges(p *ui.Printer, changes menu.Difference) {
	for _, change := range changes {
		line := oneLine(change.String())
		switch change.Op {
		case menu.Added:
			line = p.Good(line)
		case menu.Removed:
			line = p.Bad(line)
		default:
			line = p.Warn(line)
		}
		p.Linef("%s", line)
	}
}

func (o *menuDiffOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	compare := o.withAccount
	if len(args) == 2 {
		compare = o.twoFiles
	}
	changes, err := compare(ctx, env, args)
	if err != nil {
		return err
	}
	equal := len(changes) == 0
	return verdictAfter(env.Print(menuDifference{equal, append(menu.Difference{}, changes...)}), noUnless(equal))
}

// withAccount compares the account's menus with a file, as a push would change
// them.
func (o *menuDiffOptions) withAccount(ctx context.Context, env *ui.Env, args []string) (menu.Difference, error) {
	data, err := readFile(env, args[0]) // a missing file is reported before a missing account
	if err != nil {
		return nil, err
	}
	account, err := o.menuAccount(ctx, env)
	if err != nil {
		return nil, err
	}
	wanted, err := parseMenu(env, args[0], data, account.Platform)
	if err != nil {
		return nil, err
	}
	menus, err := account.Read(ctx)
	if err != nil {
		return nil, menuError("menu diff", err)
	}
	if menus.Website != nil {
		env.Notef("the account's menu was made on the website")
	}
	return menus.Changes(wanted), nil
}

// twoFiles compares two files without an account.
func (o *menuDiffOptions) twoFiles(_ context.Context, env *ui.Env, args []string) (menu.Difference, error) {
	if o.sandbox || o.state != "" {
		return nil, usage("menu diff: two files are compared without an account, so --sandbox and --state cannot be used").withHint("name one file to compare it with the account's menus")
	}
	platform, err := o.menuPlatform(env)
	if err != nil {
		return nil, err
	}
	from, err := readMenu(env, args[0], platform)
	if err != nil {
		return nil, err
	}
	to, err := readMenu(env, args[1], platform)
	if err != nil {
		return nil, err
	}
	return menu.Diff(from, to), nil
}

// readMenu reads a menu file that may be invalid, but must be readable as a whole.
func readMenu(env *ui.Env, name string, platform menu.Platform) (*menu.File, error) {
	data, err := readFile(env, name)
	if err != nil {
		return nil, err
	}
	return parseMenu(env, name, data, platform)
}

func parseMenu(env *ui.Env, name string, data []byte, platform menu.Platform) (*menu.File, error) {
	file, problems := menu.Parse(fileName(name), data, platform)
	for _, problem := range problems {
		if problem.Level == menu.Error {
			return nil, unreadable("cannot read %s", problem).withHint("wxtool menu validate reports all problems")
		}
		env.Warnf("%s", problem)
	}
	return file, nil
}
