package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wxtool/fixtures"
	"wxtool/internal/account"
	"wxtool/internal/fixture"
	"wxtool/internal/ui"
)

func catalogue() *fixture.Catalogue { return fixture.New(fixtures.Files()) }

// completeFixtures offers the names of all fixtures with their titles, and
// files, which stand wherever a fixture may.
func completeFixtures(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return fixtureNames(fixture.Filter{}, typed), cobra.ShellCompDirectiveDefault
}

// completePushes leaves the replies out.
func completePushes(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return fixtureNames(fixture.Filter{Pushes: true}, typed), cobra.ShellCompDirectiveDefault
}

// fixtureNames lists names with their titles; to who has typed no platform the
// bare ids too, as a shell offers only what begins like the word.
func fixtureNames(filter fixture.Filter, typed string) []cobra.Completion {
	var names []cobra.Completion
	all, _ := catalogue().List(filter) // a test reads them all
	for _, f := range all {
		if strings.HasPrefix(f.Name, typed) {
			names = append(names, cobra.CompletionWithDesc(f.Name, f.Title))
		}
		if typed != "" && strings.HasPrefix(f.ID, typed) {
			names = append(names, cobra.CompletionWithDesc(f.ID, f.Title))
		}
	}
	return names
}

// completeFlags offers an enum's words, and an account setting's, wherever one
// is a flag. It is called only when a shell asks, as it visits every flag.
func completeFlags(env *ui.Env, cmd *cobra.Command) {
	offer := func(f *pflag.Flag) {
		words := accountWords(f)
		if e, ok := f.Value.(*enum); ok {
			words = e.words
		}
		if words != nil {
			cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
		}
	}
	cmd.LocalNonPersistentFlags().VisitAll(offer)
	cmd.PersistentFlags().VisitAll(offer)
	if isAccountFlag(cmd.Flags().Lookup("profile")) {
		cmd.RegisterFlagCompletionFunc("profile", completeProfiles(env, cmd.Flags()))
	}
	for _, sub := range cmd.Commands() {
		completeFlags(env, sub)
	}
}

// accountWords lists the words that an account setting takes, if it is one.
func accountWords(f *pflag.Flag) []string {
	switch {
	case !isAccountFlag(f):
		return nil
	case f.Name == account.Platform:
		return []string{account.PlatformMP, account.PlatformWork}
	case f.Name == account.Mode:
		return []string{account.ModePlain, account.ModeCompatible, account.ModeSafe}
	}
	return nil
}

// completeProfiles offers the profiles of the config file in force.
func completeProfiles(env *ui.Env, flags *pflag.FlagSet) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		config, _ := flags.GetString("config")
		names, err := account.ProfileNames(sourceOf(env, nil, "", config))
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
}
