package verdict

import (
	"slices"

	"wxtool/internal/exchange"
	"wxtool/internal/fingerprint"
	"wxtool/internal/lang"
)

// Problem is a broken rule and the facts of the case.
type Problem struct {
	Rule    *Rule
	Finding *Finding           // of the rule
	Facts   []Fact             // of the finding
	Effect  Effect             // never EffectOfPush
	Family  Family             // who sees the effect
	Cause   *fingerprint.Cause // what the answer shows of the cause, nil for nothing
}

func problem(t table, key string, family Family, facts []Fact) Problem {
	rule := t.rule()
	p := Problem{Rule: rule, Finding: rule.finding(key), Facts: facts, Effect: rule.Effect, Family: family}
	if p.Finding.Effect != 0 {
		p.Effect = p.Finding.Effect
	}
	return p
}

// Notice is what the chat shows because of the problem, "" for nothing.
func (p Problem) Notice() string { return p.Effect.Notice(p.Family) }

// OK reports whether no problem is an error.
func OK(problems []Problem) bool {
	return !slices.ContainsFunc(problems, func(p Problem) bool { return p.Rule.Level == Error })
}

// Rendered is a problem in words.
type Rendered struct {
	ID          string `json:"id"`
	Level       Level  `json:"level"`
	Problem     string `json:"problem"`            // what is wrong
	Cause       string `json:"cause,omitempty"`    // why, where the answer shows it
	CauseID     string `json:"cause_id,omitempty"` // its permanent name
	Effect      string `json:"effect"`             // so …
	Topic       Topic  `json:"topic"`
	Requirement string `json:"requirement"` // what the platform asks
	Source      string `json:"source"`      // who says so
	Remedy      string `json:"remedy"`      // the next step
	Advise      bool   `json:"-"`           // the remedy says more than the problem does
}

// Render returns the problem in a language.
func (p Problem) Render(l lang.Language) Rendered {
	r := p.Rule
	rendered := Rendered{
		ID: r.ID, Level: r.Level, Topic: r.Topic, Source: sourceIn(r.Source.For(p.Family), l), Advise: r.Advise,
		Problem:     sentence(p.Finding.Text, p.Facts, l),
		Effect:      p.Effect.Text(p.Family).In(l),
		Requirement: r.Requirement.In(l),
		Remedy:      r.Remedy.In(l),
	}
	if p.Cause != nil {
		rendered.explain(p.Cause, l)
	}
	return rendered
}

// explain adds a cause. Its remedy is closer to the case than that of the rule.
func (r *Rendered) explain(c *fingerprint.Cause, l lang.Language) {
	r.CauseID = c.ID
	r.Cause = CauseText(c).In(l)
	r.Remedy, r.Advise = c.Remedy.In(l), true
}

// CauseText is a cause in words.
func CauseText(c *fingerprint.Cause) lang.Text {
	facts := []Fact{{"detail", text(c.Detail)}}
	return lang.Text{EN: sentence(c.Row.Cause, facts, lang.English), ZH: sentence(c.Row.Cause, facts, lang.Chinese)}
}

// Render returns problems in a language; no problems are an empty list.
func Render(problems []Problem, l lang.Language) []Rendered {
	list := make([]Rendered, len(problems))
	for i, p := range problems {
		list[i] = p.Render(l)
	}
	return list
}

// explain adds the cause that an answer shows to the first error about it.
func explain(problems []Problem, ex *exchange.Exchange) {
	i := slices.IndexFunc(problems, func(p Problem) bool { return p.Rule.Level == Error })
	if i < 0 {
		return
	}
	if cause, ok := fingerprint.Of(ex); ok {
		problems[i].Cause = &cause
	}
}
