package cli

import (
	"context"
	"net/url"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/expect"
	"wxtool/internal/message"
	"wxtool/internal/ui"
)

// builtIns are the built-in echo servers by platform, and the answers that the
// pushes to them expect.
type builtIns struct {
	at       map[string]*url.URL
	expected deliver.Expected
}

// onAttempt notes the answer that a push to a built-in server expects.
func (b *builtIns) onAttempt(a *deliver.Attempt) {
	for _, at := range b.at {
		if at == a.To {
			b.expected.Add(a)
		}
	}
}

// aim sets the target of each plan without one: an echo server of the same account,
// which runs as long as ctx.
func (o *sendOptions) aim(ctx context.Context, env *ui.Env, plans []*plan) error {
	started := map[string]*url.URL{}
	o.builtIns.at = started
	for _, p := range plans {
		if p.target != nil {
			continue
		}
		platform := p.settings.Platform()
		if started[platform] == nil {
			target, err := o.builtIn(ctx, env, p.settings)
			if err != nil {
				return err
			}
			started[platform] = target
		}
		p.target, p.builtIn = started[platform], true
	}
	return nil
}

// builtIn starts an echo server on a free port of this machine. A dry run starts
// none and shows the default address of serve.
func (o *sendOptions) builtIn(ctx context.Context, env *ui.Env, s *settings) (*url.URL, error) {
	if o.dryRun {
		return deliver.ParseTarget("127.0.0.1:8080")
	}
	server, err := newEcho(env, s)
	if err != nil {
		return nil, err
	}
	server.Account.AnyReceiveID = true // a suite's receiveid changes from push to push
	known := server.Expect
	server.Expect = func(query callback.Query, msg []byte, head *message.Head) expect.Answer {
		if answer, ok := o.builtIns.expected.Take(query); ok { // samples of the same types may expect different answers
			return answer
		}
		return known(query, msg, head)
	}
	target, err := startEcho(ctx, env, server)
	if err == nil {
		env.Notef("no --to is given, delivering to a built-in echo server at %s", target)
	}
	return target, err
}
