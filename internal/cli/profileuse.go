package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/lockedfile"
	"wxtool/internal/ui"
)

func newProfileUseCmd(env *ui.Env) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "use <NAME>",
		Short: "Make a profile the default",
		Long: `Sets default: in the config file, or adds the line. Nothing else in the file
changes: comments, order, quotes and line ends stay, and so does its mode. The
file is replaced at once; a symlink is not followed.`,
		Example: `  wxtool profile use corp
  wxtool profile use shop --config wxtool.yaml`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("wxtool profile list prints the names", "profile use: name one profile")
			}
			return nil
		},
		ValidArgsFunction: profileArgs(env),
		RunE:              func(_ *cobra.Command, args []string) error { return runProfileUse(env, file, args[0]) },
	}
	configFlag(cmd, &file)
	return cmd
}

type useResult struct {
	Profile  string `json:"profile"`
	Previous string `json:"previous,omitempty"`
	Changed  bool   `json:"changed"`
	Config   string `json:"config"`
}

func (r useResult) WriteText(p *ui.Paper) {
	switch {
	case !r.Changed:
		p.Linef("%s: the default is %s already", ui.Word(r.Config), p.Bold(r.Profile))
	case r.Previous == "":
		p.Linef("%s: the default is now %s", ui.Word(r.Config), p.Bold(r.Profile))
	default:
		p.Linef("%s: the default is now %s, it was %s", ui.Word(r.Config), p.Bold(r.Profile), ui.Printable(r.Previous))
	}
}

func runProfileUse(env *ui.Env, file, name string) error {
	change, err := account.Use(sourceOf(env, nil, "", file), name)
	if err != nil {
		return err
	}
	changed := string(change.Before) != string(change.After)
	if changed {
		if err := rewrite(change); err != nil {
			return err
		}
		if change.Trusted { // this change is the user's own
			if err := trustOf(env).add(change.Path, change.After); err != nil {
				return err
			}
		}
	}
	noteProfileEnv(env)
	return env.Print(useResult{name, change.Previous, changed, change.File})
}

// rewrite writes the changed config file.
func rewrite(change *account.Change) error {
	err := writeError(change.File, lockedfile.Rewrite(change.Path, change.Before, change.After))
	if errors.Is(err, lockedfile.ErrSymlink) {
		return withHint("name the file itself with --config", err)
	}
	return err
}
