package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestEveryCommandIsListed: the tests of secrets and of streams run every
// command that does something, so a new command must be added to both lists.
func TestEveryCommandIsListed(t *testing.T) {
	lists := map[string][]call{"secretCalls": secretCalls(), "calls": calls()}
	for name, list := range lists {
		ran := commandsOf(t, list)
		for _, cmd := range allCommands(t) {
			if !printsHelp(cmd) && !ran[cmd.CommandPath()] {
				t.Errorf("no entry of %s runs %s", name, cmd.CommandPath())
			}
		}
	}
}

// commandsOf returns the paths of the commands that the lines of list run.
func commandsOf(t *testing.T, list []call) map[string]bool {
	t.Helper()
	env, _, _ := newWorld(t).env()
	root := newRoot(env, nil)
	paths := map[string]bool{}
	for _, c := range list {
		if cmd := commandOf(root, strings.Fields(c.args)); cmd != nil {
			paths[cmd.CommandPath()] = true
		}
	}
	return paths
}

// printsHelp: a command that has subcommands does nothing else, except sandbox.
func printsHelp(cmd *cobra.Command) bool { return cmd.HasSubCommands() && cmd.Name() != "sandbox" }

// commandOf is the command that args run, or nil for a name that does not exist.
func commandOf(root *cobra.Command, args []string) *cobra.Command {
	cmd, _, err := root.Find(args)
	if err != nil {
		return nil
	}
	return cmd
}
