package deliver

import (
	"context"
	"errors"
	"net/url"

	"wxtool/internal/exchange"
	"wxtool/internal/pace"
	"wxtool/internal/push"
)

// Plan is a list of pushes to deliver, one after the other.
type Plan struct {
	Items     []Item  // in this order
	Rounds    int     // how many times the list is delivered; 0 is once
	Duplicate bool    // each push is delivered twice with the same message, as after a lost answer
	Rate      float64 // deliveries per second at most; 0: as fast as they are answered
	Require   string  // what every reply must contain

	// StopRefused ends the run when the host refuses a connection, as the other pushes
	// would not reach it either.
	StopRefused bool
}

// Item is one push of a plan.
type Item struct {
	Name string
	To   *url.URL
	Push func() (*push.Push, error) // called in each round, as times and ids are new in each

	// Probe asks for a push with a wrong signature after the last delivery to the URL,
	// if all answers were silent, see [Delivery.Silent]. Items of the same URL must
	// have the same Probe.
	Probe bool
}

// EventKind is the kind of an Event.
type EventKind int

const (
	Sending   EventKind = iota // a delivery is about to begin
	Delivered                  // a delivery was made
	Probed                     // a push with a wrong signature was sent after a delivery
	Skipped                    // deliveries of an item will not be made, as the run has ended; see Event.Why
)

// Event is one step of a run.
type Event struct {
	Kind      EventKind
	Item      *Item
	Number    int       // of the delivery, from 1
	Total     int       // how many deliveries the plan has
	Delivery  *Delivery // with Delivered and Probed
	ProbeNext bool      // with Delivered: the next event is its Probed, unless the run ends
	Probe     *Probe    // with Probed
	Skipped   int       // with Skipped: how many deliveries of the item; Number is the first
	Why       error     // with Skipped: what ended the run; an *exchange.Cause if a connection was refused
}

// Sum counts deliveries.
type Sum struct {
	Sent      int `json:"sent"`
	OK        int `json:"ok"`
	Bad       int `json:"bad"`
	Unreached int `json:"unreached"`
	Skipped   int `json:"skipped"`
}

// Run delivers a plan and reports each step. It ends with the first error: of
// report, of a push that cannot be made, or the cause of the end of ctx. A refused
// connection that ends it is no error. Each item with deliveries that were not made by
// then is reported as Skipped; the result of report is then ignored. Report is not called
// concurrently.
func (c *Client) Run(ctx context.Context, plan *Plan, report func(*Event) error) (Sum, error) {
	r := &run{Plan: plan, client: c, report: report, pace: pace.New(plan.Rate), total: plan.Total()}
	r.targets = r.probed()
	err := r.rounds(ctx)
	r.skipRest(err)
	if _, refused := errors.AsType[*refusal](err); refused {
		err = nil
	}
	return r.sum, err
}

// refusal ends a run with StopRefused.
type refusal struct{ *exchange.Cause }

func (r *refusal) Unwrap() error { return r.Cause }

// Total is how many deliveries the plan has.
func (p *Plan) Total() int { return max(p.Rounds, 1) * len(p.Items) * p.copies() }

func (p *Plan) copies() int {
	if p.Duplicate {
		return 2
	}
	return 1
}

// run is the state of one Run.
type run struct {
	*Plan
	client  *Client
	report  func(*Event) error
	pace    *pace.Pace
	total   int
	sum     Sum
	targets map[string]*targetState // of the URLs that may be probed
}

// targetState sums up the answers of one URL.
type targetState struct {
	left   int  // deliveries to come
	silent bool // all answers so far were silent
}

// probed counts the deliveries to each URL that may be probed.
func (r *run) probed() map[string]*targetState {
	targets := map[string]*targetState{}
	for i := range r.Items {
		if item := &r.Items[i]; item.Probe {
			to := item.To.String()
			if targets[to] == nil {
				targets[to] = &targetState{silent: true}
			}
			targets[to].left += max(r.Rounds, 1) * r.copies()
		}
	}
	return targets
}

func (r *run) rounds(ctx context.Context) error {
	for range max(r.Rounds, 1) {
		for i := range r.Items {
			if err := r.item(ctx, &r.Items[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// item makes one push and delivers it, twice if duplicates are wanted.
func (r *run) item(ctx context.Context, item *Item) error {
	p, err := item.Push()
	if err != nil {
		return err
	}
	for range r.copies() {
		if err := r.report(r.event(Sending, item)); err != nil {
			return err
		}
		if err := r.pace.Wait(ctx); err != nil {
			return err
		}
		d, err := r.client.Deliver(ctx, p, item.To)
		if err != nil {
			return err
		}
		if err := r.delivered(ctx, item, d); err != nil {
			return err
		}
	}
	return nil
}

// event returns an event about the next delivery.
func (r *run) event(kind EventKind, item *Item) *Event {
	return &Event{Kind: kind, Item: item, Number: r.sum.Sent + 1, Total: r.total}
}

// delivered judges, counts and reports a delivery, and probes its URL if it was the
// last.
func (r *run) delivered(ctx context.Context, item *Item, d *Delivery) error {
	if r.Require != "" {
		d.Reply.Require(r.Require)
	}
	e := r.event(Delivered, item)
	e.Delivery, e.ProbeNext = d, r.probeDue(item, d)
	r.sum.add(d)
	if err := r.report(e); err != nil {
		return err
	}
	if cause := d.Last().Cause; r.StopRefused && cause != nil && cause.ID == exchange.Refused {
		return &refusal{cause}
	}
	if !e.ProbeNext {
		return nil
	}
	if err := r.pace.Wait(ctx); err != nil {
		return err
	}
	probe, err := r.client.Probe(ctx, d)
	if err != nil {
		return err
	}
	return r.report(&Event{Kind: Probed, Item: item, Number: e.Number, Total: e.Total, Delivery: d, Probe: probe})
}

// probeDue counts a delivery, and reports whether it was the last to its URL and all
// answers were silent.
func (r *run) probeDue(item *Item, d *Delivery) bool {
	target := r.targets[item.To.String()]
	if target == nil {
		return false
	}
	target.left--
	target.silent = target.silent && d.Silent()
	return target.left == 0 && target.silent
}

// skipRest reports and counts the deliveries that are not made because of why.
func (r *run) skipRest(why error) {
	r.sum.Skipped = r.total - r.sum.Sent
	copies := r.copies()
	next := r.sum.Sent
	for range r.Items {
		if next == r.total {
			return
		}
		item := &r.Items[next/copies%len(r.Items)]
		r.report(&Event{Kind: Skipped, Item: item, Number: next + 1, Total: r.total, Skipped: r.left(next), Why: why})
		next += copies - next%copies
	}
}

// left is how many deliveries of an item there are from one of them on.
func (r *run) left(next int) int {
	copies := r.copies()
	round := next / copies / len(r.Items)
	return copies - next%copies + copies*(max(r.Rounds, 1)-1-round)
}

func (s *Sum) add(d *Delivery) {
	s.Sent++
	switch cause := d.Last().Cause; {
	case cause != nil && !cause.Answered():
		s.Unreached++
	case d.OK():
		s.OK++
	default:
		s.Bad++
	}
}
