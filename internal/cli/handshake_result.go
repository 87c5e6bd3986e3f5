package cli

import (
	"net/http"
	"strings"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/fingerprint"
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
	body       string             // the answer, where it is shown
	quiet      bool
	full       bool // show all of body
	lang       lang.Language
}

// wrongResult is the result of the request with a wrong signature.
type wrongResult struct {
	Outcome verdict.SignatureCheck `json:"outcome"` // refused, echoed, answered, failed, unanswered or not_sent
	Status  int                    `json:"status,omitempty"`
	Answer  *string                `json:"answer,omitempty"`
	text    string                 // the outcome in words
}

func newWrongResult(h *deliver.Handshake, l lang.Language) wrongResult {
	r := wrongResult{Outcome: h.SignatureCheck()}
	switch r.Outcome {
	case verdict.CheckNotSent:
		r.text = wrongNotTried.in(l)
		return r
	case verdict.CheckUnanswered:
		r.text = wrongUnanswered.in(l, h.Wrong.Cause.Words().In(l))
		return r
	case verdict.CheckRefused:
		r.text = wrongRefused.in(l, h.Wrong.Response.Status)
	default:
		r.text = wrongAnswered.in(l, h.WrongAnswer(l))
	}
	r.Status, r.Answer = h.Wrong.Response.Status, answerOf(h.Wrong.Response)
	return r
}

// answerOf returns the start of a body.
func answerOf(res *exchange.Response) *string {
	answer := message.CutText(string(res.Body), 1024)
	return &answer
}

func newHandshakeResult(h *deliver.Handshake, l lang.Language) handshakeResult {
	r := handshakeResult{
		URL: h.URL.String(), Platform: string(h.Platform), OK: h.OK(), Echostr: string(h.Echostr),
		DurationMS: milliseconds(h.Right.Duration), Problems: verdict.Render(h.Problems, l), Wrong: newWrongResult(h, l), lang: l,
	}
	if res := h.Right.Response; res != nil {
		r.Status, r.Answer = res.Status, answerOf(res)
		if !r.OK && (res.Status != http.StatusOK || fingerprint.Title(res.Body) != "") { // otherwise the problem shows it
			r.body = string(res.Body)
		}
	}
	return r
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (handshakeResult) JSONType() string { return "handshake" }

func (r handshakeResult) WriteText(p *ui.Printer) {
	word := p.Good(strings.TrimSpace(wordOK.in(r.lang)))
	if !r.OK {
		word = p.Bad(wordBad.in(r.lang))
	}
	outcome := handshakeSilent.in(r.lang)
	if r.Status != 0 {
		outcome = handshakeAnswered.in(r.lang, r.Status, r.DurationMS)
	}
	p.Linef("%s  %s  %s", word, ui.OneLine(r.URL), outcome)
	if r.quiet {
		return
	}
	writeProblems(p, r.Problems, r.lang)
	if r.body != "" {
		writeBody(p, r.body, r.full, r.lang)
	}
	switch {
	case r.OK && r.Wrong.Outcome == verdict.CheckRefused:
		p.Linef("  %s", handshakeRefused.in(r.lang))
	case r.OK: // a warning is about the wrong signature
		p.Linef("  %s", handshakeEchoed.in(r.lang))
	case r.Wrong.Outcome != verdict.CheckEchoed: // CheckEchoed is reported as a problem
		p.Linef("  %s", ui.OneLine(p.Masked(r.Wrong.text)))
	}
}

// writeProblems writes problems that were rendered in a language.
func writeProblems(p *ui.Printer, problems []verdict.Rendered, l lang.Language) {
	for _, problem := range problems {
		label := labelled(p.Bad, wordProblem, l)
		if problem.Level == verdict.Warning {
			label = labelled(p.Warn, wordWarning, l)
		}
		p.Linef("  %s%s", label, ui.OneLine(p.Masked(problem.Problem)))
		if problem.Cause != "" {
			p.Linef("    %s%s", labelled(p.Bold, wordCause, l), ui.OneLine(problem.Cause))
		}
		p.Linef("    %s%s", labelled(p.Dim, wordSo, l), ui.OneLine(problem.Effect))
		if problem.Advise {
			p.Linef("    %s%s", labelled(p.Dim, wordFix, l), problem.Remedy)
		}
	}
}

// labelled paints a label, but not the space after it.
func labelled(paint func(string) string, w word, l lang.Language) string {
	label := w.in(l)
	name := strings.TrimRight(label, " ")
	return paint(name) + label[len(name):]
}
