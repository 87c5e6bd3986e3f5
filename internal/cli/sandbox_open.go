package cli

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/httpx"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// actionOpen is the action of a user that needs a browser: it opens a page.
const actionOpen = "open"

// openFlags are the flags of the action open.
type openFlags struct {
	deny, twice, snapshot bool
	page                  string // number of an error page
}

// answer is what the user answers to the question of a page.
func (f openFlags) answer() string {
	switch {
	case f.page != "":
		return f.page
	case f.deny:
		return "deny"
	case f.snapshot:
		return "snapshot"
	}
	return "allow"
}

// checkOpen rejects flags of open without it, and other flags with it.
func (o *sandboxDoOptions) checkOpen(action string) error {
	unfit := []string{"deny", "twice", "snapshot", "error-page"}
	if action == actionOpen {
		unfit = []string{"tags", "client", "set", "state"}
	}
	for _, flag := range unfit {
		switch {
		case !o.flags.Changed(flag):
		case action != actionOpen:
			return usage("--%s: has an effect only with open", flag).withHint("wxtool sandbox do open URL --user lily")
		case flag == "state":
			return usage("sandbox do open: needs a running sandbox, because the page asks it who visits").withHint("start wxtool sandbox --state FILE, and leave --state out here")
		default:
			return usage("--%s: has no effect on open", flag)
		}
	}
	if o.open.deny && o.open.snapshot {
		return usage("--deny and --snapshot exclude each other").withHint("a user who refuses is not known at all")
	}
	if pages := sandbox.ErrorPages(); o.open.page != "" && !slices.Contains(pages, o.open.page) {
		return usage("--error-page: is %q, it must be one of %s", o.open.page, strings.Join(pages, ", ")).withHint("the sandbox shows the others by itself")
	}
	return nil
}

// visitResult is a visit for printing.
type visitResult struct {
	*sandbox.Visit
	quiet bool
}

func (visitResult) JSONType() string { return "visit" }
func (r visitResult) IsOK() bool     { return r.OK }

func (r visitResult) WriteText(p *ui.Printer) {
	if !r.quiet {
		for i := range r.Steps {
			writeStep(p, &r.Steps[i])
		}
	}
	verdict := p.Good("ok ")
	if !r.OK {
		verdict = p.Bad("bad")
	}
	p.Linef("%s  %s %d  %s", verdict, ui.OneLine(r.URL), r.Status, p.Bold(ui.OneLine(r.Title)))
	if !r.quiet && !r.Asked {
		p.Linef("  %s", p.Dim("the page did not ask the platform who visits"))
	}
}

func writeStep(p *ui.Printer, s *sandbox.Step) {
	what := ""
	if s.What != "" {
		what = "  " + p.Dim(ui.OneLine(s.What))
	}
	p.Linef("%s %s  %d%s", s.Method, ui.OneLine(s.URL), s.Status, what)
	if s.Location != "" {
		p.Linef("  → %s", ui.OneLine(s.Location))
	}
	if s.Error != "" {
		code := ""
		if s.Code != 0 {
			code = strconv.Itoa(s.Code) + " "
		}
		p.Linef("  %s%s%s", p.Bad("error page: "), code, ui.OneLine(s.Error))
	}
	for _, note := range s.Notes {
		p.Linef("  %s%s", p.Warn("note: "), ui.OneLine(note))
	}
}

// runOpen opens a page as the phone of the user does.
func (o *sandboxDoOptions) runOpen(ctx context.Context, env *ui.Env, address string) error {
	s, err := o.asGiven(env, nil)
	if err != nil {
		return err
	}
	if address == "" {
		return usage("sandbox do open: the URL is missing").withHint("wxtool sandbox do open http://localhost:3000/account --user lily")
	}
	origin, err := sandboxOriginOf(s)
	if err != nil {
		return err
	}
	transport, err := o.tls.transport(env)
	if err != nil {
		return err
	}
	browser := sandbox.Browser{
		Sandbox: origin, HTTP: transport, User: o.act.User, Answer: o.open.answer(), Twice: o.open.twice,
		Work: s.given(account.Platform) && s.Platform() == account.PlatformWork || opensWork(address),
	}
	visit, err := browser.Open(ctx, address)
	if err != nil {
		return openProblem(origin, err)
	}
	if env.Verbose {
		env.Show("the last page", visit.Body)
	}
	return verdictAfter(env.Print(visitResult{visit, env.Quiet}), noUnless(visit.OK))
}

// opensWork reports whether an address is a page of WeCom, by its agentid.
func opensWork(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Query().Has("agentid") || strings.HasPrefix(u.Query().Get("appid"), "ww"))
}

// openProblem is the command's error for an address that did not answer.
func openProblem(origin string, err error) error {
	var unreached *sandbox.TransportError
	if !errors.As(err, &unreached) || cmp.Or(unreached.At, origin) == origin {
		return sandboxProblem(origin, err)
	}
	return unreachable("cannot reach %s: %w", unreached.At, httpx.RootCause(unreached.Err)).withHint("is your server running?")
}
