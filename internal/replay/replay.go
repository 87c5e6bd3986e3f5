// Package replay sends the callbacks of a recording to a developer's URL again, in their
// order and at their speed, and compares the answers with the recorded ones.
//
// [Replay.Run] sends a request after the answers to those that were answered before it, in
// the recording: what overlapped does so again. It holds the records of the last seconds,
// whatever the size of the recording is. It reports each step to a callback, which is not
// called concurrently. What cannot be sent is skipped, counted and reported with its
// [Reason]. Errors mean that the recording could not be read further, that a request could
// not be made, or that ctx ended; that a server cannot be reached or gives another answer
// is part of the result.
package replay

import (
	"context"
	"errors"
	"iter"
	"net/url"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/pace"
	"wxtool/internal/push"
	"wxtool/internal/record"
)

// Replay is how a recording is sent.
type Replay struct {
	Client *deliver.Client // its Attempts and Retry are not used: retries are in the recording

	// Target returns where the callbacks of a platform are sent and as which account. With
	// [ErrPlatform] they are skipped; any other error ends the run.
	Target func(callback.Platform) (*Target, error)

	Filter   record.Filter
	Speed    float64       // times the recorded speed; 0 is one request after the other, without waiting
	MaxGap   time.Duration // the longest wait between two requests; 0 is no bound
	Verbatim bool          // send the recorded bytes and query, with the recorded signature
	Diff     bool          // compare the answers with the recorded ones
	Ignore   []string      // elements of replies that are not compared, in addition to message.Volatile
}

// Target is where callbacks are sent.
type Target struct {
	To      *url.URL
	Account callback.Account

	// OwnMode sends pushes in the mode of the Account, not in the recorded one.
	OwnMode bool
	// OwnReceiveID uses the ReceiveID of the Account even for pushes that have their own.
	OwnReceiveID bool
	// Expect sets the family and the expected answer of a push, whose Name is that of the
	// fixture where the recording has one. Nil: they are not known.
	Expect func(*push.Push)
}

// ErrPlatform means that callbacks of a platform have no target.
var ErrPlatform = errors.New("the account is on another platform")

// Kind is the kind of an Event.
type Kind int

// The kinds of events.
const (
	Waiting Kind = iota // a request will be sent after Wait
	Done                // a request was sent, and there is its Result
	Skipped             // a record is not sent
)

// Event is one step of a run.
type Event struct {
	Kind   Kind
	Line   Line
	Wait   time.Duration // with Waiting
	Result *Result       // with Done
	Skip   *Skip         // with Skipped
}

// Line identifies an exchange of the recording.
type Line struct {
	Number int            // Seq of the record or, if that cannot be read, the number of the line
	Name   string         // what the exchange is; "" if it cannot be read
	Record *record.Record // nil if it cannot be read
}

// Result is a request that was sent again.
type Result struct {
	Push        *deliver.Delivery  // nil for a handshake
	Handshake   *deliver.Handshake // nil for a push
	Differences []Difference       // with Replay.Diff
	Uncompared  error              // with Replay.Diff: why the answers could not be compared
}

// OK reports whether the answer is a good one, whatever was recorded.
func (r *Result) OK() bool {
	if r.Handshake != nil {
		return r.Handshake.OK()
	}
	return r.Push.OK()
}

// Exchange is what was sent and answered.
func (r *Result) Exchange() *exchange.Exchange {
	if r.Handshake != nil {
		return &r.Handshake.Right
	}
	return r.Push.Last()
}

// Sum counts the exchanges of a run. Recorded is those that were read.
type Sum struct {
	Recorded, NotSelected, Sent, OK, Bad, Unreached, Different, Uncompared, Skipped int

	Skips  []SkipCount
	Behind time.Duration // how much later than planned the last request was sent
}

// Run sends the records. A connection that the host refuses ends the run without an error,
// as no other request would reach it either.
func (p *Replay) Run(ctx context.Context, records iter.Seq2[*record.Record, error], report func(*Event) error) (Sum, error) {
	ctx, cancel := context.WithCancel(ctx)
	r := &run{Replay: p, client: p.Client, report: report, pace: pace.New(0)}
	defer r.abandon()
	defer cancel()
	err := r.lines(ctx, records)
	if err == errRefused || err == nil {
		if landed := r.landAll(); err == nil {
			err = landed
		}
	}
	if err == errRefused {
		err = nil
	}
	return r.sum, err
}

func (r *run) lines(ctx context.Context, records iter.Seq2[*record.Record, error]) error {
	for rec, err := range byStart(records) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err := r.line(ctx, rec, err); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

// errRefused ends a run.
var errRefused = errors.New("the connection was refused")

// run is the state of one Run.
type run struct {
	*Replay
	client *deliver.Client
	report func(*Event) error
	sum    Sum

	pace    *pace.Pace
	flights []*flight      // in the order in which they were sent
	last    *record.Record // the last one sent
	begin   time.Time      // when the first one was sent
	planned time.Duration  // from begin to the last one
}

// line sends one record, or skips it.
func (r *run) line(ctx context.Context, rec *record.Record, err error) error {
	if err != nil {
		failed, ok := errors.AsType[*record.LineError](err)
		if !ok {
			return err
		}
		return r.skip(Line{Number: failed.Line}, unreadable(failed))
	}
	r.sum.Recorded++
	if !r.unfiltered(rec) {
		r.sum.NotSelected++
		return nil
	}
	line := Line{rec.Seq, nameOf(rec), rec}
	found, skip, err := r.find(rec)
	switch {
	case err != nil:
		return err
	case skip != nil && skip.Reason.Lost(): // the filter may need what cannot be read
		return r.skip(line, skip)
	case !r.Filter.Match(rec):
		r.sum.NotSelected++
		return nil
	case skip != nil:
		return r.skip(line, skip)
	}
	line.Name = nameOf(rec)
	return r.send(ctx, line, found)
}

// unfiltered reports whether a record is selected as far as this can be said before it is
// decrypted.
func (r *run) unfiltered(rec *record.Record) bool {
	early := r.Filter
	early.Where = nil
	return early.Match(rec)
}

func (r *run) skip(line Line, skip *Skip) error {
	r.sum.addSkip(skip.Reason)
	return r.report(&Event{Kind: Skipped, Line: line, Skip: skip})
}

// send waits until the record is due, and sends it.
func (r *run) send(ctx context.Context, line Line, f *found) error {
	if err := r.land(line.Record.Offset); err != nil {
		return err
	}
	gap := r.gap(line.Record)
	if err := r.report(&Event{Kind: Waiting, Line: line, Wait: gap}); err != nil {
		return err
	}
	if err := r.pace.After(ctx, gap); err != nil {
		return err
	}
	if err := r.landDone(); err != nil {
		return err
	}
	req, err := r.build(f)
	if err != nil {
		return err
	}
	r.sent(line.Record, gap)
	r.launch(ctx, line, f, req)
	if r.Speed == 0 {
		return r.landAll()
	}
	return nil
}

// gap is how long after the last request a record is due.
func (r *run) gap(rec *record.Record) time.Duration {
	if r.last == nil || r.Speed == 0 {
		return 0
	}
	gap := max(0, rec.Offset-r.last.Offset)
	gap = time.Duration(float64(gap) / r.Speed)
	if r.MaxGap > 0 {
		gap = min(gap, r.MaxGap)
	}
	return gap
}

// sent notes when a request is sent.
func (r *run) sent(rec *record.Record, gap time.Duration) {
	now := r.client.Now()
	if r.last == nil {
		r.begin = now
	}
	r.last = rec
	r.planned += gap
	if r.Speed > 0 {
		r.sum.Behind = max(0, now.Sub(r.begin)-r.planned)
	}
}

func (s *Sum) add(r *Result) {
	s.Sent++
	switch cause := r.Exchange().Cause; {
	case cause != nil && !cause.Answered():
		s.Unreached++
	case r.OK():
		s.OK++
	default:
		s.Bad++
	}
	switch {
	case r.Uncompared != nil:
		s.Uncompared++
	case len(r.Differences) > 0:
		s.Different++
	}
}
