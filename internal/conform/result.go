package conform

import (
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

// Outcome is how a case ended.
type Outcome string

const (
	Passed  Outcome = "passed"
	Failed  Outcome = "failed"  // there is a finding of level must or should
	Skipped Outcome = "skipped" // it does not apply, or was not asked for
	Blocked Outcome = "blocked" // the control before it failed
	Broken  Outcome = "broken"  // its requests could not be made
)

// Result is a case that was run or skipped.
type Result struct {
	Case     *Case
	ID       string
	Outcome  Outcome
	Reason   lang.Text // of Skipped, Blocked and Broken
	OpenID   string    // the user of the pushes of the case
	Findings []Finding
	Duration time.Duration
	Known    bool // it fails as the baseline says
	Healed   bool // it passes, and the baseline says that it fails

	unproven bool // a request that must be refused got the silent answer of a right one
	seen     seen
	rules    []string // that a control breaks
}

// Level is the highest level of the findings, "" without any.
func (r *Result) Level() Level {
	var highest Level
	for _, f := range r.Findings {
		if highest == "" || f.Level.Above(highest) {
			highest = f.Level
		}
	}
	return highest
}

// settle sets the outcome of a case that was run.
func (r *Result) settle() {
	r.Outcome = Passed
	if level := r.Level(); level == Must || level == Should {
		r.Outcome = Failed
	}
}

// Finding is one way in which an endpoint breaks the requirement of a case.
type Finding struct {
	Level    Level
	Rule     string    // of package verdict, as topic/ID; "" if it is the case's own
	Push     string    // the name of the push that was sent, "" for other requests
	Problem  lang.Text // what is wrong
	Expected lang.Text // "" where the requirement of the case says it
	Effect   lang.Text // what follows from it, "" where the requirement says it
	Cause    lang.Text // what the answer shows of the cause, "" for nothing
	CauseID  string    // its permanent name
	Remedy   lang.Text
	Exchange *exchange.Exchange // what was sent and what came back; nil where there is no single one
}
