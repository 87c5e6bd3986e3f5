package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wxtool/internal/ui"
)

// accountGroup marks the flags that help lists under "Account settings".
const accountGroup = "wxtool_account"

func markAccountFlag(f *pflag.Flag) { f.Annotations = map[string][]string{accountGroup: nil} }

func isAccountFlag(f *pflag.Flag) bool {
	if f == nil {
		return false
	}
	_, ok := f.Annotations[accountGroup]
	return ok
}

// writeHelp prints the help of a command to stdout. It does not use the templates of
// Cobra, which would link text/template, a third of the size of the program.
func writeHelp(env *ui.Env, cmd *cobra.Command) {
	p := env.Output()
	p.Linef("%s\n", strings.TrimSpace(cmp.Or(cmd.Long, cmd.Short)))
	p.Linef("%s\n  %s", p.Bold("Usage:"), useLine(cmd))
	if cmd.Example != "" {
		p.Linef("\n%s\n%s", p.Bold("Examples:"), strings.TrimRight(cmd.Example, "\n"))
	}
	writeCommands(p, cmd)
	var own, shared, global pflag.FlagSet
	cmd.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if isAccountFlag(f) {
			shared.AddFlag(f)
		} else {
			own.AddFlag(f)
		}
	})
	global.AddFlagSet(cmd.InheritedFlags())
	global.AddFlagSet(cmd.PersistentFlags())
	writeFlags(p, "Flags:", &own)
	writeFlags(p, "Account settings (flag, else WXTOOL_… variable, else profile in wxtool.yaml):", &shared)
	writeFlags(p, "Flags of all commands:", &global)
	if name := strings.TrimPrefix(cmd.CommandPath(), "wxtool "); len(jsonFields(name)) > 0 {
		p.Linef("\n%s", p.Bold("Fields with --json (docs/json.md describes them):"))
		writeFields(p, name)
	}
	if !cmd.HasParent() {
		writeTopics(p)
	}
}

func writeTopics(p *ui.Printer) {
	p.Linef("\n%s", p.Bold("Help topics (wxtool help TOPIC):"))
	for _, t := range topics() {
		p.Linef("  %s %s", p.Bold(fmt.Sprintf("%-13s", t.name)), t.short)
	}
}

func useLine(cmd *cobra.Command) string {
	line := cmd.UseLine()
	if !strings.Contains(line, "[flags]") && cmd.HasAvailableLocalFlags() {
		line += " [flags]"
	}
	return line
}

func writeCommands(p *ui.Printer, cmd *cobra.Command) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	p.Linef("\n%s", p.Bold("Commands:"))
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			p.Linef("  %s %s", p.Bold(fmt.Sprintf("%-13s", sub.Name())), sub.Short)
		}
	}
}

func writeFlags(p *ui.Printer, title string, flags *pflag.FlagSet) {
	flags.SortFlags = false
	if text := strings.TrimRight(flags.FlagUsages(), "\n"); text != "" {
		p.Linef("\n%s\n%s", p.Bold(title), text)
	}
}

func newHelpCmd(env *ui.Env) *cobra.Command {
	return &cobra.Command{
		Use:    "help [command|topic]",
		Short:  "Help on a command or a topic",
		Hidden: true,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) (names []string, _ cobra.ShellCompDirective) {
			target, _, err := cmd.Root().Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			for _, sub := range target.Commands() {
				if sub.IsAvailableCommand() {
					names = append(names, cobra.CompletionWithDesc(sub.Name(), sub.Short))
				}
			}
			for _, t := range topics() {
				if len(args) == 0 {
					names = append(names, cobra.CompletionWithDesc(t.name, t.short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				if t, ok := findTopic(args[0]); ok {
					t.write(env.Output())
					return nil
				}
			}
			target, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usage("there is no command %q", strings.Join(args, " ")).withHint("wxtool --help lists the commands and topics")
			}
			return target.Help()
		},
	}
}
