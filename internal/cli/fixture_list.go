package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/fixture"
	"wxtool/internal/ui"
)

func newFixtureListCmd(env *ui.Env) *cobra.Command {
	var filter fixture.Filter
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the samples: name, types and title",
		Long: `Lists the sample pushes and replies, grouped by platform and kind, with name,
MsgType, Event, ChangeType or InfoType, and title. -q prints only the names.
--search finds Chinese or English words in all of these.

--retired also lists pushes that the platform no longer sends. --platform
hostile lists samples that test the robustness of a server.`,
		Example: `  wxtool fixture list
  wxtool fixture list --platform work --kind event
  wxtool fixture list --family bot,hardware
  wxtool fixture list --search 菜单 -q
  wxtool fixture list --search 'contact user' --retired`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return runFixtureList(env, filter) },
	}
	flags := cmd.Flags()
	flags.Var(newEnum(&filter.Platform, "", fixture.Platforms()...), "platform", "only this platform")
	flags.Var(newEnum(&filter.Kind, "", "message", "event", "reply"), "kind", "only this kind")
	flags.Var(enumList{&filter.Families, fixture.AllFamilies()}, "family", "only samples of these families, named after who has the callback URL: "+strings.Join(fixture.AllFamilies(), ", "))
	flags.StringVar(&filter.Search, "search", "", "only samples with these words in name, title, summary or types")
	flags.BoolVar(&filter.Retired, "retired", false, "also samples that the platform no longer sends")
	return cmd
}

// fixtureResult is a fixture in a list.
type fixtureResult struct {
	Name       string `json:"name"`
	Platform   string `json:"platform"`
	Family     string `json:"family"`
	Kind       string `json:"kind"`
	Title      string `json:"title"`
	Summary    string `json:"summary"`
	MsgType    string `json:"msg_type,omitempty"`
	Event      string `json:"event,omitempty"`
	ChangeType string `json:"change_type,omitempty"`
	InfoType   string `json:"info_type,omitempty"`
	Status     string `json:"status"`
	Answer     string `json:"reply"`
	Format     string `json:"format"`
	Confidence string `json:"confidence"`
	Doc        string `json:"doc"`
	XML        string `json:"xml,omitempty"`
	JSON       string `json:"json,omitempty"`
}

func newFixtureResult(f *fixture.Entry) fixtureResult {
	return fixtureResult{
		Name: f.Name, Platform: f.Platform, Family: f.Family(), Kind: f.Kind, Title: f.Title, Summary: f.Summary,
		MsgType: f.MsgType, Event: f.Event, ChangeType: f.ChangeType, InfoType: f.InfoType,
		Status: f.Status, Answer: string(f.Expect.Kind), Doc: f.Doc, Format: f.Format, Confidence: f.Confidence,
	}
}

func (fixtureResult) JSONType() string { return "fixture" }

// WriteText prints only the name; a list of several is a fixtureList.
func (r fixtureResult) WriteText(p *ui.Printer) { p.Linef("%s", r.Name) }

func runFixtureList(env *ui.Env, filter fixture.Filter) error {
	list := make(fixtureList, 0, 600) // one copy of it takes longer than all else here
	var lines []byte
	for f, err := range catalogue(env).Entries(filter) {
		switch {
		case err != nil:
			return err
		case env.JSON:
			lines = env.AppendJSON(lines, newFixtureResult(&f))
		case env.Quiet:
			lines = append(append(lines, f.Name...), '\n')
		default:
			list = append(list, fixtureRow{f.Platform, f.Kind, f.Name, cmp.Or(f.Called(), "-"), f.Title, f.Retired()})
		}
	}
	switch {
	case len(list) > 0:
		out := env.Output()
		list.writeText(out)
		return out.Err()
	case len(lines) == 0:
		env.Notef("no sample matches; --retired also lists samples of closed products")
		return nil
	}
	_, err := env.Out.Write(lines)
	return err
}

// fixtureList is a list in text, with a heading for each platform and kind.
type fixtureList []fixtureRow

type fixtureRow struct {
	platform, kind, name, called, title string
	retired                             bool
}

// writeText prints the titles last, because Chinese characters are two columns wide.
func (l fixtureList) writeText(p *ui.Printer) {
	type group struct{ platform, kind string }
	name, called, counts := 0, 0, map[group]int{}
	for _, r := range l {
		name, called = max(name, len(r.name)), max(called, len(r.called))
		counts[group{r.platform, r.kind}]++
	}
	var last group
	var text strings.Builder
	text.Grow(128 * len(l))
	for i, r := range l {
		if g := (group{r.platform, r.kind}); g != last {
			if i > 0 {
				text.WriteByte('\n')
			}
			plural := map[string]string{"message": "messages", "event": "events", "reply": "replies"}[r.kind]
			fmt.Fprintf(&text, "%s %s (%d)\n", p.Bold(r.platform), plural, counts[g])
			last = g
		}
		pad(&text, p.Bold(r.name), name-len(r.name)+2)
		pad(&text, p.Dim(r.called), called-len(r.called)+1)
		text.WriteString(r.title)
		if r.retired {
			text.WriteString(" " + p.Dim("(retired)"))
		}
		text.WriteByte('\n')
	}
	p.Lines(text.String())
}

func pad(text *strings.Builder, s string, spaces int) {
	const blank = "                                        "
	text.WriteString(s)
	for ; spaces > len(blank); spaces -= len(blank) {
		text.WriteString(blank)
	}
	text.WriteString(blank[:spaces])
}

func padTo(s string, width int) string { return s + strings.Repeat(" ", max(width-len(s), 0)) }
