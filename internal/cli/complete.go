package cli

import (
	"github.com/spf13/cobra"

	"wxtool/fixtures"
	"wxtool/internal/account"
	"wxtool/internal/fixture"
	"wxtool/internal/ui"
)

func catalogue() *fixture.Catalogue { return fixture.New(fixtures.FS()) }

// completeFixtures offers the names of all fixtures with their titles, and
// files, which stand wherever a fixture may.
func completeFixtures(_ *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return fixtureNames(""), cobra.ShellCompDirectiveDefault
}

// fixtureNames lists the names of one kind, or of all, with their titles.
func fixtureNames(kind string) []cobra.Completion {
	var names []cobra.Completion
	all, _ := catalogue().List(fixture.Filter{Kind: kind}) // a test reads them all
	for _, f := range all {
		names = append(names, cobra.CompletionWithDesc(f.Name, f.Title))
	}
	return names
}

// completeAccount offers the words that account settings take.
func completeAccount(cmd *cobra.Command, a *accountFlags) {
	words := map[string][]string{
		account.Platform: {account.PlatformMP, account.PlatformWork},
		account.Mode:     {account.ModePlain, account.ModeCompatible, account.ModeSafe},
	}
	for _, key := range account.Keys() {
		if a.values[key.Name] != nil && words[key.Name] != nil {
			cmd.RegisterFlagCompletionFunc(key.Flag, cobra.FixedCompletions(words[key.Name], cobra.ShellCompDirectiveNoFileComp))
		}
	}
}

// completeProfiles offers the profiles of the config file in force.
func completeProfiles(env *ui.Env, a *accountFlags) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		names, err := account.ProfileNames(a.source(env, nil))
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}
