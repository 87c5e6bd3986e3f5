package cli

import (
	"net/http"

	"wxtool/internal/deliver"
	"wxtool/internal/lang"
	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// deliveryResult is a delivery as it is printed.
type deliveryResult struct {
	deliver.Report
	Probe   *probeResult `json:"probe,omitempty"` // in the last delivery to a URL
	ignored bool         // by the platform
	quiet   bool
	full    bool // show all of the reply
	grouped bool // warnings are printed in the sum
	width   int  // of the names column; 0: the reply is shown too
	lang    lang.Language
}

func (deliveryResult) JSONType() string { return "delivery" }

// WriteText writes a line about the delivery, the problems and the reply.
func (r deliveryResult) WriteText(p *ui.Printer) {
	writeHead(p, r.Report, r.width, r.lang)
	if r.quiet {
		return
	}
	problems := r.Reply.Problems
	if r.grouped {
		problems = errorsOf(problems)
	}
	writeProblems(p, problems, r.lang)
	if r.width > 0 {
		return
	}
	if r.Reply.Body != "" {
		writeBody(p, r.Reply.Body, r.full, r.lang)
	}
	if r.OK {
		p.Linef("  %s", p.Dim(verdictOf(r.Reply, r.ignored).in(r.lang)))
	}
}

// writeHead writes the line about a delivery. The name is padded to width.
func writeHead(p *ui.Printer, r deliver.Report, width int, l lang.Language) {
	word := p.Good(wordOK.in(l))
	if !r.OK {
		word = p.Bad(wordBad.in(l))
	}
	kind := ui.OneLine(r.Reply.Kind)
	if r.Reply.Encrypted {
		kind += headEncrypted.in(l)
	}
	name := p.Bold(ui.OneLine(r.Fixture)) + padTo("", width-len(r.Fixture))
	outcome := headSilent.in(l, r.DurationMS)
	if r.Status != 0 {
		outcome = headAnswered.in(l, r.Status, r.DurationMS, kind)
	}
	p.Linef("%s  %s  %s", word, name, outcome)
}

// verdictOf says what the user sees of a good answer.
func verdictOf(reply deliver.ReplyReport, ignored bool) word {
	switch kind := reply.Kind; {
	case ignored:
		return seenIgnored
	case kind == "ack":
		return seenReceived
	case kind == "success", kind == "empty":
		return seenAccepted
	case kind == "transfer_customer_service":
		return seenTransferred
	}
	return seenReply
}

// probeResult is a push with a wrong signature as it is printed. In JSON it is part
// of the last delivery to the URL, as each object is a delivery.
type probeResult struct {
	Type       string             `json:"type"` // probe
	Status     int                `json:"status,omitempty"`
	DurationMS float64            `json:"duration_ms"`
	SameAnswer bool               `json:"same_answer"`
	Error      string             `json:"error,omitempty"`
	Problems   []verdict.Rendered `json:"problems"`
	verbose    bool
	lang       lang.Language
}

func newProbeResult(env *ui.Env, p *deliver.Probe) *probeResult {
	ex := p.Attempt
	r := &probeResult{
		Type: "probe", DurationMS: milliseconds(ex.Duration), SameAnswer: p.Same,
		Problems: verdict.Render(p.Problems, env.Lang), verbose: env.Verbose, lang: env.Lang,
	}
	if ex.Response != nil {
		r.Status = ex.Response.Status
	}
	if ex.Cause != nil {
		r.Error = ex.Cause.Words().In(env.Lang)
	}
	return r
}

func (*probeResult) JSONType() string { return "probe" }

// WriteText writes the warning. With --verbose it also writes that there is none.
func (r *probeResult) WriteText(p *ui.Printer) {
	writeProblems(p, r.Problems, r.lang)
	if r.verbose && len(r.Problems) == 0 {
		p.Linef("  %s", ui.OneLine(r.outcome()))
	}
}

func (r *probeResult) outcome() string {
	switch {
	case r.Status == 0:
		return probeSilent.in(r.lang, r.Error)
	case r.Status == http.StatusOK:
		return probeOther.in(r.lang)
	}
	return probeRefused.in(r.lang, r.Status)
}

// sumResult is the sum of a run.
type sumResult struct {
	Summary  deliver.Sum     `json:"summary"`
	Warnings []*warningCount `json:"warnings,omitempty"`
	lang     lang.Language
}

func (sumResult) JSONType() string { return "summary" }
func (r sumResult) IsOK() bool     { return r.Summary.OK == r.Summary.Sent }

func (r sumResult) WriteText(p *ui.Printer) {
	s := r.Summary
	text := sumOfRun.in(r.lang, s.Sent, s.OK, s.Bad, s.Unreached)
	if s.Skipped > 0 {
		text += sumSkipped.in(r.lang, s.Skipped)
	}
	if s.OK == s.Sent {
		p.Linef("%s", p.Good(text))
	} else {
		p.Linef("%s", p.Bad(text))
	}
	for _, w := range r.Warnings {
		w.writeText(p, r.lang)
	}
}
