package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wxtool/internal/fixture"
	"wxtool/internal/nearest"
)

// enum is a flag with a fixed set of values.
type enum struct {
	value *string
	words []string
}

func newEnum(value *string, initial string, words ...string) *enum {
	*value = initial
	return &enum{value, words}
}

func (e *enum) String() string { return *e.value }
func (e *enum) Type() string   { return strings.Join(e.words, "|") }

func (e *enum) Set(s string) error {
	if !slices.Contains(e.words, s) {
		return fmt.Errorf("must be %s%s", orList(e.words), meant(nearest.Of(s, e.words)))
	}
	*e.value = s
	return nil
}

// enumList is a flag with several of a fixed set of values, comma-separated or repeated.
type enumList struct {
	values *[]string
	words  []string
}

func (e enumList) String() string { return strings.Join(*e.values, ",") }
func (e enumList) Type() string   { return "names" }

func (e enumList) Set(s string) error {
	for word := range strings.SplitSeq(s, ",") {
		var one string
		if err := newEnum(&one, "", e.words...).Set(word); err != nil {
			return err
		}
		*e.values = append(*e.values, one)
	}
	return nil
}

func orList(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

func meant(near []string) string {
	if len(near) == 0 {
		return ""
	}
	return "; did you mean " + near[0] + "?"
}

// edits collects --set, --add and --unset in their order on the command line.
type edits struct {
	list *[]fixture.Edit
	op   fixture.Op
}

func (e edits) String() string { return "" }
func (e edits) Type() string {
	if e.op == fixture.Unset {
		return "path"
	}
	return "path=value"
}

func (e edits) Set(s string) error {
	edit, err := fixture.ParseEdit(e.op, s)
	if err != nil {
		return errors.New("must be Path=value, such as Content=hi")
	}
	*e.list = append(*e.list, edit)
	return nil
}

// sampleFlags are the flags that change a sample.
type sampleFlags struct {
	toUser, fromUser string
	edits            []fixture.Edit
}

func (s *sampleFlags) bind(flags *pflag.FlagSet) {
	flags.StringVar(&s.toUser, "to-user", "", "ToUserName: the gh_ id of the account, or the corpid")
	flags.StringVar(&s.fromUser, "from-user", "", "FromUserName: the OpenID or userid of the sender")
	flags.Var(edits{&s.edits, fixture.Set}, "set", "replace the text of an element, as in Content=hi or A/B[2]/C=x (repeatable)")
	flags.Var(edits{&s.edits, fixture.Add}, "add", "add a missing element (repeatable)")
	flags.Var(edits{&s.edits, fixture.Unset}, "unset", "remove an element (repeatable)")
}

// noArgs rejects arguments. The error does not repeat them, because one may be a secret
// whose flag is missing.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("%s accepts no arguments, but has %d", cmd.CommandPath(), len(args)).withHint("write values after their flags, see " + cmd.CommandPath() + " --help")
	}
	return nil
}

// atMostOne rejects a second argument.
func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return usage("%s accepts one argument, but has %d", cmd.CommandPath(), len(args)).withHint("quote a URL, or the shell splits it at each &")
	}
	return nil
}
