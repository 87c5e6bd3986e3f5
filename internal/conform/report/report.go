// Package report writes the results of a conformance check for people: as one
// self-contained HTML page, and as the summary and annotations of a job of GitHub
// Actions. All texts from outside are escaped, and secrets are masked by the caller's
// function.
package report

import (
	"fmt"
	"slices"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/message"
)

// Report is a check that was made.
type Report struct {
	URL      string
	Platform callback.Platform
	Mode     callback.Mode
	Version  string // of wxtool
	Time     time.Time
	OK       bool
	Sum      conform.Sum
	Results  []*conform.Result
	Lang     lang.Language
	Mask     func(string) string // hides secrets
}

// What is shown of an exchange.
const (
	maxCurl   = 16 << 10
	maxAnswer = 2 << 10
)

// failures are the results that are not as they should be, the worst first.
func (r *Report) failures() []*conform.Result {
	var list []*conform.Result
	for _, level := range []conform.Level{conform.Must, conform.Should} {
		for _, result := range r.Results {
			failed := result.Outcome == conform.Failed || result.Outcome == conform.Broken
			if failed && (result.Level() == level || level == conform.Must && result.Outcome == conform.Broken) {
				list = append(list, result)
			}
		}
	}
	return list
}

// rest are the other results.
func (r *Report) rest() []*conform.Result {
	failed := r.failures()
	return slices.DeleteFunc(slices.Clone(r.Results), func(result *conform.Result) bool { return slices.Contains(failed, result) })
}

// in is a text in the report's language, masked.
func (r *Report) in(t lang.Text) string { return r.mask(t.In(r.Lang)) }

func (r *Report) mask(s string) string {
	if r.Mask == nil {
		return s
	}
	return r.Mask(s)
}

// sum is the sum of the check, with what it does not show.
func (r *Report) sum() string {
	s := &r.Sum
	line := fmt.Sprintf(r.in(lang.Text{
		EN: "%d cases, %d passed; failed: %d must, %d should; %d blocked, %d skipped",
		ZH: "共 %d 项，通过 %d；未通过：必须 %d，建议 %d；受阻 %d，跳过 %d",
	}), s.Cases, s.Passed, s.Must, s.Should, s.Blocked+s.Broken, s.Skipped)
	for _, note := range s.Notes() {
		line += r.in(lang.Text{EN: "; ", ZH: "；"}) + r.in(note)
	}
	return line
}

// level is the word for the outcome of a case.
func (r *Report) level(result *conform.Result) string {
	switch {
	case result.Known:
		return r.in(lang.Text{EN: "known", ZH: "已知"})
	case result.Outcome == conform.Failed && result.Level() == conform.Must:
		return r.in(lang.Text{EN: "must", ZH: "必须"})
	case result.Outcome == conform.Failed:
		return r.in(lang.Text{EN: "should", ZH: "建议"})
	case result.Outcome == conform.Passed:
		return r.in(lang.Text{EN: "passed", ZH: "通过"})
	case result.Outcome == conform.Skipped:
		return r.in(lang.Text{EN: "skipped", ZH: "跳过"})
	}
	return r.in(lang.Text{EN: "blocked", ZH: "受阻"})
}

// curl is the command line that sends a request again, "" if it is too long.
func (r *Report) curl(ex *exchange.Exchange) string {
	line := ex.Request.CurlToCopy(6 * time.Second)
	if len(line) > maxCurl {
		return ""
	}
	return r.mask(line)
}

// answer is the answer in one line.
func (r *Report) answer(ex *exchange.Exchange) string {
	if ex.Response == nil {
		return r.in(ex.Cause.Words())
	}
	return fmt.Sprintf("%d %s", ex.Response.Status, r.mask(message.CutText(string(ex.Response.Body), maxAnswer)))
}
