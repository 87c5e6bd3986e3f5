package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/fixture"
	"wxtool/internal/message"
	"wxtool/internal/ui"
)

type showOptions struct {
	sampleFlags
	platform, format string
	raw, fields      bool
}

func newFixtureShowCmd(env *ui.Env) *cobra.Command {
	opts := &showOptions{}
	cmd := &cobra.Command{
		Use:   "show <NAME|FILE|->",
		Short: "Print a sample as it would be sent",
		Long: `Prints a sample as it would be sent: CreateTime is now, the times beside it have
moved along, MsgId is new. Elements are changed with --set, --add and --unset;
the path of a nested one is A/B/C, of the second of several A/B[2]/C. --format
json prints the JSON that mini programs, and accounts set to it, get.

--fields prints the table of its elements: type, whether every such push has
it, and what it means. --raw prints the file as it stands, with its head: title,
official page, what may be answered.`,
		Example: `  wxtool fixture show mp/subscribe-scan
  wxtool fixture show work/template-card-event --fields
  wxtool fixture show mini-subscribe-msg-popup --format json
  wxtool fixture show mp/text --set Content=你好 --from-user oTest
  wxtool fixture show pic-weixin --add 'SendPicsInfo/PicList/item[2]/PicMd5Sum=9e107d9d372bb6826bd81d3542a419d6'`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("wxtool fixture list prints the names", "fixture show: name one sample")
			}
			return nil
		},
		ValidArgsFunction: completeFixtures,
		RunE:              func(_ *cobra.Command, args []string) error { return opts.run(env, args[0]) },
	}
	flags := cmd.Flags()
	opts.sampleFlags.bind(flags)
	flags.Var(newEnum(&opts.platform, "", fixture.Platforms()...), "platform", "whose, where several platforms have the id (default mp)")
	flags.Var(newEnum(&opts.format, "", "xml", "json"), "format", "print as XML or JSON, where the platform sends both (default: the sample's own)")
	flags.BoolVar(&opts.fields, "fields", false, "print the table of its elements")
	flags.BoolVar(&opts.raw, "raw", false, "print the file as it stands")
	return cmd
}

// shownFixture prints the sample's bytes; with --json what is known of it too.
type shownFixture struct{ fixtureResult }

func (r shownFixture) WriteText(p *ui.Paper) { p.Raw(r.XML + r.JSON) }

func (o *showOptions) run(env *ui.Env, name string) error {
	f, err := findFixture(env, name, orText(o.platform, "mp"))
	if err != nil {
		return err
	}
	if o.platform != "" && f.Platform != "" && f.Platform != o.platform {
		return usage("leave --platform out", "fixture %s: is not one of %s", f.Name, o.platform)
	}
	if o.fields {
		return env.Print(newFieldsResult(f))
	}
	r := shownFixture{newFixtureResult(f)}
	text, err := o.text(env, f)
	if err != nil {
		return err
	}
	if trimmed := strings.TrimRight(string(text), "\n"); message.IsJSON(text) {
		r.JSON = trimmed
	} else {
		r.XML = trimmed
	}
	return env.Print(r)
}

// text is the sample as it would be sent, or its file.
func (o *showOptions) text(env *ui.Env, f *fixture.Fixture) ([]byte, error) {
	if !o.raw {
		return f.Render(fixture.Fill{Now: env.Now(), Rand: env.Rand, ToUser: o.toUser, FromUser: o.fromUser, Format: o.format, Edits: o.edits})
	}
	if len(o.edits) > 0 || o.toUser+o.fromUser+o.format != "" {
		return nil, usage("leave --raw out", "fixture show: --raw prints the file unchanged, so nothing can be set")
	}
	return f.Raw(), nil
}

// findFixture finds a fixture by name, or reads a user's own file, which has a
// dot in its name or an absolute path, or is "-". No fixture's name has a dot.
func findFixture(env *ui.Env, name, platform string) (*fixture.Fixture, error) {
	if name != "-" && !strings.Contains(name, ".") && !strings.HasPrefix(name, "/") {
		return catalogue().Find(name, platform)
	}
	data, err := readFile(env, name)
	if err != nil {
		return nil, err
	}
	return fixture.Own(fileName(name), data), nil
}
