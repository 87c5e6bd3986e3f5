package intercept_test

import (
	"crypto/tls"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/intercept"
)

// TestSlowClients: clients who do not finish a header or a handshake are cut off.
func TestSlowClients(t *testing.T) {
	p := newProxy(t)
	p.Limited(10, time.Second/2, time.Second/2) // enough for what is sent in time, on a busy machine
	p.stop = p.start(t)
	half := p.dial(t)
	io.WriteString(half, "GET http://api.weixin.qq.com/ HTTP/1.1\r\nHost: api")
	silent := p.tunnel(t, "api.weixin.qq.com:443")
	plain := p.tunnel(t, "api.weixin.qq.com:80")
	io.WriteString(plain, "GET / HTTP/1.1\r\nHo")
	secure := p.secure(t, "api.weixin.qq.com:443", "api.weixin.qq.com")
	io.WriteString(secure, "GET / HTTP/1.1\r\nHo")
	for i, conn := range []io.Reader{half, silent, plain, secure} {
		if _, err := io.ReadAll(conn); err != nil && strings.Contains(err.Error(), "timeout") { // ours, after a minute
			t.Errorf("%d: %v", i, err)
		}
	}
	p.tunnel(t, "api.weixin.qq.com:443").Close()
	if n := p.handled(); n > 0 {
		t.Errorf("%d requests", n)
	}
	p.stop()                                     // waits for the handshakes
	if events := p.observed(); len(events) > 0 { // they say nothing about certificates
		t.Errorf("%+v", events)
	}
}

// TestManyConnections: above the limit a connection waits until another one ends.
func TestManyConnections(t *testing.T) {
	p := newProxy(t)
	p.Limited(2, time.Minute, time.Minute)
	p.start(t)
	tunnel := p.tunnel(t, "api.weixin.qq.com:443")
	idle := p.secure(t, "qyapi.weixin.qq.com:443", "qyapi.weixin.qq.com")
	if err := idle.Handshake(); err != nil {
		t.Fatal(err)
	}
	third := p.dial(t)
	io.WriteString(third, "GET http://api.weixin.qq.com/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	third.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if n, err := third.Read(make([]byte, 1)); n > 0 || err == nil {
		t.Error("a third connection is answered")
	}
	third.SetReadDeadline(time.Now().Add(time.Minute))
	tunnel.Close()
	if got := statuses(third); !slices.Equal(got, []int{200}) {
		t.Errorf("%v", got)
	}
	idle.Close()
	for range 20 { // what ended is not counted
		if conn := p.secure(t, "api.weixin.qq.com:443", "api.weixin.qq.com"); conn.Handshake() != nil || conn.Close() != nil {
			t.Error("a later connection fails")
		}
	}
}

// TestStops: at the end every connection is closed, whatever its state, and no goroutine
// is left. A request in flight is answered.
func TestStops(t *testing.T) {
	for range 3 { // the runtime's own goroutines start during the first
		before := runtime.NumGoroutine()
		p := newProxy(t)
		p.Limited(100, time.Minute, time.Minute)
		stop := p.start(t)
		var open []io.Reader
		for range 3 {
			idle := p.secure(t, "api.weixin.qq.com:443", "api.weixin.qq.com")
			if err := idle.Handshake(); err != nil {
				t.Fatal(err)
			}
			io.WriteString(idle, "GET / HTTP/1.1\r\nHost: api.weixin.qq.com\r\n\r\n")
			idle.Read(make([]byte, 1))
			open = append(open, idle, p.tunnel(t, "api.weixin.qq.com:443")) // the handshake never begins
		}
		stop()
		for _, conn := range open {
			if _, err := io.ReadAll(conn); err != nil && strings.Contains(err.Error(), "timeout") {
				t.Error(err)
			}
		}
		for _, e := range p.observed() { // the end of the run is no fault of the program
			if e.Reason == intercept.Untrusted {
				t.Errorf("%+v", e)
			}
		}
		until(t, func() bool { return runtime.NumGoroutine() <= before })
	}
}

// TestStopsAtTheLimit: also while others wait for one of the connections to end.
func TestStopsAtTheLimit(t *testing.T) {
	before := runtime.NumGoroutine()
	p := newProxy(t)
	p.Limited(1, time.Minute, time.Minute)
	stop := p.start(t)
	p.tunnel(t, "api.weixin.qq.com:443")
	p.dial(t)
	stop()
	until(t, func() bool { return runtime.NumGoroutine() <= before })
}

// TestNegotiates: HTTP/1.1 is spoken, also with clients who offer HTTP/2, and not with
// those who offer nothing else.
func TestNegotiates(t *testing.T) {
	p := running(t)
	for want, offered := range map[string][]string{"http/1.1": {"h2", "http/1.1"}, "": nil} {
		conn := tls.Client(p.tunnel(t, "api.weixin.qq.com:443"), &tls.Config{ServerName: "api.weixin.qq.com", RootCAs: p.roots(), NextProtos: offered})
		if err := conn.Handshake(); err != nil || conn.ConnectionState().NegotiatedProtocol != want {
			t.Errorf("%v: %q, %v", offered, conn.ConnectionState().NegotiatedProtocol, err)
		}
	}
	conn := tls.Client(p.tunnel(t, "api.weixin.qq.com:443"), &tls.Config{ServerName: "api.weixin.qq.com", RootCAs: p.roots(), NextProtos: []string{"h2"}})
	if err := conn.Handshake(); err == nil {
		t.Error("HTTP/2 is spoken")
	}
	old := tls.Client(p.tunnel(t, "api.weixin.qq.com:443"), &tls.Config{ServerName: "api.weixin.qq.com", RootCAs: p.roots(), MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10})
	if err := old.Handshake(); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
}
