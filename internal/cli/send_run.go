package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"wxtool/internal/deliver"
	"wxtool/internal/ui"
)

// sending is the state of one send-fixture.
type sending struct {
	env       *ui.Env
	opts      *sendOptions
	client    *deliver.Client
	pace      *pace
	width     int // of the names, when there are many
	sum       sum
	total     int
	unreached error
	report    junitReport
	probes    map[string]*probing // by target
}

// sum counts deliveries.
type sum struct {
	Sent      int `json:"sent"`
	OK        int `json:"ok"`
	Bad       int `json:"bad"`
	Unreached int `json:"unreached"`
}

type sumResult struct {
	Summary sum `json:"summary"`
}

func (r sumResult) WriteText(p *ui.Paper) {
	s := r.Summary
	text := fmt.Sprintf("%d sent, %d ok, %d bad, %d not reached", s.Sent, s.OK, s.Bad, s.Unreached)
	if s.OK == s.Sent {
		p.Linef("%s", p.Good(text))
	} else {
		p.Linef("%s", p.Bad(text))
	}
}

func newSending(env *ui.Env, o *sendOptions, plans []*plan, many bool) *sending {
	s := &sending{env: env, opts: o, client: o.client(env), pace: newPace(o.rate), total: len(plans) * o.repeat * o.copies()}
	s.probes = o.probing(env, plans)
	for _, p := range plans {
		if many {
			s.width = max(s.width, len(p.fixture.Name))
		}
	}
	return s
}

func (s *sending) all(ctx context.Context, plans []*plan) error {
	for range s.opts.repeat {
		for _, p := range plans {
			if err := s.push(ctx, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// push renders one sample and delivers it, twice where duplicates are asked for.
func (s *sending) push(ctx context.Context, p *plan) error {
	push, err := s.opts.push(s.env, p)
	if err != nil {
		return err
	}
	for range s.opts.copies() {
		s.env.Progress(fmt.Sprintf("%d/%d %s", s.sum.Sent+1, s.total, push.Name))
		if err := s.pace.wait(ctx); err != nil {
			return err
		}
		d, err := s.client.Deliver(ctx, push, p.target)
		if err != nil {
			return err
		}
		if s.opts.expect != "" {
			d.Reply.Require(s.opts.expect)
		}
		if err := s.tell(ctx, p, d); err != nil {
			return err
		}
	}
	return nil
}

// tell counts and prints a delivery. What was sent is shown under --verbose,
// and where the built-in server answers one: then nobody else shows it.
func (s *sending) tell(ctx context.Context, p *plan, d *deliver.Delivery) error {
	s.sum.Sent++
	switch f := d.Last().Cause; {
	case f != nil && !f.Answered():
		s.sum.Unreached++
		s.unreached = cannotReach(p.target, f)
	case d.OK():
		s.sum.OK++
	default:
		s.sum.Bad++
	}
	if p.builtIn && s.width == 0 || s.env.Verbose {
		req := d.Last().Request
		s.env.Show("sent "+req.Method+" "+req.URL, string(req.Body))
	}
	r := deliveryResult{Report: d.Report(), ignored: d.Reply.Ignored(), quiet: s.env.Quiet, width: s.width}
	if s.opts.junit != "" {
		s.report.add(r)
	}
	if !s.probeDue(p, d) {
		return s.env.Print(r)
	}
	return s.printProbed(ctx, d, r)
}

// skipRest reports what an interrupt kept from being sent.
func (s *sending) skipRest(plans []*plan) {
	for n := s.sum.Sent; n < s.total; n++ {
		s.report.skip(plans[n/s.opts.copies()%len(plans)].fixture.Name)
	}
}

func (s *sending) writeJUnit(env *ui.Env, name string) error {
	return writeWhole(filepath.Join(dirOf(env, name), name), s.report.xml())
}
