package intercept_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"wxtool/internal/intercept"
	"wxtool/internal/wxhost"
)

// FuzzProxy: whatever a client sends, to the proxy or in a tunnel, the handler is asked
// for hosts of the platform alone, and in a tunnel for its own.
func FuzzProxy(f *testing.F) {
	for _, seed := range []string{
		"GET http://api.weixin.qq.com/cgi-bin/token?a=1 HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET https://qyapi.weixin.qq.com:443/ HTTP/1.0\r\n\r\n",
		"CONNECT mp.weixin.qq.com:80 HTTP/1.1\r\nHost: mp.weixin.qq.com:80\r\n\r\nGET / HTTP/1.1\r\nHost: mp.weixin.qq.com\r\n\r\n",
		"POST http://api.weixin.qq.com/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
		"GET http://api.weixin.qq.com@example.com/ HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET http://example.com/ HTTP/1.1\r\nHost: api.weixin.qq.com\r\n\r\n",
		"CONNECT example.com:443 HTTP/1.1\r\nHost: api.weixin.qq.com:443\r\n\r\n",
	} {
		f.Add(seed, false)
		f.Add(seed, true)
	}
	var wrong chan string
	proxy, err := intercept.New(intercept.Config{
		Hosts: wxhost.All(), Now: time.Now,
		Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if !wxhost.Known(r.Host) || r.Host != strings.ToLower(r.Host) || r.URL.Host != "" || r.Method == http.MethodConnect {
				wrong <- fmt.Sprintf("%s %s %s", r.Method, r.Host, r.URL)
			}
		}),
	})
	if err != nil {
		f.Fatal(err)
	}
	proxy.Limited(100, time.Second, time.Second)
	server := &proxied{Proxy: proxy}
	server.start(f)
	f.Fuzz(func(t *testing.T, input string, tunnel bool) {
		wrong = make(chan string, 100)
		conn, err := net.Dial("tcp", server.addr)
		if err != nil {
			t.Skip(err)
		}
		defer conn.Close()
		if tunnel {
			input = "CONNECT api.weixin.qq.com:80 HTTP/1.1\r\nHost: a\r\n\r\n" + input
		}
		io.WriteString(conn, input)
		conn.(*net.TCPConn).CloseWrite()
		io.Copy(io.Discard, conn)
		select {
		case problem := <-wrong:
			t.Errorf("%q reached the handler as %s", input, problem)
		default:
		}
	})
}
