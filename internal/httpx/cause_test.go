package httpx_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"

	"wxtool/internal/exchange"
	"wxtool/internal/httpx"
)

// raw is a server that answers every connection with the same bytes.
func raw(t *testing.T, answer string) string {
	return onEachConn(t, func(conn net.Conn) {
		conn.Read(make([]byte, 1<<10))
		io.WriteString(conn, answer)
	})
}

// onEachConn is a server that calls talk with each connection in turn, and closes it.
func onEachConn(t *testing.T, talk func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			talk(conn)
			conn.Close()
		}
	}()
	return listener.Addr().String()
}

func TestCause(t *testing.T) {
	closed := raw(t, "")
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	unused := free.Addr().String()
	free.Close()
	for _, tt := range []struct{ name, url, id, text string }{
		{"refused", "http://" + unused + "/", exchange.Refused, unused},
		{"closed", "http://" + closed + "/", exchange.Closed, "closed the connection"},
		{"cut body", "http://" + raw(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx") + "/", exchange.Closed, "closed the connection"},
		{"no HTTP", "http://" + raw(t, "SSH-2.0-x\r\n") + "/", exchange.NotHTTP, "no HTTP response"},
		{"no header field", "http://" + raw(t, "HTTP/1.1 200 OK\r\nsuccess\r\n\r\n") + "/", exchange.NotHTTP, `missing colon: "success"`},
		{"two lengths", "http://" + raw(t, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx") + "/", exchange.NotHTTP, "no valid HTTP response"},
		{"unknown coding", "http://" + raw(t, "HTTP/1.1 200 OK\r\nTransfer-Encoding: x\r\n\r\nx") + "/", exchange.NotHTTP, `transfer encoding: "x"`},
		{"not a chunk", "http://" + raw(t, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsuccess\r\n0\r\n\r\n") + "/", exchange.NotHTTP, "chunk length"},
		{"http as https", "https://" + raw(t, "HTTP/1.1 400 Bad Request\r\n\r\n") + "/", exchange.NoTLS, "write http://"},
		{"unknown certificate", secure.URL, exchange.NoTLS, "TLS handshake failed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tt.url, nil)
			if err != nil {
				t.Fatal(err)
			}
			res, err := httpx.Transport().RoundTrip(r)
			if err == nil {
				_, err = io.ReadAll(res.Body)
				res.Body.Close()
			}
			cause := httpx.Cause(t.Context(), tt.url, err)
			if cause.ID != tt.id || !strings.Contains(cause.Text, tt.text) || !errors.Is(cause, err) {
				t.Errorf("%+v, want %s with %q", cause, tt.id, tt.text)
			}
		})
	}
}

func TestCauseOfOtherErrors(t *testing.T) {
	stopped := errors.New("stopped")
	ended, stop := context.WithCancelCause(t.Context())
	stop(stopped)
	if cause := httpx.Cause(ended, "http://x", io.EOF); cause.ID != exchange.Interrupted || !errors.Is(cause, stopped) {
		t.Errorf("%+v", cause)
	}
	for id, err := range map[string]error{
		exchange.NoName: fmt.Errorf("x: %w", &net.DNSError{Name: "nosuch.example"}),
		exchange.NoTLS:  &tls.CertificateVerificationError{Err: errors.New("x")},
		exchange.Closed: &net.OpError{Op: "write", Err: os.NewSyscallError("write", syscall.EPIPE)},
		exchange.Failed: errors.New("something else"),
	} {
		if cause := httpx.Cause(t.Context(), "http://x", err); cause.ID != id || cause.Text == "" {
			t.Errorf("%v: %+v, want %s", err, cause, id)
		}
	}
}

func TestRootCause(t *testing.T) {
	root := errors.New("root")
	if got := httpx.RootCause(fmt.Errorf("a: %w", &net.OpError{Op: "dial", Err: root})); got != root {
		t.Errorf("%v", got)
	}
}
