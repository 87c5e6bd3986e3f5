package replay

import (
	"context"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
)

// maxFlights is how many requests are sent at a time at most.
const maxFlights = 256

// flight is a request that was sent and whose result was not reported yet.
type flight struct {
	line  Line
	found *found
	ended time.Duration // when the recorded request ended
	done  chan struct{} // closed when there is result or err

	result *Result
	err    error
}

// request is a callback that is made and not sent yet.
type request struct {
	exchange.Request
	mode callback.Mode // of a push
}

// launch sends a request, without waiting for the answer.
func (r *run) launch(ctx context.Context, line Line, f *found, req request) {
	rec := line.Record
	fl := &flight{line: line, found: f, ended: rec.Offset + rec.Exchange.Duration, done: make(chan struct{})}
	r.flights = append(r.flights, fl)
	go func() {
		defer close(fl.done)
		fl.result, fl.err = r.deliver(ctx, f, req)
	}()
}

// land waits for the answers to the requests that were answered before a record began,
// in the recording, and reports the results that are there, in the order in which the
// requests were sent.
func (r *run) land(began time.Duration) error {
	for _, fl := range r.flights {
		if fl.ended <= began {
			<-fl.done
		}
	}
	for len(r.flights) >= maxFlights {
		if err := r.landFirst(); err != nil {
			return err
		}
	}
	return r.landDone()
}

// landDone reports the results that are there, up to the first that is not.
func (r *run) landDone() error {
	for len(r.flights) > 0 && r.flights[0].isDone() {
		if err := r.landFirst(); err != nil {
			return err
		}
	}
	return nil
}

// landAll waits for all answers and reports the results.
func (r *run) landAll() error {
	var refused error
	for len(r.flights) > 0 {
		err := r.landFirst()
		if err != nil && err != errRefused {
			return err
		}
		if err != nil {
			refused = err
		}
	}
	return refused
}

// landFirst waits for the answer to the first request and reports the result.
func (r *run) landFirst() error {
	fl := r.flights[0]
	<-fl.done
	r.flights = r.flights[1:]
	if fl.err != nil {
		return fl.err
	}
	return r.finish(fl)
}

func (fl *flight) isDone() bool {
	select {
	case <-fl.done:
		return true
	default:
		return false
	}
}

// finish compares, counts and reports a result.
func (r *run) finish(fl *flight) error {
	result := fl.result
	if r.Diff {
		result.Differences, result.Uncompared = r.compare(fl.found, result)
	}
	r.sum.add(result)
	if err := r.report(&Event{Kind: Done, Line: fl.line, Result: result}); err != nil {
		return err
	}
	if cause := result.Exchange().Cause; cause != nil && cause.ID == exchange.Refused {
		return errRefused
	}
	return nil
}

// abandon waits until no request is being sent any more. Their context has ended.
func (r *run) abandon() {
	for _, fl := range r.flights {
		<-fl.done
	}
}
