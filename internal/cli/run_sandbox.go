package cli

import (
	"context"
	"fmt"
	"net"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/exchange"
	"wxtool/internal/httpx"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// startSandbox starts the sandbox, whose state is saved at the end, and announces it.
func (r *running) startSandbox(ctx context.Context, known *sandboxAccounts) error {
	listener, err := listen(r.options.listen, known.demo())
	if err != nil {
		return err
	}
	warnOfNeighbours(r.env, r.options.listen, listener.Addr())
	config := sandbox.Config{Accounts: known.list, Rand: r.env.Rand, HTTP: r.http}
	r.watch(&config)
	server, err := openSandbox(ctx, r.env, r.options.state, config, stateWritten(r.env, r.options.state))
	if err != nil {
		listener.Close()
		return err
	}
	r.beside(func() {
		if err := stateProblem(r.options.state, server.Finish()); err != nil {
			r.env.Warnf("%v", err)
		}
	})
	r.serve(ctx, listener, func(ctx context.Context, l net.Listener) error { return httpx.Serve(ctx, l, server) })
	if r.options.intercept {
		if err := r.startProxy(ctx, server); err != nil {
			return err
		}
	}
	ready := newSandboxReady(listener.Addr().String(), known)
	r.sandbox = ready.URL
	return r.announce(ready, known.used[0].Origin(account.AppID) == account.OriginMadeUp)
}

// serve serves until the command has ended, which needs its servers also after a signal.
func (r *running) serve(ctx context.Context, listener net.Listener, serve func(context.Context, net.Listener) error) {
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := serve(serving, listener); err != nil {
			r.env.Warnf("cannot serve on %s: %v", listener.Addr(), httpx.RootCause(err))
		}
	}()
	r.beside(func() { stop(); <-ended })
}

// announce prints what runs where.
func (r *running) announce(ready sandboxReady, madeUp bool) error {
	if r.env.JSON {
		return r.env.Print(ready)
	}
	first := ready.Accounts[0]
	text := "sandbox on " + ready.URL + " for " + first.Platform + " " + first.AppID
	if madeUp {
		text += " (made up)"
	}
	if more := len(ready.Accounts) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	if first.To != "" {
		text += ", pushes go to " + first.To
	}
	r.env.Notef("%s", text)
	return nil
}

// watch prints the calls and acts on stderr, with --verbose.
func (r *running) watch(config *sandbox.Config) {
	if !r.env.Verbose {
		return
	}
	feed := &exchange.Feed[ui.Result]{}
	config.Observe = func(e sandbox.Event) { feed.Publish(newCallEvent(e), callSize(e)) }
	config.ObserveAct = func(out *sandbox.Outcome) { feed.Publish(newActEvent(out), actSize(out)) }
	events := feed.Subscribe(exchange.Bound{Events: 4096, Bytes: 8 << 20})
	printer, text := *r.env, *r.env // the command prints at the same time
	text.JSON, text.OutTTY = false, false
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			event, dropped, err := events.Next(context.Background())
			switch {
			case err != nil: // the end
				return
			case dropped > 0:
				printer.Notef("sandbox: %d events are not printed: stderr was read too slowly", dropped)
			default:
				printer.Notef("sandbox: %s", strings.TrimSpace(string(text.Append(nil, event))))
			}
		}
	}()
	r.beside(func() { feed.Close(); <-ended })
}
