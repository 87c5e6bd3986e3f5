package cli

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/lockedfile"
	"wxtool/internal/menu"
	"wxtool/internal/ui"
)

type menuPullOptions struct {
	apiFlags
	format string
	force  bool
}

func newMenuPullCmd(env *ui.Env) *cobra.Command {
	opts := &menuPullOptions{}
	cmd := &cobra.Command{
		Use:   "pull [FILE]",
		Short: "Write the account's menus as a file that push accepts",
		Long: `Writes the account's menus, including the conditional ones, to a file or to stdout,
as YAML or, if the name of the file ends in .json, as JSON. Pushing the file
changes nothing.

If the API has set no menu, the menu made on the website is written. Buttons that
the API cannot set (texts, pictures, articles) are left out, with a warning. An
existing file with other content is replaced only with --force.`,
		Example: `  wxtool menu pull --sandbox --state shop.json
  wxtool menu pull pulled.yaml --sandbox --state shop.json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("menu pull: name one file, or none for stdout").withHint("wxtool menu pull menu.yaml")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return opts.run(cmd.Context(), env, strings.Join(args, ""))
		},
	}
	cmd.Flags().Var(newEnum(&opts.format, "", "yaml", "json"), "format", "yaml or json (default: by the name of the file, else yaml)")
	cmd.Flags().BoolVar(&opts.force, "force", false, "replace an existing file with other content")
	opts.bind(cmd)
	return cmd
}

// pullResult is the pulled menu file, and where it was written.
type pullResult struct {
	File    string          `json:"file,omitempty"`
	Website bool            `json:"website"` // made on the website, not through the API
	Menu    json.RawMessage `json:"menu"`
	MenuIDs []menuName      `json:"menuids,omitempty"` // of the conditional menus, including those that the platform no longer matches
	text    []byte
	counts  string
	written bool // the file did not have this content already
}

// menuName identifies a conditional menu.
type menuName struct {
	MenuID string `json:"menuid"`
	Rule   string `json:"matchrule"`
}

func (pullResult) JSONType() string { return "menu" }

func (r pullResult) WriteText(p *ui.Printer) {
	if r.File == "" {
		p.Raw(strings.TrimSuffix(string(r.text), "\n"))
		return
	}
	word := p.Good("wrote")
	if !r.written {
		word = p.Good("unchanged:")
	}
	p.Linef("%s %s: %s", word, ui.OneLine(r.File), r.counts)
}

func (o *menuPullOptions) run(ctx context.Context, env *ui.Env, name string) error {
	account, err := o.menuAccount(ctx, env)
	if err != nil {
		return err
	}
	menus, err := account.Pull(ctx)
	if err != nil {
		return menuError("menu pull", err)
	}
	file := menus.InForce()
	warnProblems(env, file.Validate())
	result := o.result(file, name)
	result.Website = menus.Website != nil
	if name != "" {
		if result.written, err = o.write(env, name, result.text); err != nil {
			return err
		}
	}
	return env.Print(result)
}

func (o *menuPullOptions) result(file *menu.File, name string) pullResult {
	r := pullResult{File: name, Menu: file.JSON(), text: file.YAML(), counts: counted(file)}
	for i := range file.Conditional {
		r.MenuIDs = append(r.MenuIDs, menuName{file.Conditional[i].MenuID, file.Conditional[i].MatchRule.String()})
	}
	if o.format == "json" || o.format == "" && strings.EqualFold(filepath.Ext(name), ".json") {
		r.text = append(file.JSON(), '\n')
	}
	return r
}

// write writes the file, if it does not have this content already.
func (o *menuPullOptions) write(env *ui.Env, name string, text []byte) (written bool, err error) {
	written, err = writeNew(env, name, text)
	switch {
	case !errors.Is(err, lockedfile.ErrExists):
		return written, err
	case o.force:
		return true, writeFile(env, name, text)
	}
	return false, replaceHint(err, "--force replaces it; wxtool menu diff "+name+" shows the difference")
}

// counted describes the size of a file in words.
func counted(f *menu.File) string {
	words := "no default menu"
	if n := f.Normalize(); n.Default != nil {
		words = "a menu with " + plural(len(n.Default.Button), "button")
	}
	if len(f.Conditional) > 0 {
		words += ", " + plural(len(f.Conditional), "conditional menu")
	}
	return words
}
