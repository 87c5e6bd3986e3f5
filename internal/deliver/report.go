package deliver

import (
	"time"

	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/verdict"
)

// Report is a delivery as it is printed in JSON. Durations are milliseconds.
type Report struct {
	Fixture    string          `json:"fixture"` // the push's name
	URL        string          `json:"url"`
	Mode       string          `json:"mode"`
	Attempts   []AttemptReport `json:"attempts"`
	Status     int             `json:"status,omitempty"` // of the last attempt; 0: no answer
	DurationMS float64         `json:"duration_ms"`      // of all attempts
	Reply      ReplyReport     `json:"reply"`
	OK         bool            `json:"ok"`
}

// AttemptReport is one attempt.
type AttemptReport struct {
	URL        string  `json:"url"`
	Status     int     `json:"status,omitempty"`
	DurationMS float64 `json:"duration_ms"`
	Error      string  `json:"error,omitempty"`
}

// ReplyReport is the answer and its judgement.
type ReplyReport struct {
	Kind      string             `json:"kind"`
	Body      string             `json:"body"`             // in plaintext
	Format    string             `json:"format,omitempty"` // of Body: xml, json or text; none if it is empty
	XML       string             `json:"xml"`              // Body, for older scripts
	Encrypted bool               `json:"encrypted"`
	Valid     bool               `json:"valid"`
	Problems  []verdict.Rendered `json:"problems"`
}

// Report returns the delivery as it is printed, with texts in a language.
func (d *Delivery) Report(l lang.Language) Report {
	r := Report{Fixture: d.Push.Name, URL: d.URL.String(), Mode: string(d.Mode), OK: d.OK(), Attempts: []AttemptReport{}}
	for _, a := range d.Attempts {
		attempt := AttemptReport{URL: a.Request.URL, DurationMS: float64(a.Duration) / float64(time.Millisecond)}
		if a.Response != nil {
			attempt.Status = a.Response.Status
		}
		if a.Cause != nil {
			attempt.Error = a.Cause.Words().In(l)
		}
		r.Attempts = append(r.Attempts, attempt)
		r.DurationMS += attempt.DurationMS
		r.Status = attempt.Status
	}
	r.Reply = newReplyReport(&d.Reply, l)
	return r
}

func newReplyReport(r *verdict.Reply, l lang.Language) ReplyReport {
	body := string(r.XML)
	return ReplyReport{
		Kind: r.Kind, Body: body, Format: message.FormatOf(r.XML), XML: body, Encrypted: r.Encrypted, Valid: r.Valid,
		Problems: verdict.Render(r.Problems, l),
	}
}
