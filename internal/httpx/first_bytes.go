package httpx

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"sync"
)

// Dialer opens connections, as in [net.Dialer].
type Dialer func(ctx context.Context, network, address string) (net.Conn, error)

// CheckFirst returns a dialer whose connections fail with a [ProtocolError] where the
// first bytes of the server are neither HTTP nor, if the client began with TLS, TLS. It
// is for connections that lead directly to the server, not through a proxy.
//
// Some servers speak first, such as those of SSH and MySQL. Nothing is read before the
// client has sent something, so that such bytes belong to the request.
func CheckFirst(dial Dialer) Dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &checkedConn{Conn: conn, begun: make(chan struct{})}, nil
	}
}

// ProtocolError means that a server speaks another protocol than HTTP or TLS.
type ProtocolError struct {
	First []byte // the first bytes of the server, up to 64
	TLS   bool   // the client began with TLS
}

func (e *ProtocolError) Error() string {
	return fmt.Sprintf("the first bytes of the server are %q", e.First)
}

// Name returns the name of the protocol, "" if it is not known.
func (e *ProtocolError) Name() string {
	if !e.TLS && isTLS(e.First) {
		return "TLS"
	}
	if e.TLS && isPage(e.First) {
		return "HTTP"
	}
	if len(e.First) > 5 && e.First[3] == 0 && e.First[4] == 10 { // the packet with number 0, protocol version 10
		return "MySQL"
	}
	for _, known := range [...]struct{ first, name string }{
		{"SSH-", "SSH"},
		{"+PONG\r\n", "Redis"}, {"-ERR ", "Redis"}, {"-NOAUTH ", "Redis"}, {"-DENIED ", "Redis"},
		{"+OK ", "POP3"}, {"* OK ", "IMAP"}, {"220 ", "FTP or SMTP"}, {"220-", "FTP or SMTP"},
		{"AMQP", "AMQP"}, {"RFB ", "VNC"},
	} {
		if bytes.HasPrefix(e.First, []byte(known.first)) {
			return known.name
		}
	}
	return ""
}

// maxFirst is how many bytes of another protocol are kept.
const maxFirst = 64

// checkedConn checks what it reads first. It has one reader at a time.
type checkedConn struct {
	net.Conn
	once    sync.Once
	begun   chan struct{} // closed by the first Write or Close
	tls     bool          // the first bytes written are TLS; set before begun is closed
	checked bool
}

func (c *checkedConn) Write(b []byte) (int, error) {
	c.once.Do(func() { c.tls = isTLS(b); close(c.begun) })
	return c.Conn.Write(b)
}

func (c *checkedConn) Close() error {
	c.once.Do(func() { close(c.begun) })
	return c.Conn.Close()
}

func (c *checkedConn) Read(b []byte) (int, error) {
	if c.checked {
		return c.Conn.Read(b)
	}
	<-c.begun
	n, err := c.Conn.Read(b)
	if n == 0 {
		return n, err
	}
	if c.checked = true; !isHTTP(b[:n]) && !(c.tls && isTLS(b[:n])) {
		return 0, &ProtocolError{First: bytes.Clone(b[:min(n, maxFirst)]), TLS: c.tls}
	}
	return n, err
}

// isHTTP reports whether b begins like a response of HTTP. A server may send its first
// bytes one by one.
func isHTTP(b []byte) bool {
	const start = "HTTP/"
	return bytes.HasPrefix(b, []byte(start)[:min(len(b), len(start))])
}

// isPage reports whether b begins like an HTML page. Python's http.server, which Flask
// and Django use, answers bytes that are no request with a page without a status line.
func isPage(b []byte) bool {
	lower := bytes.ToLower(b)
	return bytes.HasPrefix(lower, []byte("<!doctype html")) || bytes.HasPrefix(lower, []byte("<html"))
}

// isTLS reports whether b begins like a record of TLS: its type, and the major version.
func isTLS(b []byte) bool {
	return len(b) > 0 && b[0] >= 20 && b[0] <= 23 && (len(b) == 1 || b[1] == 3)
}
