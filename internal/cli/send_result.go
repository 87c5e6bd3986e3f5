package cli

import (
	"fmt"
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
}

// WriteText writes a line about the delivery, the problems and the reply.
func (r deliveryResult) WriteText(p *ui.Printer) {
	writeHead(p, r.Report, r.width)
	if r.quiet {
		return
	}
	problems := r.Reply.Problems
	if r.grouped {
		problems = errorsOf(problems)
	}
	writeProblems(p, problems)
	if r.width > 0 {
		return
	}
	if r.Reply.Body != "" {
		writeBody(p, r.Reply.Body, r.full)
	}
	if r.OK {
		p.Linef("  %s", p.Dim(verdictOf(r.Reply, r.ignored)))
	}
}

// writeHead writes the line about a delivery. The name is padded to width.
func writeHead(p *ui.Printer, r deliver.Report, width int) {
	word := p.Good("ok ")
	if !r.OK {
		word = p.Bad("bad")
	}
	kind := ui.OneLine(r.Reply.Kind)
	if r.Reply.Encrypted {
		kind += ", encrypted"
	}
	name := p.Bold(ui.OneLine(r.Fixture)) + padTo("", width-len(r.Fixture))
	if r.Status == 0 {
		p.Linef("%s  %s  no answer  %.0f ms", word, name, r.DurationMS)
	} else {
		p.Linef("%s  %s  %d  %.0f ms  reply: %s", word, name, r.Status, r.DurationMS, kind)
	}
}

// verdictOf says what the user sees of a good answer.
func verdictOf(reply deliver.ReplyReport, ignored bool) string {
	switch kind := reply.Kind; {
	case ignored:
		return "the platform ignores this answer"
	case kind == "ack":
		return "the platform takes the push as received"
	case kind == "success", kind == "empty":
		return "the platform accepts the answer, and the user sees no reply"
	case kind == "transfer_customer_service":
		return "the message goes to the customer service"
	}
	return "the user would get this reply"
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
}

func newProbeResult(env *ui.Env, p *deliver.Probe) *probeResult {
	ex := p.Attempt
	r := &probeResult{
		Type: "probe", DurationMS: milliseconds(ex.Duration), SameAnswer: p.Same,
		Problems: verdict.Render(p.Problems, lang.English), verbose: env.Verbose,
	}
	if ex.Response != nil {
		r.Status = ex.Response.Status
	}
	if ex.Cause != nil {
		r.Error = ex.Cause.Text
	}
	return r
}

// WriteText writes the warning. With --verbose it also writes that there is none.
func (r *probeResult) WriteText(p *ui.Printer) {
	writeProblems(p, r.Problems)
	if r.verbose && len(r.Problems) == 0 {
		p.Linef("  a push with a wrong signature %s", ui.OneLine(r.outcome()))
	}
}

func (r *probeResult) outcome() string {
	switch {
	case r.Status == 0:
		return "got no answer: " + r.Error
	case r.Status == http.StatusOK:
		return "got another answer, with HTTP status 200"
	}
	return fmt.Sprintf("was refused with HTTP status %d", r.Status)
}

// sumResult is the sum of a run.
type sumResult struct {
	Summary  deliver.Sum     `json:"summary"`
	Warnings []*warningCount `json:"warnings,omitempty"`
}

func (r sumResult) WriteText(p *ui.Printer) {
	s := r.Summary
	text := fmt.Sprintf("%d sent, %d ok, %d bad, %d not reached", s.Sent, s.OK, s.Bad, s.Unreached)
	if s.OK == s.Sent {
		p.Linef("%s", p.Good(text))
	} else {
		p.Linef("%s", p.Bad(text))
	}
	for _, w := range r.Warnings {
		w.WriteText(p)
	}
}
