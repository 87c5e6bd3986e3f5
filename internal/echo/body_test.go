package echo_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/echo"
)

// TestBodiesThatCannotBeRead: 413 says that a body is too large, and only that.
// One whose framing is broken, or that ends too early, is a bad request.
func TestBodiesThatCannotBeRead(t *testing.T) {
	s, events := server(t, account(t, callback.MP, callback.Plain))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- echo.Serve(ctx, listener, s) }()
	tests := []struct {
		name, header, body string
		status             int
	}{
		{"malformed chunk", "Transfer-Encoding: chunked", "zz\r\n<xml>\r\n0\r\n\r\n", 400},
		{"ends too early", "Content-Length: 100", "<xml>", 400},
		{"too large", fmt.Sprintf("Content-Length: %d", echo.MaxBody+1), "", 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			conn.SetDeadline(time.Now().Add(10 * time.Second))
			if _, err := fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n%s", signedURL(""), tt.header, tt.body); err != nil {
				t.Fatal(err)
			}
			if tt.status == http.StatusRequestEntityTooLarge {
				// Not all of it: the server answers at the limit and stops reading.
				go io.Copy(conn, io.LimitReader(endless('x'), echo.MaxBody+1))
			} else {
				conn.(*net.TCPConn).CloseWrite()
			}
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if res.StatusCode != tt.status {
				t.Errorf("status %d, want %d", res.StatusCode, tt.status)
			}
		})
	}
	cancel()
	if err := <-served; err != nil {
		t.Error(err)
	}
	for _, e := range events.events {
		if e.Kind != echo.Failed || e.Err == nil {
			t.Errorf("observed %s %v", e.Kind, e.Err)
		}
	}
	if len(events.events) != len(tests) {
		t.Errorf("%d events", len(events.events))
	}
}

// endless is a body of one byte over and over.
type endless byte

func (e endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(e)
	}
	return len(b), nil
}
