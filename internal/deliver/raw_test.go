package deliver_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// listen hands each connection to a loopback port to serve, which closes it.
func listen(t *testing.T, serve func(net.Conn)) *url.URL {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			serve(conn)
			conn.Close()
		}
	}()
	t.Cleanup(func() { listener.Close(); <-done })
	return target(t, "http://"+listener.Addr().String()+"/wx?a=b")
}

func target(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := deliver.ParseTarget(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// readHead reads a request up to the empty line, as it came.
func readHead(conn net.Conn) (head string, rest *bufio.Reader) {
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		head += line
		if err != nil || line == "\r\n" {
			return head, in
		}
	}
}

// raw is a push as it would be sent, to be changed.
func raw(t *testing.T, to *url.URL) *deliver.RawRequest {
	t.Helper()
	req, _, err := client(t).Build(as(wxtest.Account(callback.MP, callback.Plain), push.Push{Message: []byte(textPush)}), to)
	if err != nil {
		t.Fatal(err)
	}
	r, err := deliver.NewRaw(req)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestRawBytes: exactly the bytes of the request arrive, and nothing else.
func TestRawBytes(t *testing.T) {
	got := make(chan string, 1)
	to := listen(t, func(conn net.Conn) {
		head, rest := readHead(conn)
		body := make([]byte, len("half"))
		io.ReadFull(rest, body)
		got <- head + string(body)
		io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess")
	})
	ex := client(t).SendRaw(t.Context(), to, &deliver.RawRequest{
		Method: "HEAD", Target: "*", Proto: "HTTP/1.7", Body: []byte("half"),
		Fields: []deliver.Field{{"z", "1"}, {"HOST", "a"}, {"Host", "b"}, {"X Y", " ü\tz "}, {"content-length", "9"}},
	})
	if want := "HEAD * HTTP/1.7\r\nz: 1\r\nHOST: a\r\nHost: b\r\nX Y:  ü\tz \r\ncontent-length: 9\r\n\r\nhalf"; <-got != want {
		t.Errorf("not sent as asked for: %q", want)
	}
	if ex.Cause != nil || ex.Response.Status != 200 || len(ex.Response.Body) != 0 { // HEAD has no body
		t.Errorf("%+v", ex)
	}
}

// TestRawIsWhatSendWrites: NewRaw begins with the request that Send makes.
func TestRawIsWhatSendWrites(t *testing.T) {
	type request struct {
		line, body string
		header     http.Header
	}
	var got []request
	to := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, request{fmt.Sprint(r.Method, r.Proto, r.Host, r.ContentLength, r.Close, r.RequestURI), string(body), r.Header})
		w.Write([]byte("success"))
	})
	c := client(t)
	req, _, err := c.Build(as(wxtest.Account(callback.MP, callback.Safe), push.Push{Message: []byte(textPush)}), to)
	if err != nil {
		t.Fatal(err)
	}
	r, err := deliver.NewRaw(req)
	if err != nil {
		t.Fatal(err)
	}
	for _, ex := range []exchange.Exchange{c.Send(t.Context(), req), c.SendRaw(t.Context(), to, r)} {
		if ex.Cause != nil || string(ex.Response.Body) != "success" || ex.Request.URL != req.URL {
			t.Fatalf("%+v", ex)
		}
	}
	if len(got) != 2 || fmt.Sprint(got[0]) != fmt.Sprint(got[1]) {
		t.Errorf("%+v", got)
	}
}

// TestRawAgainstServers: what servers make of requests that net/http does not send.
func TestRawAgainstServers(t *testing.T) {
	var seen string
	to := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		seen = fmt.Sprint(r.Method, " ", r.Proto, " ", len(body), " ", err)
		w.Write([]byte("success"))
	})
	all := len(textPush)
	for _, tt := range []struct {
		name   string
		change func(*deliver.RawRequest)
		seen   string
		status int // 0: no response
		body   string
	}{
		{"HTTP/1.0", func(r *deliver.RawRequest) { r.Proto = "HTTP/1.0" }, fmt.Sprint("POST HTTP/1.0 ", all, " <nil>"), 200, "success"},
		{"HEAD with a body", func(r *deliver.RawRequest) { r.Method = "HEAD" }, fmt.Sprint("HEAD HTTP/1.1 ", all, " <nil>"), 200, ""},
		{"half a body", func(r *deliver.RawRequest) { r.Body, r.CloseWrite = r.Body[:all/2], true }, fmt.Sprint("POST HTTP/1.1 ", all/2, " unexpected EOF"), 200, "success"},
		{"no Host", func(r *deliver.RawRequest) { r.Fields = r.Fields[1:] }, "", 400, "400 Bad Request: missing required Host header"},
		{"no blank in the request line", func(r *deliver.RawRequest) { r.Method = "POST/wx" }, "", 400, "400 Bad Request"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			seen = ""
			r := raw(t, to)
			tt.change(r)
			ex := client(t).SendRaw(t.Context(), to, r)
			if ex.Cause != nil || ex.Response.Status != tt.status || string(ex.Response.Body) != tt.body || seen != tt.seen {
				t.Errorf("%+v, %+v; the server saw %q", ex.Response, ex.Cause, seen)
			}
		})
	}
}

// TestRawResponses: what comes back is read as HTTP, within bounds.
func TestRawResponses(t *testing.T) {
	for _, tt := range []struct {
		name, answer string
		endless      string // is repeated behind it
		status       int
		body         string
		cause        string
	}{
		{"until the connection closes", "HTTP/1.0 200 OK\r\n\r\nsuccess", "", 200, "success", ""},
		{"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nsuccess\r\n0\r\n\r\n", "", 200, "success", ""},
		{"behind interim responses", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokmore", "", 200, "ok", ""},
		{"body cut off", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "", 0, "", exchange.Closed},
		{"nothing", "", "", 0, "", exchange.Closed},
		{"another protocol", "SSH-2.0-OpenSSH_9.9\r\n", "", 0, "", exchange.NotHTTP},
		{"endless body", "HTTP/1.1 200 OK\r\n\r\n", strings.Repeat("x", 1<<16), 0, "", exchange.TooLarge},
		{"endless header", "HTTP/1.1 200 OK\r\n", "X: " + strings.Repeat("x", 1<<16) + "\r\n", 0, "", exchange.TooLarge},
		{"endless line", "HTTP/1.1 200 ", strings.Repeat("x", 1<<16), 0, "", exchange.TooLarge},
		{"endless interim responses", "", strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 1<<10), 0, "", exchange.Failed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			to := listen(t, func(conn net.Conn) {
				_, rest := readHead(conn)
				io.CopyN(io.Discard, rest, int64(len(textPush)))
				_, err := io.WriteString(conn, tt.answer)
				for err == nil && tt.endless != "" {
					_, err = io.WriteString(conn, tt.endless)
				}
			})
			c := client(t)
			c.Deadline = time.Minute // to read up to the bound takes long on a busy machine
			ex := c.SendRaw(t.Context(), to, raw(t, to))
			if tt.cause != "" {
				if ex.Cause == nil || ex.Cause.ID != tt.cause || ex.Response != nil {
					t.Errorf("%+v, %+v; want %s", ex.Response, ex.Cause, tt.cause)
				}
				return
			}
			if ex.Cause != nil || ex.Response.Status != tt.status || string(ex.Response.Body) != tt.body {
				t.Errorf("%+v, %+v", ex.Response, ex.Cause)
			}
		})
	}
}

// TestRawEnds: a server that waits for the rest of the body does not keep the
// client beyond the deadline, or beyond an interrupt.
func TestRawEnds(t *testing.T) {
	arrived := make(chan struct{}, 2)
	to := listen(t, func(conn net.Conn) {
		readHead(conn)
		arrived <- struct{}{}
		io.Copy(io.Discard, conn)
	})
	half := raw(t, to)
	half.Body = half.Body[:1]
	c := client(t)
	c.Deadline = 20 * time.Millisecond
	if ex := c.SendRaw(t.Context(), to, half); ex.Cause == nil || ex.Cause.ID != exchange.Timeout {
		t.Errorf("%+v", ex)
	}
	c.Deadline = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	if ex := c.SendRaw(ctx, to, half); ex.Cause == nil || ex.Cause.ID != exchange.Interrupted {
		t.Errorf("%+v", ex)
	}
}

// TestRawTLS: the certificate is checked, and each kind of URL needs its own
// protocol.
func TestRawTLS(t *testing.T) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto, r.TLS != nil) })
	secure := httptest.NewUnstartedServer(handler)
	secure.EnableHTTP2 = true
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	plain := serve(t, handler)
	trusting := &tls.Config{RootCAs: secure.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	for _, tt := range []struct {
		name, to string
		tls      *tls.Config
		body     string
		cause    string
		words    string
	}{
		{"trusted", secure.URL, trusting, "HTTP/1.1true", "", ""},
		{"not trusted", secure.URL, nil, "", exchange.NoTLS, "certificate"},
		{"https to an http server", "https://" + plain.Host, trusting, "", exchange.NoTLS, "write http://"},
		{"nothing listens", "http://127.0.0.1:1", nil, "", exchange.Refused, "nothing listens"},
	} {
		c := client(t)
		c.TLS = tt.tls
		to := target(t, tt.to)
		ex := c.SendRaw(t.Context(), to, raw(t, to))
		switch {
		case tt.cause == "" && (ex.Cause != nil || string(ex.Response.Body) != tt.body):
			t.Errorf("%s: %+v, %+v", tt.name, ex.Response, ex.Cause)
		case tt.cause != "" && (ex.Cause == nil || ex.Cause.ID != tt.cause || !strings.Contains(ex.Cause.Text, tt.words)):
			t.Errorf("%s: %+v", tt.name, ex.Cause)
		}
	}
	if trusting.ServerName != "" || trusting.NextProtos != nil {
		t.Error("the caller's configuration was changed")
	}
}

// TestRawDial: connections are opened by the caller's function.
func TestRawDial(t *testing.T) {
	c := client(t)
	var asked string
	c.Dial = func(_ context.Context, network, address string) (net.Conn, error) {
		asked = network + " " + address
		return nil, errors.New("no network here")
	}
	to := target(t, "http://example.com/wx")
	if ex := c.SendRaw(t.Context(), to, raw(t, to)); asked != "tcp example.com:80" || ex.Cause == nil || ex.Cause.Text != "no network here" {
		t.Errorf("%q, %+v", asked, ex)
	}
}
