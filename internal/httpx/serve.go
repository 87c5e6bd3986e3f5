package httpx

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 30 * time.Second
	idleTimeout       = 30 * time.Second
	maxHeader         = 64 << 10
	drain             = 10 * time.Second
)

// Serve serves handler on listener until ctx ends. Then it takes no new
// connections, finishes the requests in flight, for 10 seconds at most, and
// returns nil. Slow and greedy clients are cut off, see [NewServer].
func Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	return Run(ctx, listener, NewServer(handler))
}

// NewServer returns a server that cuts off slow and greedy clients: 5 seconds for the
// header, 30 for the request, 64 KiB of header.
func NewServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          log.New(io.Discard, "", 0), // the handler reports what matters
	}
}

// Run is Serve for a server that has been configured.
func Run(ctx context.Context, listener net.Listener, server *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(limited); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close()
}
