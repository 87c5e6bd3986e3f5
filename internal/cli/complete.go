package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wxtool/internal/account"
	"wxtool/internal/fixture"
	"wxtool/internal/ui"
)

func catalogue(env *ui.Env) *fixture.Catalogue { return fixture.New(env.Fixtures) }

// completeFixtures offers the names of the fixtures that a filter selects, with their
// titles, and files, which are accepted everywhere instead of a fixture.
func completeFixtures(env *ui.Env, filter fixture.Filter) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return fixtureNames(env, filter, typed), cobra.ShellCompDirectiveDefault
	}
}

// fixtureNames returns names with titles. If no platform is typed yet, it also returns
// ids alone, because a shell offers only words that start with the typed text.
func fixtureNames(env *ui.Env, filter fixture.Filter, typed string) []cobra.Completion {
	var names []cobra.Completion
	filter.Prefix = typed
	for f, err := range catalogue(env).Entries(filter) {
		if err != nil {
			return nil // a shell has no place for errors
		}
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
		switch e := f.Value.(type) {
		case *enum:
			words = e.words
		case enumList:
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
