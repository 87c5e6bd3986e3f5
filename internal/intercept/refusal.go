package intercept

import (
	"fmt"
	"net"
	"slices"
	"strings"
	"time"
)

// refuseTunnel answers CONNECT to another host. Many clients show the status line alone,
// so that the reason is in it too.
func (s *session) refuseTunnel(conn net.Conn, to target) {
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(s.limits.handshake))
	why := s.why(to)
	fmt.Fprintf(conn, "HTTP/1.1 403 %s (wxtool run --intercept)\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", s.short(to), len(why), why)
}

// short says in a few words why a target is refused.
func (p *Proxy) short(to target) string {
	if slices.Contains(p.config.Hosts, to.host) {
		return printable(to.String()) + " is not a port of the platform"
	}
	return printable(to.String()) + " is not a host of the platform"
}

// why says why a target is refused, and what to do.
func (p *Proxy) why(to target) string {
	text := p.short(to) + ".\n" +
		"wxtool run --intercept answers these hosts at the ports 443 and 80, and connects to no other:\n" +
		strings.Join(p.config.Hosts, ", ") + ".\n"
	if slices.Contains(p.config.Hosts, to.host) {
		return text
	}
	return text + "To let the program connect to it directly, set NO_PROXY=" + printable(to.host) + " when starting wxtool run.\n"
}

// printable makes a name of a request safe to show and to send.
func printable(name string) string {
	const most = 100
	safe := strings.Map(func(c rune) rune {
		if c <= ' ' || c > '~' {
			return '?'
		}
		return c
	}, name)
	return safe[:min(len(safe), most)]
}
