package cli

import (
	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/menu"
	"wxtool/internal/ui"
)

type menuDiffOptions struct{ accountFlags }

func newMenuDiffCmd(env *ui.Env) *cobra.Command {
	opts := &menuDiffOptions{}
	cmd := &cobra.Command{
		Use:   "diff <OLD> <NEW>",
		Short: "Compare two menu files",
		Long: `Compares what two menu files would set, path by path: + is added, - removed and
~ changed or moved. Format, order of members, empty sub menus, menuids and what
the API cannot set make no difference. The exit code is 1 if they differ.`,
		Example: `  wxtool menu diff menu.yaml new.json
  wxtool menu diff menu.yaml menu-get.json --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 || args[0] == "-" && args[1] == "-" {
				return usage("wxtool menu diff old.yaml new.yaml", "menu diff: name two files; one of them may be - for stdin")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return opts.run(env, args) },
	}
	opts.bind(cmd, account.Platform)
	return cmd
}

// menuDifference is printed as lines, or as one object.
type menuDifference struct {
	Equal   bool            `json:"equal"`
	Changes menu.Difference `json:"changes"`
}

func (r menuDifference) WriteText(p *ui.Paper) {
	if r.Equal {
		p.Linef("%s", p.Good("equal"))
	}
	for _, change := range r.Changes {
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

func (o *menuDiffOptions) run(env *ui.Env, args []string) error {
	platform, err := o.menuPlatform(env)
	if err != nil {
		return err
	}
	var files []*menu.File
	for _, name := range args {
		file, err := readMenu(env, name, platform)
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	changes := menu.Diff(files[0], files[1])
	if err := env.Print(menuDifference{len(changes) == 0, append(menu.Difference{}, changes...)}); err != nil {
		return err
	}
	if len(changes) > 0 {
		return errNo
	}
	return nil
}

// readMenu reads a menu file that need not be valid, but readable to its end.
func readMenu(env *ui.Env, name string, platform menu.Platform) (*menu.File, error) {
	data, err := readFile(env, name)
	if err != nil {
		return nil, err
	}
	file, problems := menu.Parse(fileName(name), data, platform)
	for _, problem := range problems {
		if problem.Level == menu.Error {
			return nil, unreadable("wxtool menu validate tells all that is wrong", "cannot read %s", problem)
		}
		env.Warnf("%s", problem)
	}
	return file, nil
}
