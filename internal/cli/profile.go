package cli

import (
	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/ui"
)

// starterHint is the command that creates a wxtool.yaml.
const starterHint = "wxtool profile init creates a " + account.FileName

func newProfileCmd(env *ui.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "profile <command>",
		Short: "Create wxtool.yaml; list, show and choose its accounts",
		Long: `A profile is a named account in wxtool.yaml, which wxtool searches for in this
folder, the parent folders and your config folder. Every command uses the
default profile, or the one in --profile or WXTOOL_PROFILE. Flags and WXTOOL_…
variables override its values.`,
		Example: `  wxtool profile init --config mine.yaml
  wxtool profile list
  wxtool profile show shop
  wxtool profile use corp`,
	}
	group(cmd)
	cmd.AddCommand(newProfileInitCmd(env), newProfileListCmd(env), newProfileShowCmd(env), newProfileUseCmd(env), newProfileTrustCmd(env))
	return cmd
}

// profileArgs completes the names of profiles.
func profileArgs(env *ui.Env) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return completeProfiles(env, cmd.Flags())(cmd, args, word)
	}
}

// configFlag is --config for commands that read the file and not an account.
func configFlag(cmd *cobra.Command, value *string) {
	cmd.Flags().StringVar(value, "config", "", "config file instead of "+account.FileName)
	markAccountFlag(cmd.Flags().Lookup("config"))
}
