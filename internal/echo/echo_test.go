package echo_test

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/echo"
	"wxtool/internal/expect"
	"wxtool/internal/httpx"
	"wxtool/internal/message"
	"wxtool/internal/wxtest"
)

const push = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oFan]]></FromUserName><CreateTime>1751328000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content><MsgId>1</MsgId></xml>`

func account(platform callback.Platform, mode callback.Mode) callback.Account {
	acct := wxtest.Account(platform, mode)
	acct.AppID, acct.ReceiveID = "wx1", "wx1"
	return acct
}

// zeros is an endless source of frames that look alike.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func passiveUnlessNotice(_ callback.Query, _ []byte, head *message.Head) expect.Answer {
	return expect.Guess(head.InfoType)
}

type seen struct {
	mu     sync.Mutex
	events []*echo.Event
}

func (s *seen) add(e *echo.Event) { s.mu.Lock(); s.events = append(s.events, e); s.mu.Unlock() }

func (s *seen) last(t *testing.T) *echo.Event {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.events) == 0 {
		t.Fatal("nothing was observed")
	}
	return s.events[len(s.events)-1]
}

func server(t testing.TB, acct callback.Account) (*echo.Server, *seen) {
	events := &seen{}
	now := func() time.Time { return time.Unix(1751328005, 0) }
	return &echo.Server{
		Account: acct, Now: now, Rand: zeros{}, Reply: echo.Echo(now), Expect: passiveUnlessNotice, Observe: events.add,
	}, events
}

func signedURL(extra string) string {
	return "/?signature=" + wxtest.Signature(wxtest.Token, "1751328000", "77") + "&timestamp=1751328000&nonce=77" + extra
}

func do(s http.Handler, method, target, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
	return w
}

func TestHandshake(t *testing.T) {
	s, _ := server(t, account(callback.MP, callback.Plain))
	if w := do(s, "GET", signedURL("&echostr=4375120948345356249"), ""); w.Code != 200 || w.Body.String() != "4375120948345356249" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if w := do(s, "GET", strings.Replace(signedURL("&echostr=1"), "nonce=77", "nonce=78", 1), ""); w.Code != 403 || strings.Contains(w.Body.String(), "1") {
		t.Errorf("wrong signature: %d %q", w.Code, w.Body)
	}
	if w := do(s, "GET", "/", ""); w.Code != 400 {
		t.Errorf("no echostr: %d", w.Code)
	}
}

// TestWorkHandshake answers the URL verification of the official sample.
func TestWorkHandshake(t *testing.T) {
	v := wxtest.Official("V1")
	s, _ := server(t, *v.Account(callback.Work, callback.Safe))
	query := append(v.Query(callback.Work), callback.Param{Name: "echostr", Value: v.Encrypt})
	if w := do(s, "GET", "/?"+query.Encode(), ""); w.Code != 200 || w.Body.String() != v.Message {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

const wantReply = "<xml><ToUserName><![CDATA[oFan]]></ToUserName>\n<FromUserName><![CDATA[gh_1]]></FromUserName>\n<CreateTime>1751328005</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[你好]]></Content>\n</xml>"

// TestAnswersInTheModeOfThePush plays the platform with Seal and OpenReply.
func TestAnswersInTheModeOfThePush(t *testing.T) {
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		acct := account(callback.MP, mode)
		s, events := server(t, account(callback.MP, callback.Plain))
		signed, err := acct.Seal([]byte(push), callback.Stamp{Timestamp: "1751328000", Nonce: "77"})
		if err != nil {
			t.Fatal(err)
		}
		w := do(s, "POST", "/?"+signed.Query.Encode(), string(signed.Body))
		got := w.Body.Bytes()
		if mode != callback.Plain {
			var e callback.Envelope
			var opened callback.Opened
			e.Read(got)
			if err := acct.OpenReply(&opened, &e); err != nil {
				t.Fatalf("%s: %v", mode, err)
			}
			got = opened.Message
		}
		if w.Code != 200 || string(got) != wantReply {
			t.Errorf("%s: %d %s", mode, w.Code, got)
		}
		if e := events.last(t); e.Kind != echo.Pushed || e.Push.Mode != mode || e.Head.FromUserName != "oFan" {
			t.Errorf("%s: observed %+v", mode, e)
		}
	}
}

func TestRefusals(t *testing.T) {
	safe := account(callback.MP, callback.Safe)
	plain := account(callback.MP, callback.Plain)
	bomb := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml><ToUserName>&b;</ToUserName></xml>`
	tests := []struct {
		name, method, target, body string
		acct                       callback.Account
		status                     int
		kind                       echo.Kind
	}{
		{"no signature", "POST", "/", push, plain, 403, echo.Refused},
		{"wrong signature", "POST", strings.Replace(signedURL(""), "77", "78", 1), push, plain, 403, echo.Refused},
		{"downgrade", "POST", signedURL(""), push, safe, 403, echo.Refused},
		{"no Encrypt", "POST", signedURL("&encrypt_type=aes&msg_signature=" + strings.Repeat("0", 40)), push, safe, 403, echo.Refused},
		{"broken XML", "POST", signedURL(""), "<xml><a>", plain, 400, echo.Failed},
		{"empty body", "POST", signedURL(""), "", plain, 400, echo.Failed},
		{"entity bomb", "POST", signedURL(""), bomb, plain, 400, echo.Failed},
		{"deep nesting", "POST", signedURL(""), strings.Repeat("<a>", 5000), plain, 400, echo.Failed},
		{"PUT", "PUT", signedURL(""), push, plain, 405, echo.Failed},
		{"too large", "POST", signedURL(""), strings.Repeat("x", echo.MaxBody+1), plain, 413, echo.Failed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, events := server(t, tt.acct)
			w := do(s, tt.method, tt.target, tt.body)
			e := events.last(t)
			if w.Code != tt.status || e.Kind != tt.kind || e.Err == nil {
				t.Errorf("%d, observed %s %v; want %d %s", w.Code, e.Kind, e.Err, tt.status, tt.kind)
			}
			if strings.Contains(w.Body.String(), wxtest.Token) || len(w.Body.String()) > 40 {
				t.Errorf("the response says too much: %q", w.Body)
			}
		})
	}
}

func TestDiagnosisIsObserved(t *testing.T) {
	s, events := server(t, account(callback.MP, callback.Plain))
	do(s, "POST", "/?signature="+strings.ToUpper(wxtest.Signature(wxtest.Token, "1751328000", "77"))+"&timestamp=1751328000&nonce=77", push)
	if v := events.last(t).Diagnosis; v == nil || v.Reason != callback.MistakeUpperCase {
		t.Errorf("diagnosis %+v", v)
	}
}

func TestControlCharactersAreNoHarm(t *testing.T) {
	s, events := server(t, account(callback.MP, callback.Plain))
	w := do(s, "POST", signedURL(""), strings.Replace(push, "你好", "a\x02b", 1))
	if w.Code != 200 || !strings.Contains(w.Body.String(), "a\uFFFDb") || !slices.Equal(events.last(t).Control, []rune{2}) {
		t.Errorf("%d %q, %v", w.Code, w.Body, events.last(t).Control)
	}
}

func TestUnsignedWhenAllowed(t *testing.T) {
	s, _ := server(t, account(callback.MP, callback.Plain))
	s.AllowUnsigned = true
	if w := do(s, "POST", "/", push); w.Code != 200 || w.Body.String() != wantReply {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

// TestUnsignedStillEncrypted: a server that takes encrypted pushes alone refuses a plain
// one, whether or not its signature is right.
func TestUnsignedStillEncrypted(t *testing.T) {
	for _, mode := range []callback.Mode{callback.Safe, callback.Compatible} {
		s, events := server(t, account(callback.MP, mode))
		s.AllowUnsigned = true
		for _, url := range []string{"/", signedURL("")} {
			if w := do(s, "POST", url, push); w.Code != 403 || events.last(t).Kind != echo.Refused {
				t.Errorf("%s: %s: %d %q, %s", mode, url, w.Code, w.Body, events.last(t).Kind)
			}
		}
	}
}

func TestPathAndStatus(t *testing.T) {
	s, _ := server(t, account(callback.MP, callback.Plain))
	s.Path, s.Status = "/wx", 503
	if w := do(s, "POST", "/wx"+signedURL("")[1:], push); w.Code != 503 {
		t.Errorf("status %d", w.Code)
	}
	if w := do(s, "POST", "/wx/y"+signedURL("")[1:], push); w.Code != 404 {
		t.Errorf("other path %d", w.Code)
	}
}

func TestNoticesGetSuccess(t *testing.T) {
	s, _ := server(t, account(callback.MP, callback.Plain))
	for _, body := range []string{`<xml><AppId>wx1</AppId><InfoType>authorized</InfoType></xml>`, `{"ToUserName":"gh_1","FromUserName":"oFan"}`} {
		if w := do(s, "POST", signedURL(""), body); w.Code != 200 || w.Body.String() != "success" {
			t.Errorf("%d %q", w.Code, w.Body)
		}
	}
}

// TestServe: of a thousand concurrent connections no request is lost. Shutting down in
// the middle lets the requests in flight finish.
func TestServe(t *testing.T) {
	t.Parallel()
	const n = 1000
	s, _ := server(t, account(callback.MP, callback.Plain))
	s.Rand = rand.NewChaCha8([32]byte{})
	all := make(chan struct{})
	var arrived sync.WaitGroup
	arrived.Add(n)
	s.Reply = func(echo.Push) ([]byte, error) {
		arrived.Done()
		<-all
		return []byte("success"), nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- httpx.Serve(ctx, listener, s) }()
	results := make(chan string, n)
	for range n {
		go func() { results <- post("http://"+listener.Addr().String()+signedURL(""), push) }()
	}
	arrived.Wait() // all thousand are being served
	cancel()
	close(all)
	for range n {
		if got := <-results; got != "200 success" {
			t.Fatalf("one got %q", got)
		}
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func post(target, body string) string {
	res, err := http.Post(target, "text/xml", strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	defer res.Body.Close()
	var b bytes.Buffer
	io.Copy(&b, res.Body)
	return strings.TrimSpace(res.Status[:3] + " " + b.String())
}

// TestSlowClients: connections that never finish their request do not block other
// clients.
func TestSlowClients(t *testing.T) {
	t.Parallel()
	s, _ := server(t, account(callback.MP, callback.Plain))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go httpx.Serve(ctx, listener, s)
	addr := listener.Addr().String()
	for range 300 {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	}
	if got := post("http://"+addr+signedURL(""), push); got != "200 "+wantReply {
		t.Errorf("got %q", got)
	}
}

// TestObservedInOrder: Observe is called in the order of the requests, although each
// call may come after the response was sent.
func TestObservedInOrder(t *testing.T) {
	t.Parallel()
	s, _ := server(t, account(callback.MP, callback.Plain))
	observed := make(chan string, 200)
	s.Observe = func(e *echo.Event) {
		observed <- e.Exchange.Request.URL
	}
	web := httptest.NewServer(s)
	defer web.Close()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // one connection would keep them in order
	var asked []string
	for i := range 200 {
		path := "/?n=" + strconv.Itoa(i)
		asked = append(asked, path)
		res, err := client.Get(web.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
		res.Body.Close()
	}
	for _, path := range asked {
		if got := <-observed; got != path {
			t.Fatalf("observed %s, want %s", got, path)
		}
	}
}

// TestHugeBodyIsNotRead: a gigabyte is refused before it has been sent.
func TestHugeBodyIsNotRead(t *testing.T) {
	s, _ := server(t, account(callback.MP, callback.Plain))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go httpx.Serve(ctx, listener, s)
	body := &counting{}
	body.left.Store(1 << 30)
	req, _ := http.NewRequest("POST", "http://"+listener.Addr().String()+signedURL(""), body)
	req.ContentLength = 1 << 30
	if res, err := http.DefaultTransport.RoundTrip(req); err == nil {
		res.Body.Close()
		if res.StatusCode != 413 {
			t.Errorf("status %d", res.StatusCode)
		}
	}
	if sent := 1<<30 - body.left.Load(); sent > 64<<20 {
		t.Errorf("%d bytes were taken", sent)
	}
}

// counting is a body with a count of the remaining bytes, readable while it is sent.
type counting struct{ left atomic.Int64 }

func (c *counting) Read(b []byte) (int, error) {
	left := c.left.Load()
	if left == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(b)), left)
	c.left.Add(-n)
	return int(n), nil
}

func (c *counting) Close() error { return nil }

func BenchmarkServeHTTP(b *testing.B) {
	s, _ := server(b, account(callback.MP, callback.Plain))
	s.Observe = nil
	acct := account(callback.MP, callback.Safe)
	signed, err := acct.Seal([]byte(push), callback.Stamp{Timestamp: "1751328000", Nonce: "77"})
	if err != nil {
		b.Fatal(err)
	}
	target := "/?" + signed.Query.Encode()
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("POST", target, bytes.NewReader(signed.Body)))
		if w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}
