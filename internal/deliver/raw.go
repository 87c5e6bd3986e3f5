package deliver

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"wxtool/internal/exchange"
)

// RawRequest is a request that is written byte for byte, for what net/http refuses
// to send: an old protocol, half a body, HEAD with a body, header fields of any
// form, number and order. Nothing is added, not even Host or Content-Length, and
// nothing is checked.
type RawRequest struct {
	Method string
	Target string // of the request line: path and query
	Proto  string // such as HTTP/1.1
	Fields []Field
	Body   []byte

	// CloseWrite closes the connection for writing after the body, as a client does
	// that breaks off. Otherwise it stays open until the response was read.
	CloseWrite bool

	// Pause is waited before each of the Pieces in which the body is written; 0 writes all
	// at once.
	Pause  time.Duration
	Pieces int
}

// Field is one line of a header.
type Field struct{ Name, Value string }

// NewRaw returns the request that Send sends, as a start: Host, then the fields of
// the header by name, Content-Length and Connection.
func NewRaw(r exchange.Request) (*RawRequest, error) {
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	raw := &RawRequest{Method: r.Method, Target: u.RequestURI(), Proto: "HTTP/1.1", Fields: []Field{{"Host", u.Host}}, Body: r.Body}
	for name, values := range r.Header {
		for _, value := range values {
			raw.Fields = append(raw.Fields, Field{name, value})
		}
	}
	slices.SortStableFunc(raw.Fields[1:], func(a, b Field) int { return cmp.Compare(a.Name, b.Name) })
	if len(r.Body) > 0 {
		raw.Fields = append(raw.Fields, Field{"Content-Length", fmt.Sprint(len(r.Body))})
	}
	raw.Fields = append(raw.Fields, Field{"Connection", "close"})
	return raw, nil
}

// Bytes returns what is written.
func (r *RawRequest) Bytes() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s %s\r\n", r.Method, r.Target, r.Proto)
	for _, f := range r.Fields {
		fmt.Fprintf(&b, "%s: %s\r\n", f.Name, f.Value)
	}
	b.WriteString("\r\n")
	b.Write(r.Body)
	return b.Bytes()
}

// write writes the request, with its pauses.
func (r *RawRequest) write(ctx context.Context, conn io.Writer) {
	all := r.Bytes()
	if r.Pause == 0 || r.Pieces < 2 {
		conn.Write(all)
		return
	}
	conn.Write(all[:len(all)-len(r.Body)])
	for piece := range slices.Chunk(r.Body, len(r.Body)/r.Pieces+1) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(r.Pause):
			conn.Write(piece)
		}
	}
}

// record returns the request for an exchange.
func (r *RawRequest) record(to *url.URL) exchange.Request {
	header := http.Header{}
	for _, f := range r.Fields {
		header.Add(f.Name, f.Value)
	}
	return exchange.Request{Method: r.Method, URL: to.Scheme + "://" + to.Host + r.Target, Header: header, Body: r.Body}
}

// SendRaw writes a request to the host of a URL over a new connection and reads the
// response, within the deadline of a push. It uses the client's Dial and TLS, not
// its HTTP. Interim responses (1xx) are skipped.
func (c *Client) SendRaw(ctx context.Context, to *url.URL, r *RawRequest) exchange.Exchange {
	return c.timed(ctx, r.record(to), c.deadline(Deadline), func(ctx context.Context) (*exchange.Response, error) {
		return c.rawRoundTrip(ctx, to, r)
	})
}

func (c *Client) rawRoundTrip(ctx context.Context, to *url.URL, r *RawRequest) (*exchange.Response, error) {
	conn, err := c.connect(ctx, to)
	if err != nil {
		return nil, err
	}
	written := make(chan struct{})
	go func() {
		defer close(written)
		r.write(ctx, conn) // a server may answer and close before it has read all
		if half, ok := conn.(interface{ CloseWrite() error }); ok && r.CloseWrite {
			half.CloseWrite()
		}
	}()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	res, err := readRaw(conn, r.Method)
	stop()
	conn.Close()
	<-written
	return res, err
}

// connect opens a connection, with TLS for https.
func (c *Client) connect(ctx context.Context, to *url.URL) (net.Conn, error) {
	conn, err := c.dial(ctx, to)
	if err != nil || to.Scheme != "https" {
		return conn, err
	}
	config := &tls.Config{}
	if c.TLS != nil {
		config = c.TLS.Clone()
	}
	config.ServerName = cmp.Or(config.ServerName, to.Hostname())
	config.NextProtos = []string{"http/1.1"}
	secure := tls.Client(conn, config)
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secure, nil
}

// dial opens a TCP connection to the host of a URL.
func (c *Client) dial(ctx context.Context, to *url.URL) (net.Conn, error) {
	dial := c.Dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	port := cmp.Or(to.Port(), map[string]string{"http": "80", "https": "443"}[to.Scheme])
	return dial(ctx, "tcp", net.JoinHostPort(to.Hostname(), port))
}

// What is read beside the body of a raw response.
const (
	maxRawHeader = 1 << 20 // bytes
	maxInterim   = 100     // responses such as 100 Continue
)

// readRaw reads the first response that is not an interim one.
func readRaw(conn io.Reader, method string) (*exchange.Response, error) {
	limited := &bounded{conn, MaxReply + maxRawHeader}
	in := bufio.NewReader(limited)
	for range maxInterim {
		res, err := http.ReadResponse(in, &http.Request{Method: method})
		switch {
		case err != nil && limited.left == 0: // err may be about the line that was cut off
			return nil, errTooLarge
		case err != nil:
			return nil, err
		}
		if interim := res.StatusCode/100 == 1 && res.StatusCode != http.StatusSwitchingProtocols; !interim {
			return readResponse(res)
		}
	}
	return nil, fmt.Errorf("there are %d interim responses (1xx) and no final one", maxInterim)
}

// bounded is a reader that fails after left bytes.
type bounded struct {
	r    io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, errTooLarge
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
