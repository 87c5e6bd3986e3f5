package deliver

import (
	"time"

	"wxtool/internal/lang"
	"wxtool/internal/verdict"
)

// Report is a delivery as it is told to others. Durations are milliseconds.
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

// AttemptReport is one try.
type AttemptReport struct {
	URL        string  `json:"url"`
	Status     int     `json:"status,omitempty"`
	DurationMS float64 `json:"duration_ms"`
	Error      string  `json:"error,omitempty"`
}

// ReplyReport is the judgement of the answer.
type ReplyReport struct {
	Kind      string             `json:"kind"`
	XML       string             `json:"xml"`
	Encrypted bool               `json:"encrypted"`
	Valid     bool               `json:"valid"`
	Problems  []verdict.Rendered `json:"problems"`
}

// Report tells the delivery.
func (d *Delivery) Report() Report {
	r := Report{Fixture: d.Push.Name, URL: d.URL.String(), Mode: string(d.Mode), OK: d.OK(), Attempts: []AttemptReport{}}
	for _, a := range d.Attempts {
		attempt := AttemptReport{URL: a.Request.URL, DurationMS: float64(a.Duration) / float64(time.Millisecond)}
		if a.Response != nil {
			attempt.Status = a.Response.Status
		}
		if a.Cause != nil {
			attempt.Error = a.Cause.Text
		}
		r.Attempts = append(r.Attempts, attempt)
		r.DurationMS += attempt.DurationMS
		r.Status = attempt.Status
	}
	r.Reply = ReplyReport{d.Reply.Kind, string(d.Reply.XML), d.Reply.Encrypted, d.Reply.Valid, verdict.Render(d.Reply.Problems, lang.English)}
	return r
}
