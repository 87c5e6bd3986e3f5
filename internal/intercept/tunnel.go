package intercept

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"
)

// openTunnel answers CONNECT: the connection becomes one to the platform's host, and
// goes to the server of tunnels.
func (s *session) openTunnel(w http.ResponseWriter, r *http.Request) {
	to, problem := tunnelTarget(r)
	if problem != "" {
		http.Error(w, problem, http.StatusBadRequest)
		return
	}
	s.opening.Add(1)
	defer s.opening.Done()
	known := s.known(to)
	if !known {
		s.observe(Event{Host: to.String(), Reason: Foreign})
	}
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if !known {
		s.refuseTunnel(conn, to)
		return
	}
	if err := s.begin(tunnelConn{conn, buffered.Reader, to}); err != nil {
		conn.Close()
	}
}

// tunnelTarget is the target of CONNECT, or what is wrong with the request: a body could
// be taken for the first bytes of the tunnel, and the reverse.
func tunnelTarget(r *http.Request) (to target, problem string) {
	if r.ContentLength != 0 || len(r.TransferEncoding) > 0 {
		return target{}, "CONNECT: has a body"
	}
	host, port, err := net.SplitHostPort(r.RequestURI)
	if err != nil || host == "" || port == "" {
		return target{}, "CONNECT: is not followed by a host and a port"
	}
	return targetOf(net.JoinHostPort(host, port), ""), ""
}

// begin says that the tunnel is open, makes the handshake, and hands it over. At the end
// of Serve a handshake has a moment left: a program that does not trust the certificate
// often ends immediately, and so does the run.
func (s *session) begin(conn tunnelConn) error {
	conn.SetDeadline(time.Now().Add(s.limits.handshake))
	defer context.AfterFunc(s.ctx, func() { conn.SetDeadline(time.Now().Add(lastMoment)) })()
	if _, err := conn.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n")); err != nil {
		return err
	}
	if conn.to.port == portPlain {
		conn.SetDeadline(time.Time{})
		return s.opened.put(conn)
	}
	config, err := s.tls[conn.to.host]()
	if err != nil {
		return err
	}
	secure := tls.Server(conn, config)
	if err := secure.Handshake(); err != nil {
		if objects(err) {
			s.observe(Event{Host: conn.to.String(), Reason: Untrusted, Err: err})
		}
		return err
	}
	conn.SetDeadline(time.Time{})
	return s.opened.put(secure)
}

// objects reports whether a handshake failed because of what the other side has sent, not
// because it went away or stayed silent.
func objects(err error) bool {
	late, isNet := errors.AsType[net.Error](err)
	return !(isNet && late.Timeout() || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET))
}

// tunnelConn is a connection through the proxy. What the client has sent with CONNECT is
// read from the buffer first.
type tunnelConn struct {
	net.Conn
	reader *bufio.Reader
	to     target
}

func (c tunnelConn) Read(b []byte) (int, error) { return c.reader.Read(b) }

type targetKey struct{}

// withTarget adds the target of a tunnel to the context of its requests.
func withTarget(ctx context.Context, conn net.Conn) context.Context {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	to := conn.(tunnelConn).to
	return context.WithValue(ctx, targetKey{}, to)
}

// answerTunnel answers a request in a tunnel, which must be for the tunnel's own host.
func (s *session) answerTunnel(w http.ResponseWriter, r *http.Request) {
	to := r.Context().Value(targetKey{}).(target)
	asked := targetOf(r.Host, to.port)
	if asked != to || r.Method == http.MethodConnect {
		s.observe(Event{Host: asked.String(), Reason: Mismatch})
		w.Header().Set("Connection", "close")
		http.Error(w, "the request is for "+printable(asked.String())+", the connection for "+to.String(), http.StatusMisdirectedRequest)
		return
	}
	s.answer(w, r, to)
}
