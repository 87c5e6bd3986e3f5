package sandbox_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestUnreadableBody: a body that breaks off or is framed wrongly is a bad
// request; only one that is too large is HTTP 413.
func TestUnreadableBody(t *testing.T) {
	server := httptest.NewServer(newWorld())
	defer server.Close()
	for _, test := range []struct {
		name, framing, body string
		status              int
	}{
		{"no chunk size", "Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n", 400},
		{"chunk without its end", "Transfer-Encoding: chunked", "2\r\n{}xx0\r\n\r\n", 400},
		{"breaks off", "Content-Length: 100", "{}", 400},
		{"too large", "Content-Length: 1048577", strings.Repeat("x", 1<<20+1), 413},
		{"too large in chunks", "Transfer-Encoding: chunked", "100001\r\n" + strings.Repeat("x", 1<<20+1) + "\r\n0\r\n\r\n", 413},
	} {
		t.Run(test.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			go func() {
				io.WriteString(conn, "POST /cgi-bin/stable_token HTTP/1.1\r\nHost: 127.0.0.1\r\n"+test.framing+"\r\n\r\n"+test.body)
				conn.(*net.TCPConn).CloseWrite()
			}()
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != test.status {
				t.Errorf("HTTP %d, want %d", res.StatusCode, test.status)
			}
		})
	}
}
