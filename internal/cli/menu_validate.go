package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/menu"
	"wxtool/internal/ui"
)

type menuValidateOptions struct {
	accountFlags
	strict bool
}

func newMenuValidateCmd(env *ui.Env) *cobra.Command {
	opts := &menuValidateOptions{}
	cmd := &cobra.Command{
		Use:   "validate <FILE|->",
		Short: "Check a menu file against every limit of the platform, and draw it",
		Long: `Checks a menu file as menu/create and menu/addconditional do, but reports all
problems at once, each with its line, its path and the platform's errcode: counts,
levels, button types and their fields, lengths in bytes, URLs, rules.

A valid menu is drawn as a phone shows it. A warning is a problem that the platform
accepts, or may accept; --strict makes it an error.`,
		Example: `  # your menu in a file; wxtool menu pull prints one
  wxtool menu validate menu.yaml
  wxtool menu validate menu.json --strict --json
  wxtool menu validate work.yaml --platform work`,
		Args: oneMenuFile,
		RunE: func(_ *cobra.Command, args []string) error { return opts.run(env, args[0]) },
	}
	cmd.Flags().BoolVar(&opts.strict, "strict", false, "treat warnings as errors")
	opts.bind(cmd, account.Platform)
	return cmd
}

// menuVerdict is the result of menu validate.
type menuVerdict struct {
	Valid    bool           `json:"valid"`
	Problems []menu.Problem `json:"problems"`
	file     *menu.File
	quiet    bool
}

func (o *menuValidateOptions) run(env *ui.Env, name string) error {
	platform, err := o.menuPlatform(env)
	if err != nil {
		return err
	}
	data, err := readFile(env, name)
	if err != nil {
		return err
	}
	file, problems := menu.Check(fileName(name), data, platform)
	for i := range problems {
		if o.strict {
			problems[i].Level = menu.Error
		}
	}
	verdict := menuVerdict{menu.Valid(problems), append([]menu.Problem{}, problems...), file, env.Quiet}
	return verdictAfter(env.Print(verdict), noUnless(verdict.Valid))
}

func (menuVerdict) JSONType() string { return "menu_verdict" }
func (r menuVerdict) IsOK() bool     { return r.Valid }

func (r menuVerdict) WriteText(p *ui.Printer) {
	count := map[menu.Level]int{}
	for _, problem := range r.Problems {
		count[problem.Level]++
		p.Linef("%s", oneLine(problem.String()))
	}
	var words []string
	for _, level := range []menu.Level{menu.Error, menu.Warning} {
		if n := count[level]; n > 0 {
			words = append(words, plural(n, string(level)))
		}
	}
	switch {
	case !r.Valid:
		p.Linef("%s %s", p.Bad("invalid:"), strings.Join(words, ", "))
	case len(words) > 0:
		p.Linef("%s, %s", p.Good("valid"), words[0])
	default:
		p.Linef("%s", p.Good("valid"))
	}
	if r.Valid && !r.quiet {
		drawMenus(p, r.file)
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "sh") {
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// oneLine makes text from outside safe to print on one line of a terminal.
func oneLine(s string) string {
	return ui.Printable(strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(s))
}
