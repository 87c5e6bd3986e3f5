package httpx_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wxtool/internal/exchange"
	"wxtool/internal/httpx"
)

// first is a transport that checks the first bytes.
func first() *http.Transport {
	t := httpx.Transport()
	t.DialContext = httpx.CheckFirst(new(net.Dialer).DialContext)
	return t
}

// talker is a server that speaks first, before it has read a request.
func talker(t *testing.T, greeting string) string {
	return onEachConn(t, func(conn net.Conn) {
		io.WriteString(conn, greeting)
		conn.Read(make([]byte, 1<<10))
	})
}

func roundTrip(t *testing.T, transport http.RoundTripper, url string) error {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := transport.RoundTrip(r)
	if err == nil {
		_, err = io.ReadAll(res.Body)
		res.Body.Close()
	}
	return err
}

func TestOtherProtocols(t *testing.T) {
	for _, tt := range []struct{ name, scheme, greeting, id, says string }{
		{"SSH", "http", "SSH-2.0-x\r\n", exchange.NotHTTP, `SSH answers at 127.0.0.1:`},
		{"SSH, https", "https", "SSH-2.0-x\r\n", exchange.NotHTTP, `, not HTTP; its first bytes are "SSH-2.0-x\r\n"`},
		{"MySQL", "http", "J\x00\x00\x00\n8.0.36\x00", exchange.NotHTTP, `MySQL answers at`},
		{"MySQL, a length that is no text", "http", "\xff\x01\x00\x00\n5.7\x00", exchange.NotHTTP, `"\xff\x01\x00\x00\n5.7\x00"`},
		{"Redis", "http", "-NOAUTH Authentication required.\r\n", exchange.NotHTTP, `Redis answers at`},
		{"POP3", "http", "+OK ready\r\n", exchange.NotHTTP, `POP3 answers at`},
		{"IMAP", "http", "* OK ready\r\n", exchange.NotHTTP, `IMAP answers at`},
		{"FTP", "http", "220-Welcome\r\n", exchange.NotHTTP, `FTP or SMTP answers at`},
		{"SMTP", "http", "220 mail\r\n", exchange.NotHTTP, `FTP or SMTP answers at`},
		{"AMQP", "http", "AMQP\x00\x00\x09\x01", exchange.NotHTTP, `AMQP answers at`},
		{"VNC", "http", "RFB 003.008\n", exchange.NotHTTP, `VNC answers at`},
		{"unknown", "http", strings.Repeat("x", 100), exchange.NotHTTP, `no HTTP response; its first bytes are "` + strings.Repeat("x", 64) + `"`},
		{"almost HTTP", "http", "HTTQ/1.1 200 OK\r\n", exchange.NotHTTP, `first bytes are "HTTQ/1.1 200 OK\r\n"`},
		{"TLS", "http", "\x15\x03\x01\x00\x02\x02\x46", exchange.NoTLS, "speaks https, not http: write https://"},
		{"no TLS", "https", "HTTP/1.1 400 Bad Request\r\n\r\n", exchange.NoTLS, "speaks http, not https: write http://"},
		// Flask's and Django's development servers answer TLS with the body only.
		{"no TLS, a page without a status line", "https", "<!DOCTYPE HTML>\n<html lang=\"en\">\n    <head>\n", exchange.NoTLS, "speaks http, not https: write http://"},
		{"a page without a status line", "http", "<!DOCTYPE HTML>\n<html lang=\"en\">\n    <head>\n", exchange.NotHTTP, "the answer is no HTTP response"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			url := tt.scheme + "://" + talker(t, tt.greeting) + "/"
			cause := httpx.Cause(t.Context(), url, roundTrip(t, first(), url))
			if cause.ID != tt.id || !strings.Contains(cause.Text, tt.says) || cause.ZH == "" {
				t.Errorf("%+v, want %s with %q", cause, tt.id, tt.says)
			}
		})
	}
}

// TestGreetingBeforeTheRequest: net/http takes bytes that come before the request for an
// idle connection's, logs them and fails in another way.
func TestGreetingBeforeTheRequest(t *testing.T) {
	var logged bytes.Buffer
	log.SetOutput(&logged)
	defer log.SetOutput(io.Discard)
	url := "http://" + talker(t, "SSH-2.0-x\r\n") + "/"
	for range 50 {
		var other *httpx.ProtocolError
		if err := roundTrip(t, first(), url); !errors.As(err, &other) || string(other.First) != "SSH-2.0-x\r\n" {
			t.Fatalf("%v", err)
		}
	}
	if logged.Len() > 0 {
		t.Errorf("logged %q", &logged)
	}
}

// TestCheckedHTTP: HTTP and HTTPS are not changed, also over a kept connection and where
// the first bytes come one by one.
func TestCheckedHTTP(t *testing.T) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "yes") })
	plain, secure := httptest.NewServer(handler), httptest.NewTLSServer(handler)
	defer plain.Close()
	defer secure.Close()
	transport := first()
	transport.TLSClientConfig = secure.Client().Transport.(*http.Transport).TLSClientConfig
	for _, url := range []string{plain.URL, plain.URL, secure.URL, secure.URL} {
		if err := roundTrip(t, transport, url); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
	slow := talker(t, "")
	conn, err := httpx.CheckFirst(func(context.Context, string, string) (net.Conn, error) {
		conn, err := net.Dial("tcp", slow)
		return oneByOne{conn, strings.NewReader("HTTP/1.1 204 No Content\r\n\r\n")}, err
	})(t.Context(), "tcp", slow)
	if err != nil {
		t.Fatal(err)
	}
	conn.Write([]byte("x"))
	if data, err := io.ReadAll(conn); err != nil || !strings.HasSuffix(string(data), "\r\n\r\n") {
		t.Errorf("%q, %v", data, err)
	}
	conn.Close()
}

// oneByOne is a connection that reads other bytes, one at a time.
type oneByOne struct {
	net.Conn
	data io.Reader
}

func (o oneByOne) Read(b []byte) (int, error) { return o.data.Read(b[:1]) }

// TestClosedBeforeTheRequest: a reader does not wait for a connection that is closed.
func TestClosedBeforeTheRequest(t *testing.T) {
	conn, err := httpx.CheckFirst(new(net.Dialer).DialContext)(t.Context(), "tcp", talker(t, "SSH"))
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		t.Error("no error")
	}
	if _, err := httpx.CheckFirst(func(context.Context, string, string) (net.Conn, error) { return nil, io.EOF })(t.Context(), "", ""); err != io.EOF {
		t.Errorf("%v", err)
	}
}
