// Package exchange is the plain record of one HTTP exchange between the
// platform and a callback server, and [Feed], which passes such records, or what
// is made of them, to those who show them.
//
// An observer never slows what it observes: it subscribes to a Feed, which drops
// and counts what a slow subscriber cannot take. A recorder is no observer: it is
// called before the response is written and never drops.
package exchange

import (
	"cmp"
	"net/http"
	"time"

	"wxtool/internal/lang"
)

// Request is an HTTP request whose body was read.
type Request struct {
	Method string
	URL    string // as sent: with scheme and host by a client, path and query at a server
	Header http.Header
	Body   []byte
}

// Response is an HTTP response whose body was read.
type Response struct {
	Status  int
	Header  http.Header
	Body    []byte
	Chunked bool // it came with Transfer-Encoding: chunked
}

// Exchange is one request and its response, or why there is none: one of the two
// is nil.
type Exchange struct {
	Start    time.Time
	Duration time.Duration // until the client had the last byte of the response, or the server the response, or the failure
	Request  Request
	Response *Response
	Cause    *Cause
}

// The IDs of causes.
const (
	Timeout     = "timeout"     // no complete answer before the deadline
	Refused     = "refused"     // the host refused the connection
	Closed      = "closed"      // the server closed the connection early
	NoName      = "dns"         // the host's name has no address
	NoTLS       = "tls"         // the TLS handshake failed
	NotHTTP     = "not-http"    // what came is not an HTTP response
	TooLarge    = "too-large"   // the response is longer than what is read
	Interrupted = "interrupted" // the user interrupted the request
	Failed      = "failed"      // any other reason
)

// Cause is why a request has no complete response. It is an error with Text as
// its message.
type Cause struct {
	ID   string
	Text string
	ZH   string // Text in Chinese; a record has none
	Err  error  // of the transport
}

// Words is the cause in each language. Without ZH the Chinese text is that of the ID.
func (c *Cause) Words() lang.Text {
	return lang.Text{EN: c.Text, ZH: cmp.Or(c.ZH, chinese(c.ID))}
}

func chinese(id string) string {
	switch id {
	case Timeout:
		return "未在平台的时限内收到完整应答"
	case Refused:
		return "连接被拒绝，该地址没有服务在监听"
	case Closed:
		return "服务器没有发完应答就关闭了连接"
	case NoName:
		return "主机名无法解析"
	case NoTLS:
		return "TLS 握手失败"
	case NotHTTP:
		return "对方返回的不是 HTTP 应答"
	case TooLarge:
		return "应答过长，没有读完"
	case Interrupted:
		return "已被用户中断"
	}
	return "网络错误"
}

func (c *Cause) Error() string { return c.Text }
func (c *Cause) Unwrap() error { return c.Err }

// Answered reports whether a server was reached, even if it was silent, closed
// the connection or sent what cannot be used.
func (c *Cause) Answered() bool {
	return c.ID == Timeout || c.ID == Closed || c.ID == TooLarge || c.ID == NotHTTP
}
