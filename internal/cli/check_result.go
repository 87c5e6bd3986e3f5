package cli

import (
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/deliver"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/ui"
)

// caseResult is a case of a check for printing.
type caseResult struct {
	ID          string          `json:"id"`               // its permanent name
	OK          bool            `json:"ok"`               // it passed or was skipped
	Outcome     conform.Outcome `json:"outcome"`          // passed, failed, skipped, blocked or broken
	Level       conform.Level   `json:"level"`            // of the case
	Requirement string          `json:"requirement"`      // in one sentence
	Source      string          `json:"source"`           // the official page, or the report behind the case
	Reason      string          `json:"reason,omitempty"` // why it was skipped, blocked or broken
	OpenID      string          `json:"openid"`           // the user of its pushes
	DurationMS  float64         `json:"duration_ms"`
	Known       bool            `json:"known,omitempty"`  // it fails as the baseline says
	Healed      bool            `json:"healed,omitempty"` // it passes, and the baseline says that it fails
	Findings    []findingResult `json:"findings"`         // what breaks the requirement
	fails       bool            // the check, unless it is known
	verbose     bool            // show each finding
	lang        lang.Language
}

// findingResult is one way in which the requirement is broken.
type findingResult struct {
	Level    conform.Level `json:"level"`          // must, should or info
	Rule     string        `json:"rule,omitempty"` // topic/ID of a rule in docs/verdicts.md
	Push     string        `json:"push,omitempty"` // name of the push that was sent
	Problem  string        `json:"problem"`
	Expected string        `json:"expected,omitempty"` // what the rule asks
	Effect   string        `json:"effect,omitempty"`
	Cause    string        `json:"cause,omitempty"`
	CauseID  string        `json:"cause_id,omitempty"` // its permanent name in docs/causes.md
	Remedy   string        `json:"remedy"`
	Curl     string        `json:"curl,omitempty"`   // a command line that sends the request again
	Status   int           `json:"status,omitempty"` // of the answer; 0: no answer
	Answer   *string       `json:"answer,omitempty"` // start of the body
}

func newCaseResult(r *conform.Result, platform callback.Platform, strict bool, l lang.Language) caseResult {
	c := r.Case
	result := caseResult{
		ID: r.ID, OK: r.Outcome == conform.Passed || r.Outcome == conform.Skipped, Outcome: r.Outcome, Level: c.Level,
		Requirement: c.Requirement.In(l), Source: c.SourceFor(platform), Reason: r.Reason.In(l), OpenID: r.OpenID, DurationMS: milliseconds(r.Duration),
		Known: r.Known, Healed: r.Healed, Findings: []findingResult{}, lang: l,
		fails: r.Outcome == conform.Blocked || r.Outcome == conform.Broken || r.Level() == conform.Must || strict && r.Level() == conform.Should,
	}
	for _, f := range r.Findings {
		result.Findings = append(result.Findings, newFindingResult(&f, l))
	}
	return result
}

func newFindingResult(f *conform.Finding, l lang.Language) findingResult {
	r := findingResult{
		Level: f.Level, Rule: f.Rule, Push: f.Push, Problem: f.Problem.In(l), Expected: f.Expected.In(l), Effect: f.Effect.In(l),
		Cause: f.Cause.In(l), CauseID: f.CauseID, Remedy: f.Remedy.In(l),
	}
	if ex := f.Exchange; ex != nil {
		r.Curl = shortCurl(ex.Request.CurlToCopy(deliver.Deadline + time.Second))
		if ex.Response != nil {
			r.Status, r.Answer = ex.Response.Status, answerOf(ex.Response)
		}
	}
	return r
}

// maxCurl is the length of a command line that is printed; a longer one would not be
// read, and a shell may not take it.
const maxCurl = 16 << 10

func shortCurl(line string) string {
	if len(line) > maxCurl {
		return ""
	}
	return line
}

func (caseResult) JSONType() string { return "case" }

// hidden reports whether a result is not printed: text shows what fails, and the rest
// only with --verbose.
func (r *caseResult) hidden(env *ui.Env) bool {
	return !env.JSON && !env.Verbose && r.Outcome != conform.Failed && r.Outcome != conform.Broken && !r.Healed
}

// reasonOrProblem is the result in one sentence.
func (r *caseResult) reasonOrProblem() string {
	if r.Reason != "" || len(r.Findings) == 0 {
		return r.Reason
	}
	return r.Findings[0].Problem
}

func (r caseResult) WriteText(p *ui.Printer) {
	p.Linef("%s  %s  %s", r.word(p), p.Bold(r.ID), ui.OneLine(r.Requirement))
	if r.Reason != "" {
		p.Linef("  %s", ui.OneLine(r.Reason))
	}
	if r.Known && !r.verbose {
		return
	}
	r.writeFindings(p)
	if r.Outcome == conform.Failed {
		p.Linef("  %s%s", labelled(p.Dim, checkSource, r.lang), r.Source)
	}
}

// writeFindings writes the findings, those that say the same only once.
func (r *caseResult) writeFindings(p *ui.Printer) {
	said, last := map[string]bool{}, ""
	for i := range r.Findings {
		f := &r.Findings[i]
		if words := f.Problem + f.Cause; said[words] && !r.verbose {
			continue
		} else {
			said[words] = true
		}
		f.writeText(p, r.lang)
		if f.Curl != last {
			f.writeExchange(p, r.lang)
		}
		last = f.Curl
	}
}

// word is the first word of the line about a case.
func (r *caseResult) word(p *ui.Printer) string {
	switch {
	case r.Known:
		return p.Dim(checkKnown.in(r.lang))
	case r.Healed:
		return p.Good(checkHealed.in(r.lang))
	case r.Outcome == conform.Passed:
		return p.Good(checkPassed.in(r.lang))
	case r.Outcome == conform.Skipped:
		return p.Dim(checkSkipped.in(r.lang))
	case r.Outcome == conform.Blocked, r.Outcome == conform.Broken:
		return p.Bad(checkBlocked.in(r.lang))
	case r.worst() == conform.Must:
		return p.Bad(checkMust.in(r.lang))
	}
	return p.Warn(checkShould.in(r.lang))
}

func (r *caseResult) worst() conform.Level {
	worst := conform.Info
	for _, f := range r.Findings {
		if f.Level.Above(worst) {
			worst = f.Level
		}
	}
	return worst
}

func (f *findingResult) writeText(p *ui.Printer, l lang.Language) {
	label := labelled(p.Bad, wordProblem, l)
	switch f.Level {
	case conform.Should:
		label = labelled(p.Warn, wordWarning, l)
	case conform.Info:
		label = labelled(p.Dim, checkNote, l)
	}
	p.Linef("  %s%s", label, ui.OneLine(p.Masked(f.Problem)))
	f.writeLine(p, l, checkExpected, f.Expected)
	f.writeLine(p, l, wordCause, f.Cause)
	f.writeLine(p, l, wordSo, f.Effect)
	f.writeLine(p, l, wordFix, f.Remedy)
}

// maxShownAnswer is how much of an answer a text shows.
const maxShownAnswer = 200

// writeExchange writes the request as a command line, whose line breaks stay, so that it
// can be copied, and the answer.
func (f *findingResult) writeExchange(p *ui.Printer, l lang.Language) {
	label := "    " + labelled(p.Dim, checkSent, l)
	for line := range strings.Lines(f.Curl) {
		p.Linef("%s%s", label, ui.OneLine(p.Masked(strings.TrimSuffix(line, "\n"))))
		label = ""
	}
	if f.Status != 0 {
		p.Linef("    %s%s", labelled(p.Dim, checkGot, l), checkAnswer.in(l, f.Status, ui.OneLine(p.Masked(message.CutText(*f.Answer, maxShownAnswer)))))
	}
}

func (f *findingResult) writeLine(p *ui.Printer, l lang.Language, w word, s string) {
	if s != "" {
		p.Linef("    %s%s", labelled(p.Dim, w, l), ui.OneLine(p.Masked(s)))
	}
}
