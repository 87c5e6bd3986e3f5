package cli

import (
	"fmt"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// handshakeResult is a handshake for printing.
type handshakeResult struct {
	URL        string             `json:"url"`
	Platform   string             `json:"platform"`
	OK         bool               `json:"ok"`
	Status     int                `json:"status,omitempty"`
	DurationMS float64            `json:"duration_ms"`
	Echostr    string             `json:"echostr"`
	Answer     *string            `json:"answer,omitempty"`
	Problems   []verdict.Rendered `json:"problems"`
	Wrong      wrongResult        `json:"wrong_signature"`
	quiet      bool
}

// wrongResult is the result of the request with a wrong signature.
type wrongResult struct {
	Outcome verdict.SignatureCheck `json:"outcome"` // refused, echoed, answered, failed, unanswered or not_sent
	Status  int                    `json:"status,omitempty"`
	Answer  *string                `json:"answer,omitempty"`
	text    string                 // the outcome in words
}

func newWrongResult(h *deliver.Handshake) wrongResult {
	r := wrongResult{Outcome: h.SignatureCheck()}
	switch r.Outcome {
	case verdict.CheckNotSent:
		r.text = "was not tried, because the first request got no answer"
		return r
	case verdict.CheckUnanswered:
		r.text = "was not answered: " + h.Wrong.Cause.Text
		return r
	case verdict.CheckRefused:
		r.text = fmt.Sprintf("was refused with HTTP status %d", h.Wrong.Response.Status)
	default:
		r.text = "was answered with " + h.WrongAnswer(lang.English)
	}
	r.Status, r.Answer = h.Wrong.Response.Status, answerOf(h.Wrong.Response)
	return r
}

// answerOf returns the start of a body.
func answerOf(res *exchange.Response) *string {
	answer := message.CutText(string(res.Body), 1024)
	return &answer
}

func newHandshakeResult(h *deliver.Handshake) handshakeResult {
	r := handshakeResult{
		URL: h.URL.String(), Platform: string(h.Platform), OK: h.OK(), Echostr: string(h.Echostr),
		DurationMS: milliseconds(h.Right.Duration), Problems: verdict.Render(h.Problems, lang.English), Wrong: newWrongResult(h),
	}
	if res := h.Right.Response; res != nil {
		r.Status, r.Answer = res.Status, answerOf(res)
	}
	return r
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (r handshakeResult) WriteText(p *ui.Printer) {
	word := p.Good("ok")
	if !r.OK {
		word = p.Bad("bad")
	}
	if r.Status == 0 {
		p.Linef("%s  %s  no answer", word, ui.OneLine(r.URL))
	} else {
		p.Linef("%s  %s  %d  %.0f ms", word, ui.OneLine(r.URL), r.Status, r.DurationMS)
	}
	if r.quiet {
		return
	}
	writeProblems(p, r.Problems)
	switch {
	case r.OK && r.Wrong.Outcome == verdict.CheckRefused:
		p.Linef("  the echostr came back byte for byte, and a wrong signature was refused")
	case r.OK: // a warning is about the wrong signature
		p.Linef("  the echostr came back byte for byte")
	case r.Wrong.Outcome != verdict.CheckEchoed: // CheckEchoed is reported as a problem
		p.Linef("  a wrong signature %s", ui.OneLine(r.Wrong.text))
	}
}

func writeProblems(p *ui.Printer, problems []verdict.Rendered) {
	for _, problem := range problems {
		label := p.Bad("problem:")
		if problem.Level == verdict.Warning {
			label = p.Warn("warning:")
		}
		p.Linef("  %s %s", label, ui.OneLine(problem.Problem))
		p.Linef("    %s %s", p.Dim("so"), ui.OneLine(problem.Effect))
		if problem.Advise {
			p.Linef("    %s %s", p.Dim("fix:"), problem.Remedy)
		}
	}
}
