package replay

import (
	"context"
	"errors"
	"iter"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/pace"
	"wxtool/internal/record"
)

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
