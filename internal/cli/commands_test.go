package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// maxLong is the maximum number of lines of a help text.
const maxLong = 12

// TestEveryCommand checks the help of each command against the contract, and that a
// script uses the command.
func TestEveryCommand(t *testing.T) {
	scripts := allScripts(t)
	for _, cmd := range allCommands(t) {
		t.Run(strings.ReplaceAll(cmd.CommandPath(), " ", "-"), func(t *testing.T) {
			if cmd.Short == "" || strings.HasSuffix(cmd.Short, ".") {
				t.Errorf("Short is %q; want a line without a full stop", cmd.Short)
			}
			if n := len(strings.Split(cmd.Long, "\n")); cmd.Long == "" || n > maxLong {
				t.Errorf("Long has %d lines; want 1 to %d", n, maxLong)
			}
			if n := len(examples(cmd)); n < 2 {
				t.Errorf("there are %d examples that start with wxtool; want 2", n)
			}
			if !ranIn(scripts, cmd.CommandPath()) {
				t.Errorf("no script in testdata/script runs %s", cmd.CommandPath())
			}
			checkFlags(t, cmd)
		})
	}
}

// ranIn reports whether a line of the scripts runs the command, possibly with exits N.
func ranIn(scripts, command string) bool {
	line := regexp.MustCompile(`(?m)^(\[unix\] )?(exits \d+ )?` + regexp.QuoteMeta(command) + `( |$)`)
	return line.MatchString(scripts)
}

// checkFlags checks that each flag has a usage, and that no name or letter is used
// twice.
func checkFlags(t *testing.T, cmd *cobra.Command) {
	taken := map[string]*pflag.Flag{}
	check := func(f *pflag.Flag) {
		if f.Usage == "" {
			t.Errorf("--%s has no usage", f.Name)
		}
		for _, name := range []string{"--" + f.Name, "-" + f.Shorthand} {
			if other := taken[name]; name != "-" && other != nil && other != f {
				t.Errorf("%s is --%s and --%s", name, other.Name, f.Name)
			}
			taken[name] = f
		}
	}
	cmd.LocalFlags().VisitAll(check)
	cmd.InheritedFlags().VisitAll(check)
	for parent := cmd.Parent(); parent != nil; parent = parent.Parent() {
		parent.PersistentFlags().VisitAll(check)
	}
}

// allCommands returns all commands except hidden ones, with the flags of Cobra.
func allCommands(t testing.TB) []*cobra.Command {
	env, _, _ := newWorld(t).env()
	var all []*cobra.Command
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.Hidden {
			return
		}
		cmd.InitDefaultHelpFlag()
		all = append(all, cmd)
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(newRoot(env, nil))
	return all
}

// examples returns the examples of a command that can be run.
func examples(cmd *cobra.Command) []string {
	var lines []string
	for line := range strings.Lines(cmd.Example) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "wxtool ") || strings.Contains(line, "| wxtool ") {
			lines = append(lines, line)
		}
	}
	return lines
}

func allScripts(t *testing.T) string {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	var all strings.Builder
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}
