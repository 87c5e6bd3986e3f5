package cli

import (
	"context"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"wxtool/internal/httpx"
	"wxtool/internal/intercept"
	"wxtool/internal/intercept/trust"
	"wxtool/internal/wxhost"
)

// startProxy starts the proxy of --intercept, and adds to the environment of the command
// what leads to it. The certificates have the time of the machine, by which other
// programs check them.
func (r *running) startProxy(ctx context.Context, handler http.Handler) error {
	reported := &refusals{running: r, seen: map[string]bool{}}
	proxy, err := intercept.New(intercept.Config{Hosts: wxhost.All(), Handler: handler, Now: time.Now, Observe: reported.observe})
	if err != nil {
		return unreadable("run --intercept: %w", err)
	}
	files, err := trust.Write("", proxy.Certificate(), r.env.LookupEnv)
	if err != nil {
		return unreadable("run --intercept: %w", err).withHint("the certificates are written into the folder of temporary files, with those that the environment names")
	}
	r.beside(func() {
		if err := files.Remove(); err != nil {
			r.env.Warnf("run --intercept: %v", err)
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return unreachable("run --intercept: %w", httpx.RootCause(err))
	}
	r.serve(ctx, listener, proxy.Serve)
	variables, ignored := proxy.Environment(listener.Addr().String(), r.env.LookupEnv)
	for _, variable := range append(variables, files.Environment()...) {
		name, value, _ := strings.Cut(variable, "=")
		r.vars[name] = value
	}
	if len(ignored) > 0 {
		r.env.Warnf("NO_PROXY: %s would lead to the platform itself, and is left out", strings.Join(ignored, ", "))
	}
	r.remindOf(proxy.Expires())
	return nil
}

// remindOf reports the end of the certificates.
func (r *running) remindOf(expires time.Time) {
	timer := time.AfterFunc(time.Until(expires), func() {
		r.env.Warnf("run --intercept: the certificates have expired; start wxtool run again")
	})
	r.beside(func() { timer.Stop() })
}

// maxReported is how many refusals are reported.
const maxReported = 100

// refusals reports what the proxy refuses, once for each host and reason.
type refusals struct {
	*running
	mu   sync.Mutex
	seen map[string]bool
}

func (f *refusals) observe(e intercept.Event) {
	if !f.first(e.Reason + " " + e.Host) {
		return
	}
	switch e.Reason {
	case intercept.Foreign:
		f.env.Notef("run --intercept: refused a request to %s; only the platform's hosts are answered, and those in NO_PROXY reached directly", e.Host)
	case intercept.Mismatch:
		f.env.Notef("run --intercept: refused a request to %s in a connection to another host", e.Host)
	case intercept.Untrusted:
		f.env.Warnf("run --intercept: the TLS handshake of the command with %s failed: %v; does it read SSL_CERT_FILE? See docs/intercept.md", e.Host, httpx.RootCause(e.Err))
	}
}

// first reports whether a refusal has not been reported yet.
func (f *refusals) first(refusal string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.seen[refusal] || len(f.seen) >= maxReported {
		return false
	}
	f.seen[refusal] = true
	return true
}
