// Package deliver is the platform's side of a callback: it sends pushes and
// verification requests to a developer's URL as the platform does, with its
// deadline and its attempts. Package verdict judges the answers.
//
// [Client.Deliver] sends one push and [Client.Run] a plan of them,
// [Client.Handshake] verifies a URL, [Client.Probe] sends a push with a wrong
// signature, and [Client.SendRaw] sends what no HTTP library does. Errors mean only
// that a request could not be made or that the context ended: that a server cannot
// be reached or gives a bad answer is part of the result.
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
	"wxtool/internal/push"
)

// What the platforms require of a callback server.
const (
	Deadline        = 5 * time.Second // for the answer to a push
	WorkGetDeadline = time.Second     // for WeCom's verification request
	Attempts        = 3               // in all, the first included
	MaxReply        = 10 << 20        // bytes of a reply that are read
)

// Client sends requests as the platform does. HTTP, Now and Rand are required; the
// same Now and Rand make the same requests. HTTP must not follow redirects or add
// headers, see [Transport]. A Client may be used by several goroutines at the same
// time, if its functions, HTTP and Rand may.
type Client struct {
	HTTP      http.RoundTripper
	Now       func() time.Time
	Rand      io.Reader
	Deadline  time.Duration // per request; 0: the platform's
	Attempts  int           // per push at most; 0: the platform's three
	KeepAlive bool          // reuse connections, which the platform does not do

	// Retry reports whether a push is sent again after an attempt; nil is [Retried],
	// the platform's rule.
	Retry func(p *push.Push, last *exchange.Exchange) bool

	// Dial and TLS are for the connections of SendRaw; nil is the standard library's.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	TLS  *tls.Config

	// OnAttempt is called before each attempt of Deliver is sent. It must not change
	// the Attempt.
	OnAttempt func(*Attempt)
}

// Stamp returns a new stamp of the current time.
func (c *Client) Stamp() (callback.Stamp, error) {
	return NewStamp(c.Now(), c.Rand)
}

// NewStamp returns a stamp of a time, with random bytes and a random nonce of
// digits, as the platform's are.
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

// withDeadline is [context.WithTimeout] with a deadlineError as the cause, which
// distinguishes this deadline from one of the caller's context.
func withDeadline(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, d, &deadlineError{d})
}
