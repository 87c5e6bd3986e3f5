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
	"errors"
	"net/url"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
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
