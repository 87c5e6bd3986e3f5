package intercept_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/intercept"
)

// dial connects to the proxy, with a deadline that a test which works never reaches.
func (p *proxied) dial(t testing.TB) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(time.Minute))
	t.Cleanup(func() { conn.Close() })
	return conn
}

// tunnel connects to a host through the proxy.
func (p *proxied) tunnel(t testing.TB, to string) net.Conn {
	t.Helper()
	conn := p.dial(t)
	fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n", to, to)
	const opened = "HTTP/1.1 200 Connection established\r\n\r\n"
	got := make([]byte, len(opened))
	if _, err := io.ReadFull(conn, got); err != nil || string(got) != opened {
		t.Fatalf("%q, %v", got, err)
	}
	return conn
}

// secure is tunnel with TLS to a server name, "" for none.
func (p *proxied) secure(t testing.TB, to, name string) *tls.Conn {
	t.Helper()
	config := &tls.Config{ServerName: name, RootCAs: p.roots(), InsecureSkipVerify: name == ""}
	return tls.Client(p.tunnel(t, to), config)
}

// statuses reads all answers of a connection until its end.
func statuses(conn net.Conn) []int {
	var all []int
	for r := bufio.NewReader(conn); ; {
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			return all
		}
		io.Copy(io.Discard, res.Body)
		all = append(all, res.StatusCode)
	}
}

// TestOtherServerName: in a tunnel to one host, TLS for another one fails.
func TestOtherServerName(t *testing.T) {
	p := running(t)
	for _, name := range []string{"qyapi.weixin.qq.com", "example.com"} {
		p.events = nil
		err := p.secure(t, "api.weixin.qq.com:443", name).Handshake()
		if err == nil || !strings.Contains(err.Error(), "unrecognized name") {
			t.Errorf("%s: %v", name, err)
		}
		until(t, func() bool { return len(p.observed()) == 1 })
	}
	conn := p.secure(t, "api.weixin.qq.com:443", "") // old clients name none
	if err := conn.Handshake(); err != nil {
		t.Fatal(err)
	}
	if got := conn.ConnectionState().PeerCertificates[0].DNSNames; !slices.Equal(got, []string{"api.weixin.qq.com"}) {
		t.Errorf("%v", got)
	}
}

// TestOtherHost: in a tunnel to one host, requests for another one are refused, and end
// the connection.
func TestOtherHost(t *testing.T) {
	p := running(t)
	for name, tt := range map[string]struct {
		request string
		want    int
	}{
		"the host":          {"GET / HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n\r\n", 200},
		"its port":          {"GET / HTTP/1.1\r\nHost: API.weixin.qq.com.:443\r\nConnection: close\r\n\r\n", 200},
		"a whole URL":       {"GET https://api.weixin.qq.com/ HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n", 200}, // the host of the URL counts
		"HTTP/1.0":          {"GET / HTTP/1.0\r\nHost: api.weixin.qq.com\r\n\r\n", 200},
		"another platform":  {"GET / HTTP/1.1\r\nHost: qyapi.weixin.qq.com\r\n\r\n", 421},
		"another host":      {"GET / HTTP/1.1\r\nHost: example.com\r\n\r\n", 421},
		"the sandbox":       {"POST /sandbox/do HTTP/1.1\r\nHost: 127.0.0.1:8090\r\nContent-Length: 0\r\n\r\n", 421},
		"another port":      {"GET / HTTP/1.1\r\nHost: api.weixin.qq.com:8443\r\n\r\n", 421},
		"another whole URL": {"GET https://example.com/ HTTP/1.1\r\nHost: api.weixin.qq.com\r\n\r\n", 421},
		"a tunnel inside":   {"CONNECT api.weixin.qq.com:443 HTTP/1.1\r\nHost: api.weixin.qq.com:443\r\n\r\n", 421},
		"no host":           {"GET / HTTP/1.0\r\n\r\n", 421},
		"an empty host":     {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 421},
		"two hosts":         {"GET / HTTP/1.1\r\nHost: api.weixin.qq.com\r\nHost: example.com\r\n\r\n", 400},
		"a space":           {"GET / HTTP/1.1\r\nHost : api.weixin.qq.com\r\n\r\n", 400},
	} {
		p.asked = nil
		conn := p.secure(t, "api.weixin.qq.com:443", "api.weixin.qq.com")
		io.WriteString(conn, tt.request)
		if got := statuses(conn); !slices.Equal(got, []int{tt.want}) {
			t.Errorf("%s: %v", name, got)
		}
		if reached := p.handled() > 0; reached != (tt.want == 200) {
			t.Errorf("%s: reached %v", name, reached)
		}
	}
	if e := p.observed()[0]; e.Reason != intercept.Mismatch {
		t.Errorf("%+v", e)
	}
}

// TestFraming: no request is hidden in the body of another one.
func TestFraming(t *testing.T) {
	p := running(t)
	const hidden = "GET /hidden HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n\r\n"
	for name, request := range map[string]string{
		"both lengths":    "POST /a HTTP/1.1\r\nHost: api.weixin.qq.com\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n" + hidden,
		"two lengths":     "POST /a HTTP/1.1\r\nHost: api.weixin.qq.com\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n" + hidden,
		"other encodings": "POST /a HTTP/1.1\r\nHost: api.weixin.qq.com\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + hidden,
		"a folded header": "POST /a HTTP/1.1\r\nHost: api.weixin.qq.com\r\nTransfer-Encoding:\r\n chunked\r\nConnection: close\r\n\r\n0\r\n\r\n" + hidden,
		"a sign":          "POST /a HTTP/1.1\r\nHost: api.weixin.qq.com\r\nContent-Length: +5\r\n\r\n" + hidden,
	} {
		for _, conn := range []net.Conn{p.secure(t, "api.weixin.qq.com:443", "api.weixin.qq.com"), p.tunnel(t, "api.weixin.qq.com:80")} {
			p.asked = nil
			io.WriteString(conn, request)
			statuses(conn)
			if slices.ContainsFunc(p.asked, func(r *http.Request) bool { return r.URL.Path == "/hidden" }) {
				t.Errorf("%s: the hidden request was answered", name)
			}
		}
	}
}

// TestProxyRequests: what is no request to a proxy is refused.
func TestProxyRequests(t *testing.T) {
	p := running(t)
	for name, tt := range map[string]struct {
		request string
		want    []int
	}{
		"a server's":       {"GET / HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n\r\n", []int{400}},
		"a browser's":      {"GET / HTTP/1.1\r\nHost: evil.example:8090\r\nConnection: close\r\n\r\n", []int{400}},
		"a star":           {"OPTIONS * HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n\r\n", []int{400}},
		"ftp":              {"GET ftp://api.weixin.qq.com/ HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n\r\n", []int{400}},
		"no port":          {"CONNECT api.weixin.qq.com HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n\r\n", []int{400}},
		"a path":           {"CONNECT /api.weixin.qq.com:443 HTTP/1.1\r\nHost: api.weixin.qq.com:443\r\nConnection: close\r\n\r\n", []int{403}},
		"a body":           {"CONNECT api.weixin.qq.com:443 HTTP/1.1\r\nHost: api.weixin.qq.com:443\r\nContent-Length: 4\r\nConnection: close\r\n\r\nGET ", []int{400}},
		"chunks":           {"CONNECT api.weixin.qq.com:443 HTTP/1.1\r\nHost: api.weixin.qq.com:443\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n", []int{400}},
		"a user":           {"CONNECT a@api.weixin.qq.com:443 HTTP/1.1\r\nHost: a\r\n\r\n", []int{403}},
		"another Host":     {"CONNECT example.com:443 HTTP/1.1\r\nHost: api.weixin.qq.com:443\r\n\r\n", []int{403}},
		"a zero":           {"CONNECT api.weixin.qq.com%00.example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n", []int{400}},
		"a long header":    {"GET http://api.weixin.qq.com/ HTTP/1.1\r\nHost: api.weixin.qq.com\r\nX: " + strings.Repeat("x", 80<<10) + "\r\n\r\n", []int{431}},
		"https, whole URL": {"GET https://api.weixin.qq.com/ HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n\r\n", []int{200}}, // axios
		"TLS":              {"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00\r\n\r\n", []int{400}},
	} {
		conn := p.dial(t)
		io.WriteString(conn, tt.request)
		if got := statuses(conn); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestStatusLine: a name cannot add a header to the answer, or a character to a terminal.
func TestStatusLine(t *testing.T) {
	p := running(t)
	for request, status := range map[string]string{
		"CONNECT \xe4\xbd\xa0.example:443 HTTP/1.1\r\nHost: a\r\n\r\n":                         "403 ?.example is not a host of the platform",
		"CONNECT \u202e.example:443 HTTP/1.1\r\nHost: a\r\n\r\n":                               "403 ?.example is not a host of the platform",
		"CONNECT " + strings.Repeat("y", 300) + ":443 HTTP/1.1\r\nHost: a\r\n\r\n":             "403 " + strings.Repeat("y", 100) + " is not a host of the platform",
		"GET http://%E4%BD%A0.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n":       "403 Forbidden",
		"CONNECT a\x1b[31m.example:443 HTTP/1.1\r\nHost: a\r\n\r\n":                            "400 Bad Request",
		"CONNECT a%0d%0aX-Mine:1.example:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n": "400 Bad Request",
		"GET http://[::1%25%0d%0aX-Mine:1]/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n":  "400 Bad Request",
	} {
		conn := p.dial(t)
		io.WriteString(conn, request)
		answer, err := io.ReadAll(conn)
		if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 "+status) || !clean(strings.NewReplacer("\r", "", "\n", "").Replace(string(answer))) {
			t.Errorf("%q: %q, %v", request, answer, err)
		}
	}
	for _, e := range p.observed() {
		if !clean(e.Host) || len(e.Host) > 100 {
			t.Errorf("%q", e.Host)
		}
	}
}

func clean(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c > '~' })
}

// TestEarlyHello: a client may send the first bytes of TLS together with CONNECT.
func TestEarlyHello(t *testing.T) {
	p := running(t)
	early := &earlyConn{Conn: p.dial(t), before: "CONNECT api.weixin.qq.com:443 HTTP/1.1\r\nHost: api.weixin.qq.com:443\r\n\r\n"}
	conn := tls.Client(early, &tls.Config{ServerName: "api.weixin.qq.com", RootCAs: p.roots()})
	io.WriteString(conn, "GET / HTTP/1.1\r\nHost: api.weixin.qq.com\r\nConnection: close\r\n\r\n")
	if got := statuses(conn); !slices.Equal(got, []int{200}) {
		t.Errorf("%v", got)
	}
}

// earlyConn sends CONNECT with the first bytes, and skips the answer to it.
type earlyConn struct {
	net.Conn
	before string
	opened bool
}

func (c *earlyConn) Write(b []byte) (int, error) {
	before := c.before
	c.before = ""
	n, err := c.Conn.Write(append([]byte(before), b...))
	return n - len(before), err
}

func (c *earlyConn) Read(b []byte) (int, error) {
	if !c.opened {
		c.opened = true
		io.ReadFull(c.Conn, make([]byte, len("HTTP/1.1 200 Connection established\r\n\r\n")))
	}
	return c.Conn.Read(b)
}

// TestFromElsewhere: other machines are refused, whatever they ask for.
func TestFromElsewhere(t *testing.T) {
	p := newProxy(t)
	for _, from := range []string{"192.168.1.9:50000", "[2001:db8::1]:50000", "@", ""} {
		for _, method := range []string{"GET", "CONNECT"} {
			r := httptest.NewRequest(method, "http://api.weixin.qq.com:443/", nil)
			r.RemoteAddr = from
			w := httptest.NewRecorder()
			p.Answer(w, r)
			if w.Code != http.StatusForbidden || p.handled() > 0 {
				t.Errorf("%s from %q: %d", method, from, w.Code)
			}
		}
	}
}
