package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/fingerprint"
	"wxtool/internal/junit"
	"wxtool/internal/lang"
	"wxtool/internal/push"
	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// sending prints a run of send-fixture as it goes on.
type sending struct {
	env       *ui.Env
	builtIn   map[*deliver.Item]bool // items for a built-in server
	width     int                    // of the names column, if each delivery gets one line
	unreached error                  // the last URL that was not reached
	held      *deliveryResult        // printed with its probe, in JSON
	suite     *junit.Suite           // nil: no report is asked for
	full      bool                   // show replies in full
	sending   string                 // the delivery that is being made
	answered  bool                   // there was a response to the last
	warnings  warningCounts          // not printed yet, if each delivery gets one line
	skips     []skip                 // not sent
	recorder  *recorder
	profiles  map[*deliver.Item]string
}

// deliver runs all plans until the user interrupts or the reader of stdout hangs
// up. With many each delivery is printed as one line, and a sum at the end.
func (o *sendOptions) deliver(ctx context.Context, env *ui.Env, s *sending, plans []*plan, many bool) error {
	s.builtIn, s.profiles = map[*deliver.Item]bool{}, map[*deliver.Item]string{}
	run := &deliver.Plan{
		Items: make([]deliver.Item, len(plans)), Rounds: o.repeat, Duplicate: o.duplicate, Rate: o.rate, Require: o.expect, StopRefused: true,
	}
	for i, p := range plans {
		run.Items[i] = deliver.Item{
			Name: p.fixture.Name, To: p.target, Push: func() (*push.Push, error) { return o.push(env, p) },
			Probe: !o.noProbe && !p.builtIn && (!env.Quiet || env.JSON), // with --quiet nothing is reported
		}
		s.builtIn[&run.Items[i]], s.profiles[&run.Items[i]] = p.builtIn, p.settings.Profile()
		if many {
			s.width = max(s.width, len(p.fixture.Name))
		}
	}
	client := o.client(env)
	client.OnAttempt = func(a *deliver.Attempt) {
		o.builtIns.onAttempt(a)
		s.wait(a.Number, cmp.Or(client.Attempts, deliver.Attempts))
	}
	before := len(s.skips)
	sum, err := client.Run(ctx, run, s.show)
	sum.Skipped += before
	env.Wait("")
	err = o.finish(s, sum, run.Total(), err)
	if err == nil && sum.OK == 0 && s.answered {
		err = o.hintWeCom(ctx, env, client, plans)
	}
	return verdictAfter(withoutHangUp(err), s.verdict(sum))
}

// hintWeCom prints a note if no push was answered well, no platform was chosen, and the
// URL is found to be for WeCom.
func (o *sendOptions) hintWeCom(ctx context.Context, env *ui.Env, client *deliver.Client, plans []*plan) error {
	p := plans[0]
	if p.builtIn || p.account.Platform != callback.MP || p.account.Key == nil || o.platformChosen {
		return nil
	}
	found, err := client.AnswersWeCom(ctx, p.account, p.target)
	if found {
		cause := fingerprint.WeCom()
		env.Notef("%s: %s. %s", p.target, cause.Row.Cause.In(lang.English), cause.Remedy.In(lang.English)) // as all notes
	}
	return err
}

// finish prints what was not sent and the sum of a run that ended with err.
func (o *sendOptions) finish(s *sending, sum deliver.Sum, total int, err error) error {
	interrupted := errors.Is(err, context.Canceled)
	if interrupted {
		s.env.Warnf("interrupted after %d of %d deliveries", sum.Sent, total)
	}
	if s.held != nil {
		err = errors.Join(err, s.env.Print(s.held))
	}
	if err == nil || interrupted {
		err = errors.Join(err, s.printSkips())
	}
	if s.width > 0 && !s.env.Quiet && (err == nil || interrupted) {
		err = errors.Join(err, s.env.Print(sumResult{sum, s.warnings.list, s.env.Lang}))
	}
	return err
}

// verdict is that of all deliveries made.
func (s *sending) verdict(sum deliver.Sum) error {
	if sum.Bad > 0 {
		return errNo
	}
	return s.unreached
}

// show prints an event of the run. In JSON a delivery is printed together with its
// probe, if one follows; in text both are printed as they come.
func (s *sending) show(e *deliver.Event) error {
	switch e.Kind {
	case deliver.Sending:
		s.sending = e.Item.Name
		if e.Total > 1 {
			s.sending = fmt.Sprintf("%d/%d %s", e.Number, e.Total, e.Item.Name)
		}
	case deliver.Delivered:
		s.env.Wait("")
		if err := s.recorder.delivery(e.Delivery, s.profiles[e.Item]); err != nil {
			return err
		}
		return s.showDelivery(e)
	case deliver.Probed:
		if err := s.recorder.probe(e.Delivery, e.Probe, s.profiles[e.Item]); err != nil {
			return err
		}
		return s.showProbe(e)
	case deliver.Skipped:
		s.skips = append(s.skips, skipEvent(e))
	}
	return nil
}

// wait shows on a terminal what is being sent.
func (s *sending) wait(attempt, attempts int) {
	text := "waiting for an answer to " + s.sending
	if attempts > 1 {
		text += fmt.Sprintf(", attempt %d of %d", attempt, attempts)
	}
	s.env.Wait(text)
}

// showDelivery prints a delivery. The request is shown with --verbose, and if it is
// one of few to the built-in server, which shows nothing itself.
func (s *sending) showDelivery(e *deliver.Event) error {
	d := e.Delivery
	s.answered = d.Last().Response != nil
	if cause := d.Last().Cause; cause != nil && !cause.Answered() {
		s.unreached = cannotReach(e.Item.To, cause)
	}
	if s.builtIn[e.Item] && s.width == 0 || s.env.Verbose {
		s.showSent(d)
	}
	r := &deliveryResult{Report: d.Report(s.env.Lang), ignored: d.Reply.Ignored(), quiet: s.env.Quiet, full: s.full, width: s.width, lang: s.env.Lang}
	if s.width > 0 && !s.env.Verbose {
		s.warnings.add(r.Reply.Problems)
		r.grouped = true
	}
	s.addCase(caseOf(r))
	if e.ProbeNext && s.env.JSON {
		s.held = r
		return nil
	}
	return s.env.Print(r)
}

// showSent shows a request: the message, or with --verbose the body, which may be
// encrypted.
func (s *sending) showSent(d *deliver.Delivery) {
	req := d.Last().Request
	line, text := "sent "+req.Method+" "+req.URL, string(req.Body)
	if d.Mode != callback.Plain && !s.env.Verbose {
		line, text = line+", with this message encrypted", string(d.Push.Message)
	}
	s.env.Show(line, text)
}

func (s *sending) showProbe(e *deliver.Event) error {
	if s.env.Verbose {
		req := e.Probe.Attempt.Request
		s.env.Show("sent "+req.Method+" "+req.URL+" (a wrong signature)", "")
	}
	probe := newProbeResult(s.env, e.Probe)
	if s.held == nil {
		return s.env.Print(probe)
	}
	r := s.held
	r.Probe, s.held = probe, nil
	return s.env.Print(r)
}

// addCase adds a case to the report, if one is asked for. Secrets are masked, also in an
// answer, as a report is kept and shown to others.
func (s *sending) addCase(c junit.Case) {
	if s.suite != nil {
		c.Class = "wxtool.send-fixture"
		addMasked(s.env, s.suite, c)
	}
}

func addMasked(env *ui.Env, suite *junit.Suite, c junit.Case) {
	c.Name, c.Output = ui.Printable(c.Name), env.Masked(c.Output)
	for _, p := range []*junit.Problem{c.Failure, c.Error} {
		if p != nil {
			p.Message, p.Text = env.Masked(p.Message), env.Masked(p.Text)
		}
	}
	suite.Cases = append(suite.Cases, c)
}

// caseOf is a delivery as a case of a report. What comes from outside is made
// printable, as the report is read on terminals too.
func caseOf(r *deliveryResult) junit.Case {
	c := junit.Case{Name: r.Fixture, Time: time.Duration(r.DurationMS * float64(time.Millisecond)), Output: ui.Printable(shortBody(r.Reply.Body, r.full, r.lang))}
	switch {
	case r.OK:
	case r.Status == 0:
		c.Error = problemOf(r.Reply.Problems, r.lang)
	default:
		c.Failure = problemOf(r.Reply.Problems, r.lang)
	}
	return c
}

// problemOf returns the first error, with all problems as its text.
func problemOf(problems []verdict.Rendered, l lang.Language) *junit.Problem {
	var p junit.Problem
	for _, found := range problems {
		if found.Level == verdict.Error && p.Type == "" {
			p.Type, p.Message = found.ID, ui.Printable(found.Problem)
		}
		p.Text += ui.Printable(wordProblemSo.in(l, found.Problem, found.Effect)) + "\n"
		if found.Cause != "" {
			p.Text += ui.Printable(wordCauseFix.in(l, found.Cause, found.Remedy)) + "\n"
		}
	}
	return &p
}
