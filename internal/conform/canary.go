package conform

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

// canary is a listener on this machine that no right server connects to. It keeps the
// path of the first request, "" for a connection without one.
type canary struct {
	net.Listener
	mu      sync.Mutex
	touched bool
	path    string
	done    chan struct{}
}

func newCanary(ctx context.Context) (*canary, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &canary{Listener: listener, done: make(chan struct{})}
	go c.serve()
	return c, nil
}

func (c *canary) serve() {
	defer close(c.done)
	for {
		conn, err := c.Accept()
		if err != nil {
			return
		}
		c.note(conn)
		conn.Close()
	}
}

// maxCanaryRequest is how many bytes of a request are read, which are more than a parser
// of XML sends.
const maxCanaryRequest = 8 << 10

// note reads a request and answers it with nothing.
func (c *canary) note(conn net.Conn) {
	conn.SetDeadline(time.Now().Add(time.Second))
	path := ""
	if req, err := http.ReadRequest(bufio.NewReader(io.LimitReader(conn, maxCanaryRequest))); err == nil {
		path = req.URL.Path
	}
	fmt.Fprint(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.touched {
		c.touched, c.path = true, path
	}
}

// first waits a moment for late connections, and returns the path of the first.
func (c *canary) first(ctx context.Context) (path string, touched bool) {
	select {
	case <-ctx.Done():
	case <-time.After(100 * time.Millisecond):
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.path, c.touched
}

func (c *canary) close() {
	c.Close()
	<-c.done
}

// externalEntity sends entities in the message and in the DTD itself, whose addresses
// are that of a canary, with a path for each request.
func externalEntity(ctx context.Context, t *Trial) error {
	c, err := newCanary(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	at := "http://" + c.Addr().String() + "/wxtool-canary"
	sent := map[string]*exchange.Exchange{}
	for i, doctype := range []string{
		`<!DOCTYPE xml [<!ENTITY x SYSTEM "%s">]>`,
		`<!DOCTYPE xml [<!ENTITY %% p SYSTEM "%s"> %%p; <!ENTITY x "a">]>`,
		`<!DOCTYPE xml SYSTEM "%s">`,
	} {
		content := "&x;"
		if !strings.Contains(doctype, "ENTITY") {
			content = "a"
		}
		requests, err := t.doctyped(fmt.Sprintf(doctype, fmt.Sprint(at, i)), content)
		if err != nil {
			return err
		}
		for _, req := range requests {
			ex := t.Client.Send(ctx, req)
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			t.judgeSurvival(&ex)
			sent[fmt.Sprint("/wxtool-canary", i)] = &ex
		}
	}
	if path, touched := c.first(ctx); touched {
		t.Add(Must, sent[path], lang.Text{EN: "the server fetched the external entity: an attacker can read files and addresses that only the server sees", ZH: "服务器读取了外部实体：攻击者可借此读取只有服务器能访问的文件和地址"})
	}
	return nil
}
