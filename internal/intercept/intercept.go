// Package intercept answers the platform's own hosts from a handler of this process, so
// that programs whose hosts are constants reach the sandbox unmodified: they use a proxy
// and trust a certificate authority, both of which their environment names.
//
// The authority is made for one run. Its key is never written anywhere, its certificate
// is valid for [Lifetime], and clients accept what it signs for the platform's hosts
// alone. The proxy answers clients on this machine alone, and never opens a connection:
// requests for other hosts are refused with status 403 and the reason.
//
// A Proxy is safe for concurrent use. Package intercept/trust writes the files.
package intercept

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"wxtool/internal/httpx"
	"wxtool/internal/wxhost"
)

// Limits of the proxy.
const (
	maxConnections   = 512
	headerTimeout    = 5 * time.Second
	handshakeTimeout = 10 * time.Second
	writeTimeout     = time.Minute // of an answer
	lastMoment       = time.Second / 2
)

// The reasons of an [Event].
const (
	Foreign   = "foreign"   // the host is not the platform's, or the port is not 443 or 80
	Mismatch  = "mismatch"  // the request in a tunnel is for another host than the tunnel
	Untrusted = "untrusted" // the TLS handshake failed; most often the program does not trust the authority, and says so
)

// Event is a request or connection that the proxy refused, or that the program ended
// because of the certificate.
type Event struct {
	Host   string // of the request, with its port if it is not 443 or 80
	Reason string
	Err    error // of the handshake
}

// Config is the configuration of a proxy. Hosts, Handler and Now are required.
type Config struct {
	Hosts   []string // in lower case
	Handler http.Handler
	Now     func() time.Time

	// Observe is called for each Event, by several goroutines at once. It must not
	// block.
	Observe func(Event)
}

// Proxy is a proxy with its authority.
type Proxy struct {
	config    Config
	authority *authority
	tls       map[string]func() (*tls.Config, error) // by host
	limits    limits
}

type limits struct {
	connections       int
	header, handshake time.Duration
}

// New returns a proxy with a new authority.
func New(config Config) (*Proxy, error) {
	config.Hosts = slices.Clone(config.Hosts)
	a, err := newAuthority(config.Hosts, config.Now())
	if err != nil {
		return nil, err
	}
	p := &Proxy{
		config: config, authority: a, limits: limits{maxConnections, headerTimeout, handshakeTimeout},
		tls: map[string]func() (*tls.Config, error){},
	}
	for _, host := range config.Hosts {
		p.tls[host] = sync.OnceValues(func() (*tls.Config, error) { return a.config(host) })
	}
	return p, nil
}

// Certificate is the certificate of the authority, in PEM.
func (p *Proxy) Certificate() []byte { return p.authority.pem() }

// Expires is when the certificates expire.
func (p *Proxy) Expires() time.Time { return p.authority.certificate.NotAfter }

// Serve serves on listener until ctx ends, and then finishes the requests in flight as
// [httpx.Serve] does. It closes every connection, those of tunnels too.
func (p *Proxy) Serve(ctx context.Context, listener net.Listener) error {
	serving, stop := context.WithCancel(ctx)
	s := &session{Proxy: p, ctx: serving, opened: newHandover(listener.Addr())}
	inner := s.server(s.answerTunnel)
	inner.ConnContext = withTarget
	ended := make(chan error, 1)
	go func() { ended <- httpx.Run(serving, s.opened, inner) }()
	err := httpx.Run(serving, limit(listener, p.limits.connections), s.server(s.answerProxy))
	stop()
	s.opening.Wait()
	s.opened.Close()
	if failed := <-ended; err == nil {
		err = failed
	}
	return err
}

// session is a run of Serve.
type session struct {
	*Proxy
	ctx     context.Context
	opened  *handover      // tunnels with a finished handshake
	opening sync.WaitGroup // handshakes
}

func (s *session) server(answer http.HandlerFunc) *http.Server {
	server := httpx.NewServer(answer)
	server.ReadHeaderTimeout, server.WriteTimeout = s.limits.header, writeTimeout
	server.DisableGeneralOptionsHandler = true
	return server
}

func (p *Proxy) observe(e Event) {
	if p.config.Observe != nil {
		e.Host = printable(e.Host)
		p.config.Observe(e)
	}
}

// target is a host and port of a request; the host is in its normal form.
type target struct{ host, port string }

// String omits the ports that are the platform's own.
func (t target) String() string {
	if t.port == portTLS || t.port == portPlain || t.port == "" {
		return t.host
	}
	return net.JoinHostPort(t.host, t.port)
}

const (
	portTLS   = "443"
	portPlain = "80"
)

// targetOf splits the host of a request; without a port it is the default.
func targetOf(host, port string) target {
	if name, given, err := net.SplitHostPort(host); err == nil {
		host, port = name, given
	}
	return target{wxhost.Normal(host), port}
}

// known reports whether the proxy answers a target.
func (p *Proxy) known(t target) bool {
	return slices.Contains(p.config.Hosts, t.host) && (t.port == portTLS || t.port == portPlain)
}
