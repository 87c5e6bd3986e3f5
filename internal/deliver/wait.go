package deliver

import (
	"context"
	"errors"
	"net"
	"net/url"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/httpx"
)

const (
	pollInterval = 100 * time.Millisecond // between two attempts of Wait to connect
	settleTime   = 100 * time.Millisecond // for which a connection must stay open
)

// Wait connects to the host of a callback URL again and again until it accepts a
// connection and keeps it open for a moment. A proxy, such as that of Docker, accepts
// connections before its server is there, and closes them. If there was none within
// limit, the cause is why not. The error is the cause of the end of ctx.
func (c *Client) Wait(ctx context.Context, to *url.URL, limit time.Duration) (*exchange.Cause, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var last *exchange.Cause
	for {
		cause := c.probeHost(limited, to)
		switch {
		case cause == nil:
			return nil, nil
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case last == nil || cause.ID != exchange.Timeout: // the limit may have cut the last attempt short
			last = cause
		}
		select {
		case <-limited.Done():
		case <-time.After(pollInterval):
		}
		switch {
		case ctx.Err() != nil:
			return nil, context.Cause(ctx)
		case limited.Err() != nil:
			return last, nil
		}
	}
}

// Listens reports whether the host of a callback URL accepts a connection now.
func (c *Client) Listens(ctx context.Context, to *url.URL) bool {
	conn, err := c.dial(ctx, to)
	if err == nil {
		conn.Close()
	}
	return err == nil
}

// probeHost makes and closes one connection.
func (c *Client) probeHost(ctx context.Context, to *url.URL) *exchange.Cause {
	conn, err := c.dial(ctx, to)
	if err == nil {
		err = settle(conn)
		conn.Close()
	}
	switch {
	case err == nil:
		return nil
	case isTimeout(err):
		return &exchange.Cause{ID: exchange.Timeout, Text: to.Host + " does not answer", Err: err}
	}
	return httpx.Cause(context.WithoutCancel(ctx), to.String(), err) // ctx may have ended since
}

// settle waits until a connection has been open for the settle time, or the server
// speaks. The error is that of a connection that is closed before.
func settle(conn net.Conn) error {
	conn.SetReadDeadline(time.Now().Add(settleTime))
	_, err := conn.Read(make([]byte, 1))
	if isTimeout(err) {
		return nil
	}
	return err
}

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout() || errors.Is(err, context.DeadlineExceeded)
}
