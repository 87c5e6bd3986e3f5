package cli

import (
	"context"
	"net"
	"net/url"
	"sync/atomic"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/echo"
	"wxtool/internal/httpx"
	"wxtool/internal/ui"
)

// maxAge is how far the timestamp of a push may be from the clock of an echo server: far
// more than any delay of the platform.
const maxAge = time.Hour

// sandboxTime is the clock of a sandbox, for an echo server that is started before the
// sandbox: wxtool sandbox clock moves it. Until the sandbox is there, it is that of
// the environment.
type sandboxTime struct {
	env *ui.Env
	now atomic.Pointer[func() time.Time]
}

// follow uses the clock of a sandbox from now on.
func (t *sandboxTime) follow(now func() time.Time) { t.now.Store(&now) }

func (t *sandboxTime) Now() time.Time {
	if now := t.now.Load(); now != nil {
		return (*now)()
	}
	return t.env.Now()
}

// answerDemo starts an echo server for the pushes of the demo account if there is no
// callback URL, so that every first try works. It refuses what is forged, as a
// developer's server should.
func (k *sandboxAccounts) answerDemo(ctx context.Context, clock *sandboxTime) error {
	for i, s := range k.used {
		if !s.Demo || k.list[i].To != nil {
			continue
		}
		server, err := newEcho(k.env, s)
		if err != nil {
			return err
		}
		server.Now, server.MaxAge = clock.Now, maxAge
		if k.list[i].To, err = startEcho(ctx, k.env, server); err != nil {
			return err
		}
	}
	return nil
}

// echoFor starts an echo server of an account. It runs until ctx ends.
func echoFor(ctx context.Context, env *ui.Env, s *settings) (*url.URL, error) {
	server, err := newEcho(env, s)
	if err != nil {
		return nil, err
	}
	return startEcho(ctx, env, server)
}

// startEcho starts an echo server on a free port of this machine. To find out whether
// this machine has IPv6 and Multipath TCP would take longer than the exchange.
func startEcho(ctx context.Context, env *ui.Env, server *echo.Server) (*url.URL, error) {
	var config net.ListenConfig
	config.SetMultipathTCP(false)
	listener, err := config.Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, unreachable("cannot listen on this machine: %w", httpx.RootCause(err))
	}
	go httpx.Serve(ctx, listener, server)
	return deliver.ParseTarget(listener.Addr().String())
}
