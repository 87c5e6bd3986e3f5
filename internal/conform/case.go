// Package conform checks whether a callback URL conforms to what the platform asks of
// it: the verification of the URL, every kind of push, replies, refusal of what is
// forged, and staying alive whatever comes.
//
// A [Case] is one requirement and the requests that check it. [Run] runs the cases one
// after the other and reports a [Result] for each. A server that refuses everything must
// not pass the cases about refusals: these have a [Control], a right request that must
// be answered well before and after the case. Where the control fails, the cases that
// depend on it are blocked, and the failed control is reported once.
//
// A case never ends a run. The error of Run is only that of ctx or of the caller's
// report.
package conform

import (
	"context"
	"slices"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/verdict"
)

// Level is how much a requirement matters.
type Level string

const (
	Must   Level = "must"   // the platform refuses the URL or the user gets no answer, or the server accepts what is forged
	Should Level = "should" // something goes wrong at times, or sources disagree
	Info   Level = "info"   // worth knowing
)

// Levels lists the levels, the most important first.
func Levels() []Level { return []Level{Must, Should, Info} }

// Above reports whether l matters more than other.
func (l Level) Above(other Level) bool {
	return slices.Index(Levels(), l) < slices.Index(Levels(), other)
}

// levelOf is the level of a verdict's problem.
func levelOf(l verdict.Level) Level {
	switch l {
	case verdict.Error:
		return Must
	case verdict.Warning:
		return Should
	}
	return Info
}

// Topic is what a case is about.
type Topic string

const (
	Handshake  Topic = "handshake"  // the verification of the URL
	Delivery   Topic = "delivery"   // how pushes come: repeated, in bursts, in other forms
	Push       Topic = "push"       // each kind of push
	Reply      Topic = "reply"      // what a reply is made of
	Signature  Topic = "signature"  // forged and damaged requests are refused
	Mode       Topic = "mode"       // what is not encrypted is refused where it must be
	Crypto     Topic = "crypto"     // what cannot be decrypted is refused
	Robustness Topic = "robustness" // the server stays alive whatever comes
)

// Control is the right request that must be answered well before and after a case.
type Control uint8

const (
	NoControl   Control = iota
	ByHandshake         // a verification of the URL
	ByPush              // a push
)

// Case is one requirement on a callback URL. Its ID never changes.
type Case struct {
	Topic       Topic
	Name        string
	Platform    callback.Platform // "": both
	Level       Level             // the highest that its findings can have
	Requirement lang.Text
	Remedy      lang.Text // where nothing better is known
	Source      string    // the official page, or the report behind it
	WeCom       string    // the same for WeCom, where it is another
	Control     Control
	Positive    bool // its requests are right ones, so that the control is made only before it
	Slow        bool // takes seconds even if all is well
	Destructive bool // sends pushes with an effect, such as that a user unsubscribed

	// Unless returns why the case does not apply to an endpoint, and nothing if it
	// does. Nil: it always applies.
	Unless func(*Endpoint) lang.Text

	// Check sends requests and adds findings to the trial. Its error means only that
	// a request could not be made, or is that of ctx.
	Check func(context.Context, *Trial) error
}

// ID is the permanent name of the case on a platform, such as mp/handshake/echo-exact.
func (c *Case) ID(p callback.Platform) string {
	return string(p) + "/" + string(c.Topic) + "/" + c.Name
}

// SourceFor is the page on the case for a platform.
func (c *Case) SourceFor(p callback.Platform) string {
	if p == callback.Work && c.WeCom != "" {
		return c.WeCom
	}
	return c.Source
}

// Cases returns the cases for an endpoint, in the order in which they are run.
func Cases(e *Endpoint) []*Case {
	return slices.DeleteFunc(allCases(e), func(c *Case) bool {
		return c.Platform != "" && c.Platform != e.Account.Platform
	})
}

// allCases are those of both platforms. The order is that of the topics, so that a case
// that may end a server comes after the others.
func allCases(e *Endpoint) []*Case {
	return slices.Concat(handshakeCases(), deliveryCases(), httpCases(), replyCases(), pushCases(e), signatureCases(), modeCases(), cryptoCases(), robustnessCases())
}
