package echo_test

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/echo"
)

// longPush is a push of so many bytes.
func longPush(size int) string {
	return strings.Replace(push, "你好", strings.Repeat("x", size-len(push)+len("你好")), 1)
}

// TestLargeBodiesAtOnce: however many large requests come at once, bodies of 32
// MiB are held, which are three of 10 MiB. The others are refused in the end.
func TestLargeBodiesAtOnce(t *testing.T) {
	t.Parallel()
	s, _ := server(t, account(callback.MP, callback.Plain))
	var held atomic.Int64
	leave := make(chan bool)
	s.Reply = func(echo.Push) ([]byte, error) {
		held.Add(1)
		<-leave
		return []byte("success"), nil
	}
	body := longPush(echo.MaxBody)
	codes := make(chan int, 20)
	for i := range 20 {
		go func() {
			r := httptest.NewRequest("POST", signedURL(""), strings.NewReader(body))
			if i%2 == 1 {
				r.ContentLength = -1 // chunked
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			codes <- w.Code
		}()
	}
	for range 17 {
		select {
		case code := <-codes:
			if code != 503 {
				t.Errorf("HTTP %d", code)
			}
		case <-time.After(time.Minute):
			t.Errorf("%d requests are held at once", held.Load())
			close(leave)
			return
		}
	}
	close(leave)
	for range 3 {
		if code := <-codes; code != 200 {
			t.Errorf("HTTP %d", code)
		}
	}
	if n := held.Load(); n != 3 {
		t.Errorf("%d requests were held", n)
	}
}

// TestNoRoom: a large request for which there is no room within three seconds
// gets 503, and meanwhile an ordinary push is answered.
func TestNoRoom(t *testing.T) {
	t.Parallel()
	s, events := server(t, account(callback.MP, callback.Plain))
	arrived, leave := make(chan bool), make(chan bool)
	s.Reply = func(p echo.Push) ([]byte, error) {
		if len(p.Message) > 1<<20 {
			arrived <- true
			<-leave
		}
		return []byte("success"), nil
	}
	codes := make(chan int)
	send := func(size int) { codes <- do(s, "POST", signedURL(""), longPush(size)).Code }
	for _, size := range []int{echo.MaxBody, echo.MaxBody, echo.MaxBody, 2 << 20} { // all there is
		go send(size)
		<-arrived
	}
	if w := do(s, "POST", signedURL(""), push); w.Code != 200 {
		t.Errorf("an ordinary push: HTTP %d", w.Code)
	}
	if w := do(s, "POST", signedURL(""), longPush(100_000)); w.Code != 503 || w.Body.String() != "server busy, send it again later\n" {
		t.Errorf("one too many: HTTP %d %q", w.Code, w.Body)
	}
	if e := events.last(t); e.Kind != echo.Failed || !errors.Is(e.Err, echo.ErrBusy) || !strings.Contains(e.Err.Error(), "no room for a body of 100000 bytes") {
		t.Errorf("observed %s, %v", e.Kind, e.Err)
	}
	close(leave)
	go send(echo.MaxBody)
	<-arrived
	for range 5 {
		if code := <-codes; code != 200 {
			t.Errorf("HTTP %d", code)
		}
	}
}

// TestRoomIsGivenBack by requests of every outcome.
func TestRoomIsGivenBack(t *testing.T) {
	t.Parallel()
	s, _ := server(t, account(callback.MP, callback.Plain))
	s.Reply = echo.Literal("success")
	whole, part := longPush(echo.MaxBody), longPush(100_000)
	for name, test := range map[string]struct {
		target, body string
		length       int64
		status       int
	}{
		"answered":       {signedURL(""), whole, echo.MaxBody, 200},
		"in chunks":      {signedURL(""), part, -1, 200},
		"refused":        {"/", part, -1, 403},
		"breaks off":     {signedURL(""), part, echo.MaxBody, 400},
		"grows too long": {signedURL(""), whole + "x", -1, 413},
	} {
		for range 4 { // one more than there is room for at once
			r := httptest.NewRequest("POST", test.target, strings.NewReader(test.body))
			r.ContentLength = test.length
			w := httptest.NewRecorder()
			if s.ServeHTTP(w, r); w.Code != test.status {
				t.Errorf("%s: HTTP %d, want %d", name, w.Code, test.status)
			}
		}
	}
}

// TestSmallRoomIsGivenBack by bodies in chunks that turn out to be large.
func TestSmallRoomIsGivenBack(t *testing.T) {
	t.Parallel()
	s, _ := server(t, account(callback.MP, callback.Plain))
	body := strings.Repeat("x", 65<<10)
	for range 32<<20/(64<<10) + 1 {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.ContentLength = -1
		w := httptest.NewRecorder()
		if s.ServeHTTP(w, r); w.Code != 403 {
			t.Fatalf("HTTP %d", w.Code)
		}
	}
	if w := do(s, "POST", signedURL(""), push); w.Code != 200 {
		t.Errorf("HTTP %d", w.Code)
	}
}

// TestBodiesOfAnySize are read whole, with their size given or in chunks.
func TestBodiesOfAnySize(t *testing.T) {
	t.Parallel()
	s, events := server(t, account(callback.MP, callback.Plain))
	s.Reply = echo.Literal("success")
	web := httptest.NewServer(s)
	defer web.Close()
	for _, size := range []int{len(push), 64<<10 - 1, 64 << 10, 64<<10 + 1, 1 << 20, echo.MaxBody} {
		for _, chunked := range []bool{false, true} {
			body := longPush(size)
			req, _ := http.NewRequest("POST", web.URL+signedURL(""), strings.NewReader(body))
			if chunked {
				req.ContentLength = -1
			}
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if got := string(events.last(t).Exchange.Request.Body); res.StatusCode != 200 || got != body {
				t.Errorf("%d bytes, chunked %t: HTTP %d, %d bytes read", size, chunked, res.StatusCode, len(got))
			}
		}
	}
}

// TestUnreadableBody: a body that breaks off or is framed wrongly is a bad
// request; only one that is too large is 413.
func TestUnreadableBody(t *testing.T) {
	t.Parallel()
	s, _ := server(t, account(callback.MP, callback.Plain))
	web := httptest.NewServer(s)
	defer web.Close()
	for _, test := range []struct {
		name, framing, body string
		status              int
	}{
		{"no chunk size", "Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n", 400},
		{"chunk without its end", "Transfer-Encoding: chunked", "2\r\n{}xx0\r\n\r\n", 400},
		{"chunks break off", "Transfer-Encoding: chunked", "5\r\n{}", 400},
		{"breaks off", "Content-Length: 100", "{}", 400},
		{"said to be too large", "Content-Length: 10485761", "", 413},
		{"too large in chunks", "Transfer-Encoding: chunked", "a00001\r\n" + strings.Repeat("x", echo.MaxBody+1) + "\r\n0\r\n\r\n", 413},
	} {
		t.Run(test.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", web.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			go func() {
				io.WriteString(conn, "POST "+signedURL("")+" HTTP/1.1\r\nHost: 127.0.0.1\r\n"+test.framing+"\r\n\r\n"+test.body)
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
