package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"wxtool/internal/deliver"
	"wxtool/internal/lang"
	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// probing is what is known of one target's answers: whether all of them until now
// could come from a server that never looked at a push.
type probing struct {
	left   int // deliveries to come
	silent bool
}

// probing counts the deliveries of each target that may be probed at the end. The
// built-in server is known, and with --quiet nothing could be reported.
func (o *sendOptions) probing(env *ui.Env, plans []*plan) map[string]*probing {
	targets := map[string]*probing{}
	if o.noProbe || env.Quiet && !env.JSON {
		return targets
	}
	for _, p := range plans {
		if p.builtIn {
			continue
		}
		target := p.target.String()
		if targets[target] == nil {
			targets[target] = &probing{silent: true}
		}
		targets[target].left += o.repeat * o.copies()
	}
	return targets
}

// probeDue reports whether d is the last delivery to its target, and no answer of
// that was more than empty or success.
func (s *sending) probeDue(p *plan, d *deliver.Delivery) bool {
	target := s.probes[p.target.String()]
	if target == nil {
		return false
	}
	target.left--
	target.silent = target.silent && d.Silent()
	return target.left == 0 && target.silent
}

// probeResult is a push with a wrong signature as it is printed. In JSON it is a
// part of the last delivery to its target, as there is one object per delivery.
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

// WriteText writes the warning, or with --verbose that there is none.
func (r *probeResult) WriteText(p *ui.Paper) {
	writeProblems(p, r.Problems)
	if r.verbose && len(r.Problems) == 0 {
		p.Linef("  a push with a wrong signature %s", ui.Word(r.outcome()))
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

// printProbed prints the last delivery to a target, and what came of the probe:
// as text behind it, so that it need not wait, in JSON within.
func (s *sending) printProbed(ctx context.Context, d *deliver.Delivery, r deliveryResult) error {
	if !s.env.JSON {
		if err := s.env.Print(r); err != nil {
			return err
		}
	}
	probe, err := s.probe(ctx, d)
	switch {
	case !s.env.JSON && err == nil:
		return s.env.Print(probe)
	case s.env.JSON:
		r.Probe = probe
		return errors.Join(err, s.env.Print(r))
	}
	return err
}

// probe sends the push once more, at the pace of the others.
func (s *sending) probe(ctx context.Context, d *deliver.Delivery) (*probeResult, error) {
	if err := s.pace.wait(ctx); err != nil {
		return nil, err
	}
	probe, err := s.client.Probe(ctx, d)
	if err != nil {
		return nil, err
	}
	if s.env.Verbose {
		req := probe.Attempt.Request
		s.env.Show("sent "+req.Method+" "+req.URL+" (a wrong signature)", "")
	}
	return newProbeResult(s.env, probe), nil
}
