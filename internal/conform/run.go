package conform

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

// Options are the options of [Run].
type Options struct {
	Endpoint
	Selection
	Baseline Baseline // known failures; nil: none

	// OnCase is called before a case is run, nil for nothing.
	OnCase func(*Case)
}

// ErrNoCases means that a selection leaves no case to run.
var ErrNoCases = errors.New("no case is left to run")

// restart is how long a server may take to listen again after it ended.
const restart = 3 * time.Second

// Run runs the cases that are selected and reports each, those that are skipped
// too. Report is not called concurrently. The error is [ErrNoCases], that of report or
// the cause of the end of ctx.
func Run(ctx context.Context, o Options, report func(*Result) error) (Sum, error) {
	client := *o.Client
	client.Attempts = 1 // a case about attempts makes them itself
	o.Client = &client
	r := &runner{Options: o, report: report, rules: map[string]bool{}}
	cases := Cases(&o.Endpoint)
	if r.runs(cases) == 0 {
		return r.sum, ErrNoCases
	}
	for i, c := range cases {
		if err := r.run(ctx, c); err != nil {
			r.sum.NotRun = r.runs(cases[i:])
			return r.sum, err
		}
		r.sum.Silent = r.seen == answered && r.getsTexts()
	}
	return r.sum, nil
}

// runner is the state of one Run.
type runner struct {
	Options
	report func(*Result) error
	sum    Sum
	state  [ByPush + 1]controlState
	last   string // ID of the last case that was run
	seen   seen   // of right pushes

	rules map[string]bool // see Trial.reported
}

// seen is what was seen of the answers to right pushes.
type seen uint8

const (
	nothing  seen = iota
	answered      // well, with an empty answer or success
	replied       // well, with a reply
)

// controlState is what is known of one control.
type controlState struct {
	fresh   bool // it was run, and no other case since
	works   bool // its request was answered as a right one is
	well    bool // and there is nothing wrong with the answer
	dead    bool // it did not work even after the server had time to start again
	result  *Result
	right   *exchange.Response // the answer when it last worked
	blocker lang.Text          // why cases are blocked
}

// runs counts the cases that are not skipped.
func (r *runner) runs(cases []*Case) int {
	n := 0
	for _, c := range cases {
		if r.Why(c, &r.Endpoint) == (lang.Text{}) {
			n++
		}
	}
	return n
}

// run runs or skips one case, and reports it.
func (r *runner) run(ctx context.Context, c *Case) error {
	result := r.newResult(c)
	if result.Reason = r.Why(c, &r.Endpoint); result.Reason != (lang.Text{}) {
		result.Outcome = Skipped
		return r.done(result)
	}
	if r.OnCase != nil {
		r.OnCase(c)
	}
	if c.Control != NoControl {
		ok, err := r.before(ctx, c)
		if err != nil {
			return err
		}
		if !ok {
			result.Outcome, result.Reason = Blocked, r.state[c.Control].blocker
			return r.done(result)
		}
	}
	if err := r.try(ctx, result); err != nil {
		return err
	}
	return r.done(result)
}

func (r *runner) newResult(c *Case) *Result {
	return &Result{Case: c, ID: c.ID(r.Account.Platform), OpenID: openID(c)}
}

// try runs a case, and its control after it. A request that could not be made breaks
// the case, not the run.
func (r *runner) try(ctx context.Context, result *Result) error {
	c, started := result.Case, r.Client.Now()
	t := &Trial{Endpoint: &r.Endpoint, Result: result, right: rightAnswers{r.state[ByHandshake].right, r.state[ByPush].right}, reported: r.rules}
	err := c.Check(ctx, t)
	r.last = result.ID
	if result.settle(); !c.Positive || result.Outcome == Failed {
		r.state[ByHandshake].fresh, r.state[ByPush].fresh = false, false
	}
	if err == nil && c.Control != NoControl && !c.Positive {
		err = r.after(ctx, t)
	}
	result.Duration = r.Client.Now().Sub(started)
	if kind := controlOf(c); kind != NoControl && err == nil {
		r.state[kind].keep(result, t)
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		result.Outcome, result.Reason = Broken, lang.Text{EN: err.Error(), ZH: err.Error()}
	}
	return nil
}

func (r *runner) done(result *Result) error {
	r.Baseline.mark(result)
	r.seen = max(r.seen, result.seen)
	for _, rule := range result.rules {
		r.rules[rule] = true
	}
	r.sum.add(result)
	return r.report(result)
}

// openID is the user of the pushes of a case: it can be found in the logs of the
// server, and has at most 28 bytes like an OpenID. A long name ends with a digest.
func openID(c *Case) string {
	const longest = 28
	id := "oCheck_" + string(c.Topic[:min(len(c.Topic), 4)]) + "_" + c.Name
	if len(id) <= longest {
		return id
	}
	digest := fmt.Sprintf("-%06x", crc32.ChecksumIEEE([]byte(id))&0xffffff)
	return id[:longest-len(digest)] + digest
}
