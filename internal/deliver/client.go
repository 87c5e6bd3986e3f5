// Package deliver plays the platform towards a developer's callback URL: it
// sends pushes and verification requests as the platform does, with its
// deadline and its attempts. What the answers are worth is said by package
// verdict.
package deliver

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/http1"
)

// What the platforms hold a callback server to.
const (
	Deadline        = 5 * time.Second // for the answer to a push
	WorkGetDeadline = time.Second     // for WeCom's verification request
	Attempts        = 3               // in all, the first included
	MaxReply        = 10 << 20        // bytes of a reply that are read
)

// Client sends as one account. Now, Rand and HTTP come from above so that all
// it does can be repeated exactly; HTTP must neither follow redirects nor add
// headers, see Transport.
type Client struct {
	Account  callback.Account
	HTTP     http.RoundTripper
	Now      func() time.Time
	Rand     io.Reader
	Deadline time.Duration // per attempt, also for verification; 0: the platform's
	Attempts int           // 0: the platform's three
}

// Transport returns a round tripper that sends requests as they are, straight to
// their host whatever proxy the environment names, over HTTP/1.1, and does not
// keep connections: as the platform does.
func Transport() http.RoundTripper {
	t := http1.Transport()
	t.DisableCompression, t.DisableKeepAlives = true, true
	return t
}

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

// withDeadline is context.WithTimeout under another name's error: what ends is
// the platform's patience, not the user's.
func withDeadline(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, d, errDeadline)
}
