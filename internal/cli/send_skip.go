package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/push"
	"wxtool/internal/ui"
)

// skip is a push that is not sent, and why.
type skip struct {
	name  string
	why   word
	facts []any // of why; a word is translated
	more  int   // deliveries of the push that were not made, beyond one
}

// reason renders why a push is not sent.
func (s skip) reason(l lang.Language) string {
	facts := slices.Clone(s.facts)
	for i, fact := range facts {
		if w, ok := fact.(word); ok {
			facts[i] = w.in(l)
		}
	}
	return s.why.in(l, facts...)
}

// id is the reason in JSON.
func (s skip) id() string {
	return map[word]string{
		skipPattern: "pattern", skipNoKey: "no-key", skipFamily: "family",
		skipRefused: "refused", skipInterrupted: "interrupted", skipEnded: "ended",
	}[s.why]
}

// usualFamily returns the family that the callback URL of an account gets, and the word
// for such an account. The receiveid shows what a WeCom account is: an application has
// its corpid, a smart bot none. An appid does not show what it belongs to: it is taken
// for that of an Official Account.
func usualFamily(s *settings) (string, word) {
	switch {
	case s.Platform() != account.PlatformWork:
		return "mp", urlMP
	case !s.given(account.ReceiveID), s.get(account.ReceiveID) == s.get(account.AppID):
		return "application", urlApplication
	case s.get(account.ReceiveID) == "":
		return "bot", urlBot
	}
	return "suite", urlSuite
}

// skipOf returns why a sample that was selected with --all or a pattern is not sent, or
// nil. The error is that of a push that cannot be made.
func (o *sendOptions) skipOf(env *ui.Env, p *plan) (*skip, error) {
	if pattern, ok := o.skipped[p.fixture.Name]; ok && !p.named {
		return &skip{name: p.fixture.Name, why: skipPattern, facts: []any{pattern}}, nil
	}
	switch err := o.try(env, p); {
	case errors.Is(err, callback.ErrNoKey) && !p.named:
		return &skip{name: p.fixture.Name, why: skipNoKey}, nil
	case err != nil:
		return nil, err
	}
	usual, owner := usualFamily(p.settings)
	if family := p.fixture.Family(); o.all && len(o.families) == 0 && p.target != nil && family != usual {
		return &skip{name: p.fixture.Name, why: skipFamily, facts: []any{owner, family}}, nil
	}
	return nil, nil
}

// nothingLeft is the error of a run in which all pushes are skipped.
func nothingLeft(plans []*plan, skips []skip) error {
	if len(plans) > 0 || len(skips) == 0 {
		return nil
	}
	first := skips[0]
	if first.why == skipNoKey {
		return fmt.Errorf("push %s: encrypt: %w", first.name, callback.ErrNoKey)
	}
	return usage("send-fixture: nothing is left to send, as %s is skipped: %s", first.name, first.reason(lang.English)).withHint("wxtool fixture list --family FAMILY prints the names of a family")
}

// try makes and seals a push without sending it, so that a run does not end in the
// middle because of a push that cannot be made.
func (o *sendOptions) try(env *ui.Env, p *plan) error {
	made, err := push.New(p.fixture, p.account, o.pushOptions(env, p, zeros{}))
	if err != nil {
		return err
	}
	if _, err = made.Seal(callback.Stamp{Timestamp: "0", Nonce: "0"}); err != nil {
		return fmt.Errorf("push %s: %w", made.Name, err)
	}
	return nil
}

// zeros are random bytes for a push that is not sent.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// skipEvent is the skip of a push that was not sent because the run had ended.
func skipEvent(e *deliver.Event) skip {
	cause, _ := errors.AsType[*exchange.Cause](e.Why)
	s := skip{name: e.Item.Name, why: skipEnded, more: e.Skipped - 1}
	switch {
	case cause != nil && cause.ID == exchange.Refused:
		s.why, s.facts = skipRefused, []any{e.Item.To.Host}
	case errors.Is(e.Why, context.Canceled):
		s.why = skipInterrupted
	}
	return s
}

// skipAll skips the pushes of a run that ends with err before the first is sent.
func (s *sending) skipAll(plans []*plan, err error) {
	why := skipEnded
	if errors.Is(err, context.Canceled) {
		why = skipInterrupted
	}
	for _, p := range plans {
		s.skips = append(s.skips, skip{name: p.fixture.Name, why: why})
	}
}

// skipResult is a push that was not sent, in JSON.
type skipResult struct {
	Fixture string `json:"fixture"`
	ID      string `json:"id"` // pattern, no-key, family, refused, interrupted, ended
	Reason  string `json:"reason"`
}

func (skipResult) JSONType() string      { return "skipped" }
func (skipResult) WriteText(*ui.Printer) {}

// skipsResult is all that was not sent, in text: a line for each reason.
type skipsResult struct {
	skips   []skip
	verbose bool
	lang    lang.Language
}

func (skipsResult) JSONType() string { return "skipped" }

func (r skipsResult) WriteText(p *ui.Printer) {
	for _, g := range groupSkips(r.skips, r.lang) {
		p.Linef("%s", g.line(r.lang))
		if r.verbose {
			for _, name := range g.names {
				p.Linef("  %s", ui.OneLine(name))
			}
		}
	}
}

// skipGroup is the skips with one reason.
type skipGroup struct {
	reason string
	names  []string
	count  int // of deliveries
}

func groupSkips(skips []skip, l lang.Language) (groups []*skipGroup) {
	byReason := map[string]*skipGroup{}
	for _, s := range skips {
		reason := s.reason(l)
		g := byReason[reason]
		if g == nil {
			g = &skipGroup{reason: reason}
			byReason[reason] = g
			groups = append(groups, g)
		}
		g.names = append(g.names, s.name)
		g.count += 1 + s.more
	}
	return groups
}

func (g *skipGroup) line(l lang.Language) string {
	return skippedBecause.in(l, countPushes.count(g.count, l), ui.OneLine(g.reason))
}
