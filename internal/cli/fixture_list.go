package cli

import (
	"cmp"
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
	Name        string `json:"name"`
	Platform    string `json:"platform"`
	Family      string `json:"family"`
	Kind        string `json:"kind"`
	Title       string `json:"title"`
	Summary     string `json:"summary"`
	MsgType     string `json:"msg_type,omitempty"`
	Event       string `json:"event,omitempty"`
	ChangeType  string `json:"change_type,omitempty"`
	InfoType    string `json:"info_type,omitempty"`
	Status      string `json:"status"`
	Answer      string `json:"reply"`
	Format      string `json:"format"`
	Confidence  string `json:"confidence"`
	Doc         string `json:"doc"`
	XML         string `json:"xml,omitempty"`
	JSON        string `json:"json,omitempty"`
	called      string
	width       int
	calledWidth int
	quiet       bool
}

func newFixtureResult(f *fixture.Entry) fixtureResult {
	return fixtureResult{
		Name: f.Name, Platform: f.Platform, Family: f.Family(), Kind: f.Kind, Title: f.Title, Summary: f.Summary,
		MsgType: f.MsgType, Event: f.Event, ChangeType: f.ChangeType, InfoType: f.InfoType,
		Status: f.Status, Answer: string(f.Expect.Kind), Doc: f.Doc, Format: f.Format, Confidence: f.Confidence, called: f.Called(),
	}
}

func (fixtureResult) JSONType() string { return "fixture" }

// WriteText prints the title last, because Chinese characters are two columns wide.
func (r fixtureResult) WriteText(p *ui.Printer) {
	if r.quiet {
		p.Linef("%s", r.Name)
		return
	}
	pad := strings.Repeat(" ", max(r.width-len(r.Name), 0))
	title := r.Title
	if r.Status == "retired" {
		title += " " + p.Dim("(retired)")
	}
	p.Linef("%s%s  %s %s", p.Bold(r.Name), pad, p.Dim(padTo(cmp.Or(r.called, "-"), r.calledWidth)), title)
}

func padTo(s string, width int) string { return s + strings.Repeat(" ", max(width-len(s), 0)) }

func runFixtureList(env *ui.Env, filter fixture.Filter) error {
	var all []fixture.Entry
	width, called, counts := 0, 0, map[string]int{}
	for f, err := range catalogue(env).Entries(filter) {
		if err != nil {
			return err
		}
		all = append(all, f)
		width, called = max(width, len(f.Name)), max(called, len(f.Called()))
		counts[f.Platform+f.Kind]++
	}
	group := ""
	var list []byte
	for i := range all {
		f := &all[i]
		if g := f.Platform + f.Kind; g != group && !env.Quiet && !env.JSON {
			list = env.Append(list, listHeading{f.Platform, f.Kind, counts[g], group == ""})
			group = g
		}
		r := newFixtureResult(f)
		r.width, r.calledWidth, r.quiet = width, called, env.Quiet
		list = env.Append(list, r)
	}
	if len(all) == 0 {
		env.Notef("no sample matches; --retired also lists samples of closed products")
	}
	_, err := env.Out.Write(list)
	return err
}

// listHeading is the heading of a platform and kind, in text only.
type listHeading struct {
	platform, kind string
	count          int
	first          bool
}

func (listHeading) JSONType() string { return "heading" }

func (h listHeading) WriteText(p *ui.Printer) {
	if !h.first {
		p.Linef("")
	}
	p.Linef("%s %s (%d)", p.Bold(h.platform), map[string]string{"message": "messages", "event": "events", "reply": "replies"}[h.kind], h.count)
}
