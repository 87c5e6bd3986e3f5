package cli

import (
	"cmp"
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
		Long: `Prints a sample as it would be sent: CreateTime is now, related times move by
the same amount, and MsgId is new. --set, --add and --unset change elements; the
path of a nested element is A/B/C, and A/B[2]/C of the second B. --format json
prints the JSON that mini programs, and accounts with that setting, receive.

--fields prints the table of elements: type, whether the element is required,
and its meaning. --raw prints the file unchanged, with its head: title, official
page and expected answer.`,
		Example: `  wxtool fixture show mp/subscribe-scan
  wxtool fixture show work/template-card-event --fields
  wxtool fixture show mini-subscribe-msg-popup --format json
  wxtool fixture show mp/text --set Content=你好 --from-user oTest
  wxtool fixture show pic-weixin --add 'SendPicsInfo/PicList/item[2]/PicMd5Sum=9e107d9d372bb6826bd81d3542a419d6'`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("fixture show: needs one sample").withHint("wxtool fixture list prints the names")
			}
			return nil
		},
		ValidArgsFunction: completeFixtures(env, fixture.Filter{}),
		RunE:              func(_ *cobra.Command, args []string) error { return opts.run(env, args[0]) },
	}
	flags := cmd.Flags()
	opts.sampleFlags.bind(flags)
	flags.Var(newEnum(&opts.platform, "", fixture.Platforms()...), "platform", "platform of the sample, if several have the id (default mp)")
	flags.Var(newEnum(&opts.format, "", "xml", "json"), "format", "print as XML or JSON, if the platform sends both (default: the format of the sample)")
	flags.BoolVar(&opts.fields, "fields", false, "print the table of elements")
	flags.BoolVar(&opts.raw, "raw", false, "print the file unchanged")
	return cmd
}

// shownFixture prints the content of a sample, and with --json also its metadata.
type shownFixture struct{ fixtureResult }

func (r shownFixture) WriteText(p *ui.Printer) { p.Raw(r.XML + r.JSON) }

func (o *showOptions) run(env *ui.Env, name string) error {
	f, err := findFixture(env, name, cmp.Or(o.platform, "mp"))
	if err != nil {
		return err
	}
	if o.platform != "" && f.Platform != "" && f.Platform != o.platform {
		return usage("fixture %s: is not one of %s", f.Name, o.platform).withHint("remove --platform")
	}
	if o.fields {
		return env.Print(newFieldsResult(f))
	}
	r := shownFixture{newFixtureResult(&f.Entry)}
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

// text returns the sample as it would be sent, or its file.
func (o *showOptions) text(env *ui.Env, f *fixture.Fixture) ([]byte, error) {
	if !o.raw {
		return f.Render(fixture.Fill{Now: env.Now(), Rand: env.Rand, ToUser: o.toUser, FromUser: o.fromUser, Format: o.format, Edits: o.edits})
	}
	if len(o.edits) > 0 || o.toUser+o.fromUser+o.format != "" {
		return nil, usage("fixture show: --raw prints the file unchanged, so elements cannot be changed").withHint("remove --raw")
	}
	return f.Raw(), nil
}

// findFixture finds a fixture by name, or reads a file. A name is a file if it is "-",
// an absolute path or contains a dot, because no fixture name contains a dot.
func findFixture(env *ui.Env, name, platform string) (*fixture.Fixture, error) {
	if name != "-" && !strings.Contains(name, ".") && !strings.HasPrefix(name, "/") {
		return catalogue(env).Find(name, platform)
	}
	data, err := readFile(env, name)
	if err != nil {
		return nil, err
	}
	return fixture.Own(fileName(name), data), nil
}
