package cli

import (
	"context"
	"errors"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/ui"
)

// deliveryResult is a delivery as it is printed.
type deliveryResult struct {
	deliver.Report
	Probe   *probeResult `json:"probe,omitempty"` // in the last line of a target
	ignored bool         // by the platform
	quiet   bool
	width   int // of the names, when there are many; 0: show the reply
}

// WriteText writes one line on the delivery, the problems, then the reply.
func (r deliveryResult) WriteText(p *ui.Paper) {
	writeHead(p, r.Report, r.width)
	if r.quiet {
		return
	}
	writeProblems(p, r.Reply.Problems)
	if r.width > 0 {
		return
	}
	if r.Reply.XML != "" {
		p.Block("  ", r.Reply.XML)
	}
	if r.OK {
		p.Linef("  %s", p.Dim(verdictOf(r.Reply, r.ignored)))
	}
}

// writeHead writes the line on a delivery, its name as wide as the others'.
func writeHead(p *ui.Paper, r deliver.Report, width int) {
	word := p.Good("ok ")
	if !r.OK {
		word = p.Bad("bad")
	}
	kind := ui.Word(r.Reply.Kind)
	if r.Reply.Encrypted {
		kind += ", encrypted"
	}
	name := p.Bold(ui.Word(r.Fixture)) + padTo("", width-len(r.Fixture))
	if r.Status == 0 {
		p.Linef("%s  %s  no answer  %.0f ms", word, name, r.DurationMS)
	} else {
		p.Linef("%s  %s  %d  %.0f ms  reply: %s", word, name, r.Status, r.DurationMS, kind)
	}
}

// verdictOf says what a good answer means to the person with the phone.
func verdictOf(reply deliver.ReplyReport, ignored bool) string {
	switch kind := reply.Kind; {
	case ignored:
		return "the platform ignores this answer"
	case kind == "ack":
		return "the platform takes the push as received"
	case kind == "success", kind == "empty":
		return "the platform is content, and the user sees no reply"
	case kind == "transfer_customer_service":
		return "the message goes to the customer service"
	}
	return "the user would get this reply"
}

// deliver sends every plan as often as asked, one after the other, until the user
// interrupts or the reader of stdout hangs up; many asks for one line each, and a
// sum at the end.
func (o *sendOptions) deliver(ctx context.Context, env *ui.Env, plans []*plan, many bool) error {
	s := newSending(env, o, plans, many)
	err := s.all(ctx, plans)
	env.Progress("")
	interrupted := errors.Is(err, context.Canceled)
	if interrupted {
		env.Warnf("interrupted after %d of %d deliveries", s.sum.Sent, s.total)
	}
	stopped := interrupted || errors.Is(err, errHungUp)
	if stopped {
		s.skipRest(plans)
	}
	if o.junit != "" && (err == nil || stopped) {
		err = errors.Join(err, s.writeJUnit(env, o.junit))
	}
	if many && !env.Quiet && (err == nil || interrupted) {
		err = errors.Join(err, env.Print(sumResult{s.sum}))
	}
	return verdictAfter(withoutHangUp(err), s.verdict())
}

// verdict is that of all deliveries made.
func (s *sending) verdict() error {
	if s.sum.Bad > 0 {
		return errNo
	}
	return s.unreached
}

func (o *sendOptions) copies() int {
	if o.duplicate {
		return 2
	}
	return 1
}

// pace spaces deliveries evenly.
type pace struct {
	every time.Duration
	next  *time.Timer
}

func newPace(rate float64) *pace {
	if rate <= 0 {
		return &pace{}
	}
	return &pace{every: time.Duration(float64(time.Second) / rate)}
}

func (p *pace) wait(ctx context.Context) error {
	if p.next != nil {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-p.next.C:
		}
	}
	if p.every > 0 {
		p.next = time.NewTimer(p.every)
	}
	return ctx.Err()
}
