package deliver

import (
	"cmp"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/httpx"
)

// How many idle connections to a host are kept, and how long.
const (
	idleConnections = 256
	idleTimeout     = 30 * time.Second
)

// Transport returns a round tripper that sends requests unchanged over HTTP/1.1,
// directly to their host: proxies in the environment are not used. Connections are
// kept for a Client with KeepAlive.
func Transport() http.RoundTripper { return TLSTransport(nil) }

// TLSTransport is Transport with settings of TLS, for a server whose certificate is not
// one of the system's.
func TLSTransport(config *tls.Config) http.RoundTripper {
	t := httpx.Transport()
	t.DisableCompression = true
	t.MaxIdleConnsPerHost, t.IdleConnTimeout = idleConnections, idleTimeout
	t.TLSClientConfig = config
	t.DialContext = httpx.CheckFirst(new(net.Dialer).DialContext)
	return t
}

// patience is how long a server that closed a connection without an answer has to show
// what it speaks.
const patience = time.Second

// Explain replaces the cause of an exchange without an answer where the server closed
// the connection because it does not speak HTTP: many say nothing then.
func (c *Client) Explain(ctx context.Context, to *url.URL, ex *exchange.Exchange) {
	if ex.Cause == nil || ex.Cause.ID != exchange.Closed || to.Scheme != "http" {
		return
	}
	if c.speaksTLS(ctx, to) {
		ex.Cause = httpx.SpeaksTLS(ex.Cause.Err)
		return
	}
	if other := c.ping(ctx, to); other.Name() != "" {
		ex.Cause = httpx.Speaks(to.Host, other)
	}
}

// speaksTLS reports whether the server of an http URL completes a handshake of TLS.
func (c *Client) speaksTLS(ctx context.Context, to *url.URL) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	probe := Client{Dial: c.Dial, TLS: &tls.Config{InsecureSkipVerify: true}} // no data is sent
	conn, err := probe.connect(ctx, &url.URL{Scheme: "https", Host: net.JoinHostPort(to.Hostname(), cmp.Or(to.Port(), "80"))})
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// ping returns the first bytes that a server answers to the line PING. Redis closes the
// connection of an HTTP request without a word, and answers this.
func (c *Client) ping(ctx context.Context, to *url.URL) *httpx.ProtocolError {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := c.connect(ctx, to)
	if err != nil {
		return &httpx.ProtocolError{}
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	first := make([]byte, 64)
	if _, err := io.WriteString(conn, "PING\r\n"); err != nil {
		return &httpx.ProtocolError{}
	}
	n, _ := conn.Read(first) // what was read counts
	return &httpx.ProtocolError{First: first[:n]}
}
