package intercept_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"wxtool/internal/intercept"
	"wxtool/internal/wxhost"
)

// proxied is a running proxy and what it has observed and passed on.
type proxied struct {
	*intercept.Proxy
	addr string
	stop func()

	mu     sync.Mutex
	events []intercept.Event
	asked  []*http.Request
}

// newProxy returns a proxy whose handler answers with what it sees.
func newProxy(t testing.TB) *proxied {
	t.Helper()
	p := &proxied{}
	proxy, err := intercept.New(intercept.Config{
		Hosts: wxhost.All(), Now: time.Now,
		Observe: func(e intercept.Event) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.events = append(p.events, e)
		},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			p.mu.Lock()
			p.asked = append(p.asked, r)
			p.mu.Unlock()
			fmt.Fprintf(w, "%s %s %s%s %s %s", r.Proto, r.Method, r.Host, r.RequestURI, r.URL, body)
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Proxy = proxy
	return p
}

// start serves until the end of the test, or until stop is called.
func (p *proxied) start(t testing.TB) (stop func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.addr = listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.Serve(ctx, listener) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

func running(t testing.TB) *proxied {
	t.Helper()
	p := newProxy(t)
	p.start(t)
	return p
}

func (p *proxied) observed() []intercept.Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.events
}

func (p *proxied) handled() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.asked)
}

func (p *proxied) roots() *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(p.Certificate())
	return roots
}

// client is a client as a program's environment makes it, which asks for HTTP/2 too.
func (p *proxied) client(t testing.TB) *http.Client {
	t.Helper()
	proxy := &url.URL{Scheme: "http", Host: p.addr}
	transport := &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: p.roots()}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func read(t testing.TB, res *http.Response, err error) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %s", res.StatusCode, body)
}

func TestAnswers(t *testing.T) {
	p := running(t)
	client := p.client(t)
	for _, host := range wxhost.All() {
		for _, scheme := range []string{"https", "http"} {
			res, err := client.Get(scheme + "://" + host + "/cgi-bin/a%2Fb?x=1&y=%E4%BD%A0")
			want := "200 HTTP/1.1 GET " + host + "/cgi-bin/a%2Fb?x=1&y=%E4%BD%A0 /cgi-bin/a%2Fb?x=1&y=%E4%BD%A0 "
			if got := read(t, res, err); got != want {
				t.Errorf("%s %s: %q, want %q", scheme, host, got, want)
			}
		}
	}
	res, err := client.Post("https://API.weixin.qq.com.:443/a", "text/plain", strings.NewReader("你好"))
	if got := read(t, res, err); got != "200 HTTP/1.1 POST api.weixin.qq.com/a /a 你好" {
		t.Errorf("%q", got)
	}
	if events := p.observed(); len(events) > 0 {
		t.Errorf("%+v", events)
	}
}

// TestHandlerSeesHost: what belongs to the proxy does not reach the handler, and the
// connection is known to be one of TLS or not.
func TestHandlerSeesHost(t *testing.T) {
	p := running(t)
	for _, scheme := range []string{"https", "http"} {
		req, _ := http.NewRequest("GET", scheme+"://api.weixin.qq.com/", nil)
		req.Header.Set("Proxy-Authorization", "Basic YTpi")
		req.Header.Set("Proxy-Connection", "keep-alive")
		req.Header.Set("X-Mine", "1")
		res, err := p.client(t).Do(req)
		read(t, res, err)
		got := p.asked[len(p.asked)-1]
		if got.Header.Get("Proxy-Authorization")+got.Header.Get("Proxy-Connection") != "" || got.Header.Get("X-Mine") != "1" {
			t.Errorf("%s: %v", scheme, got.Header)
		}
		if (got.TLS != nil) != (scheme == "https") || got.URL.Host != "" || got.URL.Scheme != "" {
			t.Errorf("%s: TLS %v, %#v", scheme, got.TLS, got.URL)
		}
		if host, _, _ := net.SplitHostPort(got.RemoteAddr); host != "127.0.0.1" {
			t.Errorf("from %s", got.RemoteAddr)
		}
	}
}

// TestRefusesOthers: requests for other hosts and ports are refused in words, and the
// proxy connects to none of them.
func TestRefusesOthers(t *testing.T) {
	p := running(t)
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	dialed := make(chan struct{}, 10)
	go func() {
		for {
			conn, err := other.Accept()
			if err != nil {
				return
			}
			conn.Close()
			dialed <- struct{}{}
		}
	}()
	for _, tt := range []struct{ host, name, short string }{
		{"example.com", "example.com", "example.com is not a host of the platform"},
		{"example.com:8443", "example.com:8443", "example.com:8443 is not a host of the platform"},
		{"api.mch.weixin.qq.com", "api.mch.weixin.qq.com", "api.mch.weixin.qq.com is not a host of the platform"},
		{"weixin.qq.com", "weixin.qq.com", "weixin.qq.com is not a host of the platform"},
		{"api.weixin.qq.com.example.com", "api.weixin.qq.com.example.com", "api.weixin.qq.com.example.com is not a host of the platform"},
		{"api.weixin.qq.com:8443", "api.weixin.qq.com:8443", "api.weixin.qq.com:8443 is not a port of the platform"},
		{other.Addr().String(), other.Addr().String(), other.Addr().String() + " is not a host of the platform"},
		{"[::1]:9", "[::1]:9", "[::1]:9 is not a host of the platform"},
	} {
		p.events = nil
		res, err := p.client(t).Get("http://" + tt.host + "/secret?token=s3")
		got := read(t, res, err)
		if !strings.HasPrefix(got, "403 "+tt.short+".\nwxtool run --intercept answers these hosts") {
			t.Errorf("%s: %q", tt.host, got)
		}
		if strings.Contains(got, "s3") {
			t.Errorf("%s: a secret is repeated: %q", tt.host, got)
		}
		if remedy := strings.Contains(got, "set NO_PROXY="); remedy == strings.HasPrefix(tt.host, "api.weixin.qq.com:") {
			t.Errorf("%s: %q", tt.host, got)
		}
		// Go shows the reason of the status line, and curl and Python do.
		_, err = p.client(t).Get("https://" + tt.host + "/secret?token=s3")
		if err == nil || !strings.HasSuffix(err.Error(), tt.short+" (wxtool run --intercept)") {
			t.Errorf("%s: %v", tt.host, err)
		}
		if events := p.observed(); len(events) != 2 || events[0] != (intercept.Event{Host: tt.name, Reason: intercept.Foreign}) || events[1] != events[0] {
			t.Errorf("%s: %+v", tt.host, events)
		}
	}
	if n := p.handled(); n > 0 {
		t.Errorf("%d requests reached the handler", n)
	}
	if len(dialed) > 0 {
		t.Error("the proxy has opened a connection")
	}
}

// TestWithoutTrust: a program that does not trust the authority is reported.
func TestWithoutTrust(t *testing.T) {
	p := running(t)
	proxy := &url.URL{Scheme: "http", Host: p.addr}
	transport := &http.Transport{Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{RootCAs: x509.NewCertPool()}}
	if res, err := (&http.Client{Transport: transport}).Get("https://api.weixin.qq.com/"); err == nil {
		t.Fatal(res.Status)
	}
	until(t, func() bool { return len(p.observed()) > 0 })
	if e := p.observed()[0]; e.Host != "api.weixin.qq.com" || e.Reason != intercept.Untrusted || e.Err == nil || !strings.Contains(e.Err.Error(), "bad certificate") {
		t.Errorf("%+v", e)
	}
}

// TestWithoutTrustAtTheEnd: also where the run ends with the program.
func TestWithoutTrustAtTheEnd(t *testing.T) {
	for range 20 {
		p := newProxy(t)
		stop := p.start(t)
		conn := tls.Client(p.tunnel(t, "api.weixin.qq.com:443"), &tls.Config{ServerName: "api.weixin.qq.com", RootCAs: x509.NewCertPool()})
		if err := conn.Handshake(); err == nil {
			t.Fatal("the certificate is trusted")
		}
		conn.Close()
		stop()
		if len(p.observed()) != 1 {
			t.Fatalf("%+v", p.observed())
		}
	}
}

// until waits for what another goroutine will do.
func until(t testing.TB, done func() bool) {
	t.Helper()
	for range 3000 {
		if done() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("it does not happen")
}
