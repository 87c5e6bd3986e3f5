package intercept

import (
	"net"
	"sync"
)

// handover is a listener of connections that another one has accepted.
type handover struct {
	addr   net.Addr
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newHandover(addr net.Addr) *handover {
	return &handover{addr: addr, conns: make(chan net.Conn), closed: make(chan struct{})}
}

// put gives a connection to Accept. On an error it remains the caller's.
func (h *handover) put(conn net.Conn) error {
	select {
	case h.conns <- conn:
		return nil
	case <-h.closed:
		return net.ErrClosed
	}
}

// Accept implements [net.Listener].
func (h *handover) Accept() (net.Conn, error) {
	select {
	case conn := <-h.conns:
		return conn, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (h *handover) Close() error {
	h.once.Do(func() { close(h.closed) })
	return nil
}

// Addr implements [net.Listener].
func (h *handover) Addr() net.Addr { return h.addr }

// limited is a listener with a limit of open connections. Others wait, until those end,
// as they all do at the end of Serve.
type limited struct {
	net.Listener
	free chan struct{}
}

func limit(listener net.Listener, connections int) limited {
	return limited{listener, make(chan struct{}, connections)}
}

// Accept implements [net.Listener].
func (l limited) Accept() (net.Conn, error) {
	l.free <- struct{}{}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.free
		return nil, err
	}
	return &limitedConn{Conn: conn, release: sync.OnceFunc(func() { <-l.free })}, nil
}

// limitedConn is a connection that counts until it is closed.
type limitedConn struct {
	net.Conn
	release func()
}

// Close implements [net.Conn].
func (c *limitedConn) Close() error {
	defer c.release()
	return c.Conn.Close()
}
