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
		Long: `Sets or adds the line "default:" in the config file. Nothing else changes:
comments, order, quotes, line ends and the mode of the file stay. The file is
replaced atomically. A symbolic link is an error.`,
		Example: `  wxtool profile use corp
  # your wxtool.yaml; wxtool profile init creates one
  wxtool profile use shop --config wxtool.yaml`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("profile use: needs one profile").withHint("wxtool profile list prints the names")
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

func (useResult) JSONType() string { return "profile_use" }

func (r useResult) WriteText(p *ui.Printer) {
	switch {
	case !r.Changed:
		p.Linef("%s: the default is already %s", ui.OneLine(r.Config), p.Bold(r.Profile))
	case r.Previous == "":
		p.Linef("%s: the default is now %s", ui.OneLine(r.Config), p.Bold(r.Profile))
	default:
		p.Linef("%s: the default is now %s, previously %s", ui.OneLine(r.Config), p.Bold(r.Profile), ui.Printable(r.Previous))
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
		if change.Trusted { // the user made this change
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
		return replaceHint(err, "use the file itself with --config")
	}
	return err
}
