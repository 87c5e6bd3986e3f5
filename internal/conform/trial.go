package conform

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/fingerprint"
	"wxtool/internal/fixture"
	"wxtool/internal/lang"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

// Trial is one case being run against an endpoint.
type Trial struct {
	*Endpoint
	Result *Result
	right  rightAnswers       // of the controls before the case
	last   *exchange.Exchange // of the last right request
	works  bool               // it was answered as a right request is, though perhaps not well

	reported map[string]bool // rules that the answers to the controls were reported to break
}

// rightAnswers are the answers of the controls.
type rightAnswers struct{ handshake, push *exchange.Response }

// text makes a text of two formats with the same arguments, of which a lang.Text is
// used in each language.
func text(en, zh string, args ...any) lang.Text {
	in := func(l lang.Language) []any {
		list := slices.Clone(args)
		for i, arg := range list {
			if t, ok := arg.(lang.Text); ok {
				list[i] = t.In(l)
			}
		}
		return list
	}
	return lang.Text{EN: fmt.Sprintf(en, in(lang.English)...), ZH: fmt.Sprintf(zh, in(lang.Chinese)...)}
}

// Message renders the push that the controls use, sent by the user of the case.
func (t *Trial) Message(edits ...fixture.Edit) (*push.Push, error) {
	return t.Push(t.control(), edits...)
}

// Push renders a push of the user of the case.
func (t *Trial) Push(f *fixture.Fixture, edits ...fixture.Edit) (*push.Push, error) {
	o := t.pushOptions()
	o.Edits = edits
	return push.New(f, t.Account, o)
}

// pushOptions are those of a push of the user of the case.
func (t *Trial) pushOptions() push.Options {
	return push.Options{Now: t.Client.Now(), Rand: t.Client.Rand, User: t.Result.OpenID, KeepReceiveID: t.KeepReceiveID}
}

// Sealed renders and seals a control push with a new stamp, for requests that change
// the query or the body afterwards.
func (t *Trial) Sealed() (*push.Push, *callback.Signed, error) {
	p, err := t.Message()
	if err != nil {
		return nil, nil, err
	}
	stamp, err := t.Client.Stamp()
	if err != nil {
		return nil, nil, err
	}
	signed, err := p.Seal(stamp)
	return p, signed, err
}

// Post is the request of a sealed push with another query.
func (t *Trial) Post(q callback.Query, signed *callback.Signed) exchange.Request {
	return deliver.Post(q.AddTo(t.URL), signed.ContentType, signed.Body)
}

// Deliver sends a push once, and adds what is wrong with the answer as findings.
func (t *Trial) Deliver(ctx context.Context, p *push.Push) (*deliver.Delivery, error) {
	d, err := t.Client.Deliver(ctx, p, t.URL)
	if err != nil {
		return nil, err
	}
	t.last = d.Last()
	t.works = d.Reply.Kind != "none" && d.Reply.Kind != "other"
	t.Judge(d)
	return d, nil
}

// Judge adds what is wrong with the answer to a push as findings.
func (t *Trial) Judge(d *deliver.Delivery) {
	switch {
	case d.OK() && d.Silent():
		t.Result.seen = max(t.Result.seen, answered)
	case d.OK():
		t.Result.seen = replied
	}
	for _, p := range d.Reply.Problems {
		t.add(t.fitted(problemFinding(p, d.Last(), d.Push.Name)))
	}
}

// fitted makes a finding of a rule one of the case. What the control was reported with is
// a note in other cases, except that a case of right requests is run only if the control
// was answered well. A problem that the control does not have comes from what the case
// does, and its remedy is that of the case, unless the server is gone.
func (t *Trial) fitted(f Finding) Finding {
	c := t.Result.Case
	judged := f.Exchange != nil && f.Exchange.Response != nil && f.Exchange.Response.Status == http.StatusOK
	switch gone := f.Exchange != nil && f.Exchange.Cause != nil && !f.Exchange.Cause.Answered(); {
	case f.Level == Info || gone:
	case judged && controlOf(c) != NoControl:
		t.Result.rules = append(t.Result.rules, f.Rule)
	case t.reported[f.Rule] && (f.Level == Should || !c.Positive):
		f.Level = Info
	case f.Level == Must && c.Control != NoControl && c.Remedy != (lang.Text{}):
		f.Remedy = c.Remedy
	}
	return f
}

// Add adds a finding of the case's own, with the cause that the answer shows.
func (t *Trial) Add(level Level, ex *exchange.Exchange, problem lang.Text) {
	f := Finding{Level: level, Problem: problem, Remedy: t.Result.Case.Remedy, Exchange: ex}
	if ex != nil {
		f.explain(ex)
	}
	t.add(f)
}

// add adds a finding, at most with the level of the case.
func (t *Trial) add(f Finding) {
	if f.Level.Above(t.Result.Case.Level) {
		f.Level = t.Result.Case.Level
	}
	t.Result.Findings = append(t.Result.Findings, f)
}

// explain adds the cause of a wrong answer, where it is recognized.
func (f *Finding) explain(ex *exchange.Exchange) {
	cause, ok := fingerprint.Of(ex)
	if !ok {
		return
	}
	f.Cause, f.CauseID = verdict.CauseText(&cause), cause.ID
	if f.Remedy == (lang.Text{}) {
		f.Remedy = cause.Remedy
	}
}

// problemFinding is a problem of package verdict as a finding.
func problemFinding(p verdict.Problem, ex *exchange.Exchange, pushName string) Finding {
	en, zh := p.Render(lang.English), p.Render(lang.Chinese)
	return Finding{
		Level:    levelOf(en.Level),
		Rule:     string(en.Topic) + "/" + en.ID,
		Push:     pushName,
		Problem:  lang.Text{EN: en.Problem, ZH: zh.Problem},
		Expected: lang.Text{EN: en.Requirement, ZH: zh.Requirement},
		Effect:   lang.Text{EN: en.Effect, ZH: zh.Effect},
		Cause:    lang.Text{EN: en.Cause, ZH: zh.Cause},
		CauseID:  en.CauseID,
		Remedy:   lang.Text{EN: en.Remedy, ZH: zh.Remedy},
		Exchange: ex,
	}
}
