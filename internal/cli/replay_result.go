package cli

import (
	"fmt"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/replay"
	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// replayedResult is an exchange of a recording that was sent again.
type replayedResult struct {
	Seq         int                 `json:"seq"`            // number in the recording
	Name        string              `json:"name"`           // fixture, or types of the message; handshake
	Recorded    recordedResult      `json:"recorded"`       // the answer in the recording
	URL         string              `json:"url"`            // that was sent
	Mode        string              `json:"mode,omitempty"` // in which a push was sent
	Status      int                 `json:"status,omitempty"`
	DurationMS  float64             `json:"duration_ms"` // until the answer
	Error       string              `json:"error,omitempty"`
	Reply       deliver.ReplyReport `json:"reply"`
	OK          bool                `json:"ok"`                    // the new answer is good, whatever was recorded
	Same        *bool               `json:"same,omitempty"`        // with --diff: the answer is the recorded one
	Differences []replay.Difference `json:"differences,omitempty"` // with --diff
	Uncompared  string              `json:"uncompared,omitempty"`  // with --diff: why the answers are not compared
	grouped     bool
	verbose     bool
	lang        lang.Language
}

// recordedResult is the answer in the recording.
type recordedResult struct {
	Time       time.Time `json:"time"`             // of the request
	Status     int       `json:"status,omitempty"` // 0: no answer
	DurationMS float64   `json:"duration_ms"`
	Failed     bool      `json:"failed"` // it was a bad answer, or there was none
}

func (replayedResult) JSONType() string { return "replayed" }

func newReplayedResult(env *ui.Env, e *replay.Event) *replayedResult {
	rec, l := e.Line.Record, env.Lang
	ex := e.Result.Exchange()
	r := &replayedResult{
		Seq: e.Line.Number, Name: e.Line.Name, URL: ex.Request.URL, DurationMS: milliseconds(ex.Duration), OK: e.Result.OK(), lang: l,
		Recorded: recordedResult{Time: rec.Exchange.Start.UTC(), DurationMS: milliseconds(rec.Exchange.Duration), Failed: rec.Failed()},
	}
	if rec.Exchange.Response != nil {
		r.Recorded.Status = rec.Exchange.Response.Status
	}
	if ex.Response != nil {
		r.Status = ex.Response.Status
	}
	if ex.Cause != nil {
		r.Error = ex.Cause.Words().In(l)
	}
	if d := e.Result.Push; d != nil {
		r.Mode, r.Reply = string(d.Mode), d.Report(l).Reply
	} else {
		r.Reply = handshakeReply(e.Result.Handshake, l)
	}
	return r
}

// compared adds what --diff found.
func (r *replayedResult) compared(e *replay.Event) {
	same := len(e.Result.Differences) == 0 && e.Result.Uncompared == nil
	r.Same, r.Differences = &same, e.Result.Differences
	if err := e.Result.Uncompared; err != nil {
		r.Uncompared = uncomparedWords(err).In(r.lang)
	}
}

// handshakeReply is the answer to a handshake in the form of a reply.
func handshakeReply(h *deliver.Handshake, l lang.Language) deliver.ReplyReport {
	r := deliver.ReplyReport{Kind: "none", Valid: h.OK(), Problems: verdict.Render(h.Problems, l)}
	if res := h.Right.Response; res != nil {
		r.Kind, r.Body = "other", string(res.Body)
		if r.XML, r.Format = r.Body, message.FormatOf(res.Body); r.Body == string(h.Echostr) {
			r.Kind = "echostr"
		}
	}
	return r
}

// WriteText writes a line about the exchange, its errors and differences.
func (r replayedResult) WriteText(p *ui.Printer) {
	writeHead(p, deliver.Report{
		Fixture: fmt.Sprintf("#%d %s", r.Seq, r.Name), Status: r.Status, DurationMS: r.DurationMS, Reply: r.Reply, OK: r.OK,
	}, 0, r.lang)
	problems := r.Reply.Problems
	if r.grouped {
		problems = errorsOf(problems)
	}
	writeProblems(p, problems, r.lang)
	for _, d := range r.Differences {
		p.Linef("  %s", p.Warn(ui.OneLine(p.Masked(replayDifference(d, r.lang)))))
	}
	if r.Uncompared != "" {
		p.Linef("  %s", p.Warn(ui.OneLine(r.Uncompared)))
	}
	if r.verbose && r.Reply.Body != "" {
		writeBody(p, r.Reply.Body, true, r.lang)
	}
}

// unsentResult is an exchange of a recording that is not sent.
type unsentResult struct {
	Seq    int    `json:"seq"` // number of the line where the exchange cannot be read
	Name   string `json:"name,omitempty"`
	ID     string `json:"id"` // api-call, not-a-callback, wrong-signature, cut, unreadable, no-secret, no-plaintext, no-key, other-platform
	Reason string `json:"reason"`
	Lost   bool   `json:"lost"` // it was to be sent: the exit code is 1
	Error  string `json:"error,omitempty"`
}

func (unsentResult) JSONType() string      { return "skipped" }
func (unsentResult) WriteText(*ui.Printer) {}

func newUnsentResult(e *replay.Event, l lang.Language) unsentResult {
	r := unsentResult{Seq: e.Line.Number, Name: e.Line.Name, ID: string(e.Skip.Reason), Reason: replayReason(e.Skip.Reason).In(l), Lost: e.Skip.Reason.Lost()}
	if e.Skip.Err != nil {
		r.Error = e.Skip.Err.Error()
	}
	return r
}

// replaySumResult is the sum of a run.
type replaySumResult struct {
	Summary  replayCounts    `json:"summary"`
	Skips    []skippedReason `json:"skips"`     // why exchanges were not sent
	BehindMS float64         `json:"behind_ms"` // how much later than planned the last request was sent
	Warnings []*warningCount `json:"warnings,omitempty"`

	sum            replay.Sum
	diff, filtered bool
	lang           lang.Language
}

// replayCounts counts the exchanges of a recording.
type replayCounts struct {
	Recorded    int `json:"recorded"` // exchanges that were read
	Sent        int `json:"sent"`
	OK          int `json:"ok"`
	Bad         int `json:"bad"`
	Unreached   int `json:"unreached"`
	Different   int `json:"different"`    // with --diff: the answer is another one
	Uncompared  int `json:"uncompared"`   // with --diff: the recorded reply cannot be decrypted
	Skipped     int `json:"skipped"`      // and lines that cannot be read
	NotSelected int `json:"not_selected"` // by --where, --failed and --since
}

// skippedReason is how many exchanges are not sent for one reason.
type skippedReason struct {
	ID     string `json:"id"`
	Count  int    `json:"count"`
	Reason string `json:"reason"`
	Lost   bool   `json:"lost"` // they were to be sent
}

func (replaySumResult) JSONType() string { return "summary" }

// IsOK reports whether all was sent, and answered well and as before.
func (r replaySumResult) IsOK() bool {
	return r.sum.Bad+r.sum.Unreached+r.sum.Different+r.sum.Uncompared+r.sum.Lost() == 0
}

func newReplaySum(s *replaying, sum replay.Sum) replaySumResult {
	r := replaySumResult{
		Summary: replayCounts{sum.Recorded, sum.Sent, sum.OK, sum.Bad, sum.Unreached, sum.Different, sum.Uncompared, sum.Skipped, sum.NotSelected},
		Skips:   []skippedReason{}, BehindMS: milliseconds(sum.Behind), Warnings: s.warnings.list,
		sum: sum, diff: s.diff, filtered: s.filtered, lang: s.env.Lang,
	}
	for _, skip := range sum.Skips {
		r.Skips = append(r.Skips, skippedReason{string(skip.Reason), skip.Count, replayReason(skip.Reason).In(s.env.Lang), skip.Reason.Lost()})
	}
	return r
}

func (r replaySumResult) WriteText(p *ui.Printer) {
	paint := p.Good
	if !r.IsOK() {
		paint = p.Bad
	}
	p.Linef("%s", paint(replaySum(r.sum, r.diff, r.filtered).In(r.lang)))
	for _, skip := range r.sum.Skips {
		p.Linef("%s", skippedLines(skip).In(r.lang))
	}
	for _, w := range r.Warnings {
		w.writeText(p, r.lang)
	}
}
