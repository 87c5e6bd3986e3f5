// Package deliver plays the platform towards a developer's callback URL: it
// sends pushes and verification requests as the platform does, with its
// deadline and its attempts. What the answers are worth is said by package
// verdict.
//
// [Client.Deliver] sends one push, [Client.Handshake] checks a URL,
// [Client.Probe] sends a push with a wrong signature, and [Client.SendRaw] what no
// HTTP library sends. Their errors report only
// that a request could not be made or that the context ended: a server that
// cannot be reached, or answers badly, is part of the result.
package deliver

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/httpx"
	"wxtool/internal/push"
)

// What the platforms require of a callback server.
const (
	Deadline        = 5 * time.Second // for the answer to a push
	WorkGetDeadline = time.Second     // for WeCom's verification request
	Attempts        = 3               // in all, the first included
	MaxReply        = 10 << 20        // bytes of a reply that are read
)

// Client sends requests as the platform does. Now, Rand and HTTP come from above
// so that all it does can be repeated exactly; HTTP must neither follow redirects
// nor add headers, see [Transport]. A Client that is not changed may be used by
// several goroutines at the same time, if its Now, Rand, HTTP, Retry and OnAttempt
// may.
type Client struct {
	HTTP      http.RoundTripper
	Now       func() time.Time
	Rand      io.Reader
	Deadline  time.Duration // per request; 0: the platform's
	Attempts  int           // per push at most; 0: the platform's three
	KeepAlive bool          // connections are used again, which the platform does not do

	// Retry reports whether a push is sent again after an attempt; nil is [Retried],
	// the platform's rule.
	Retry func(p *push.Push, last *exchange.Exchange) bool

	// Dial and TLS are what SendRaw connects with; nil is the usual.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	TLS  *tls.Config

	// OnAttempt is called before each attempt of Deliver is sent. What it is given
	// must not be changed.
	OnAttempt func(*Attempt)
}

// Transport returns a round tripper that sends requests as they are, straight to
// their host whatever proxy the environment names, over HTTP/1.1. It keeps the
// connections of a Client with KeepAlive.
func Transport() http.RoundTripper {
	t := httpx.Transport()
	t.DisableCompression = true
	t.MaxIdleConnsPerHost, t.IdleConnTimeout = idleConnections, idleTimeout
	return t
}

// How many connections to a host are kept that are not in use, and how long.
const (
	idleConnections = 256
	idleTimeout     = 30 * time.Second
)

// stamp makes the parts of a signature. Digits are what the platform's nonces
// consist of.
func (c *Client) stamp() (callback.Stamp, error) {
	return NewStamp(c.Now(), c.Rand)
}

// NewStamp returns a stamp of the time and of random digits and bytes.
func NewStamp(now time.Time, random io.Reader) (callback.Stamp, error) {
	s := callback.Stamp{Timestamp: strconv.FormatInt(now.Unix(), 10)}
	var b [8]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return s, err
	}
	var n uint64
	for _, x := range b {
		n = n<<8 | uint64(x)
	}
	s.Nonce = strconv.FormatUint(1e8+n%2e9, 10)
	_, err := io.ReadFull(random, s.Random[:])
	return s, err
}

func (c *Client) deadline(platform time.Duration) time.Duration {
	if c.Deadline > 0 {
		return c.Deadline
	}
	return platform
}

// withDeadline is [context.WithTimeout] with errDeadline as the cause, by which
// the platform's deadline is told from the caller's.
func withDeadline(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, d, errDeadline)
}
