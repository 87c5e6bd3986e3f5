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

// completeFixtures offers the names of all fixtures with their titles, and files, which
// are accepted everywhere instead of a fixture.
func completeFixtures(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return fixtureNames(fixture.Filter{}, typed), cobra.ShellCompDirectiveDefault
}

// completePushes is completeFixtures without replies.
func completePushes(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return fixtureNames(fixture.Filter{Pushes: true}, typed), cobra.ShellCompDirectiveDefault
}

// fixtureNames returns names with titles. If no platform is typed yet, it also returns
// ids alone, because a shell offers only words that start with the typed text.
func fixtureNames(filter fixture.Filter, typed string) []cobra.Completion {
	var names []cobra.Completion
	all, _ := catalogue().List(filter) // a test checks that all can be read
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

// completeFlags adds completion for flags with a fixed set of values. It visits every
// flag, so it is called only for a completion.
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

// accountWords returns the possible values of a flag that is an account setting.
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

// completeProfiles offers the profiles of the config file.
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
