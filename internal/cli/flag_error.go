package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wxtool/internal/nearest"
)

// flagError converts an error of pflag to a usage error that suggests similar flags.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	hint := cmd.CommandPath() + " --help lists the flags"
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return err
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown, hint)
	case errors.As(err, &invalid):
		return usage("--%s %q: %s", invalid.GetFlag().Name, invalid.GetValue(), wanted(invalid)).withHint(hint)
	}
	return usage("%w", err).withHint(hint)
}

// unknownFlag suggests the nearest flag. Of an argument such as -token=SECRET it repeats
// only the part that is a flag with two dashes, because the rest may be a secret.
func unknownFlag(cmd *cobra.Command, err *pflag.NotExistError, hint string) error {
	name, typed := err.GetSpecifiedName(), "--"+err.GetSpecifiedName()
	if letters := err.GetSpecifiedShortnames(); letters != "" {
		typed = "-" + name
		if word, _, _ := strings.Cut(letters, "="); cmd.Flags().Lookup(word) != nil {
			name, typed = word, "-"+word
		}
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	switch {
	case name == "version":
		hint = "wxtool version prints it"
	case name[0] >= '0' && name[0] <= '9':
		return usage("unknown flag: %s", typed).withHint("write -- before a value that starts with a minus")
	}
	return usage("unknown flag: %s", typed).withHint(didYouMean(nearest.Of("--"+name, names), hint))
}

// wanted describes the valid values of a flag.
func wanted(err *pflag.InvalidValueError) string {
	switch err.GetFlag().Value.Type() {
	case "int", "int64", "uint64":
		return "must be a whole number"
	case "float64":
		return "must be a number"
	case "bool":
		return "must be true or false"
	}
	return err.Unwrap().Error()
}
