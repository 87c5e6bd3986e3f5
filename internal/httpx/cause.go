package httpx

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"syscall"

	"wxtool/internal/exchange"
)

// Cause puts the error of a request to target into the user's words. The error is
// that of a [http.RoundTripper], of reading a response's body or of a connection;
// ctx is that of the request.
func Cause(ctx context.Context, target string, err error) *exchange.Cause {
	host := target
	if u, e := url.Parse(target); e == nil {
		host = u.Host
	}
	var dns *net.DNSError
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var other *ProtocolError
	switch {
	case ctx.Err() != nil:
		return &exchange.Cause{ID: exchange.Interrupted, Text: "interrupted", ZH: "已被用户中断", Err: context.Cause(ctx)}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &exchange.Cause{ID: exchange.Refused, Text: "nothing listens at " + host + " (connection refused)", ZH: host + " 没有服务在监听（连接被拒绝）", Err: err}
	case errors.As(err, &dns):
		return &exchange.Cause{ID: exchange.NoName, Text: "the name " + dns.Name + " cannot be resolved", ZH: "主机名 " + dns.Name + " 无法解析", Err: err}
	case strings.Contains(err.Error(), "HTTP response to HTTPS client"), errors.As(err, &record) && string(record.RecordHeader[:]) == "HTTP/":
		return speaksHTTP(err)
	case errors.As(err, &other):
		return otherProtocol(host, other, err)
	case strings.Contains(err.Error(), "malformed HTTP"):
		return &exchange.Cause{ID: exchange.NotHTTP, Text: "the answer is no HTTP response", ZH: "对方返回的不是 HTTP 应答", Err: err}
	case errors.As(err, &record), errors.As(err, &certificate):
		return &exchange.Cause{ID: exchange.NoTLS, Text: "the TLS handshake failed: " + err.Error(), ZH: foreign("TLS 握手失败", err), Err: err}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return &exchange.Cause{ID: exchange.Closed, Text: "the server closed the connection without a complete answer", ZH: "服务器没有发完应答就关闭了连接", Err: err}
	case malformed(err):
		return &exchange.Cause{ID: exchange.NotHTTP, Text: fmt.Sprintf("the answer is no valid HTTP response: %.200s", RootCause(err).Error()), ZH: foreign("对方返回的 HTTP 应答无效", RootCause(err)), Err: err}
	}
	return &exchange.Cause{ID: exchange.Failed, Text: err.Error(), ZH: foreign("网络错误", err), Err: err}
}

// SpeaksTLS is the cause where an http request was sent to a server of https.
func SpeaksTLS(err error) *exchange.Cause {
	return &exchange.Cause{ID: exchange.NoTLS, Text: "the server speaks https, not http: write https:// in the URL", ZH: "服务器使用 https 而非 http：请在 URL 中写 https://", Err: err}
}

// speaksHTTP is the cause where an https request was sent to a server of http.
func speaksHTTP(err error) *exchange.Cause {
	return &exchange.Cause{ID: exchange.NoTLS, Text: "the server speaks http, not https: write http:// in the URL", ZH: "服务器使用 http 而非 https：请在 URL 中写 http://", Err: err}
}

// Speaks is the cause where a server of a known protocol gave no answer to HTTP.
func Speaks(host string, e *ProtocolError) *exchange.Cause { return otherProtocol(host, e, e) }

// otherProtocol is the cause where a server does not speak HTTP.
func otherProtocol(host string, e *ProtocolError, err error) *exchange.Cause {
	switch name := e.Name(); name {
	case "TLS":
		return SpeaksTLS(err)
	case "HTTP":
		return speaksHTTP(err)
	case "":
		return &exchange.Cause{ID: exchange.NotHTTP, Text: fmt.Sprintf("the answer is no HTTP response; its first bytes are %q", e.First), ZH: fmt.Sprintf("对方返回的不是 HTTP 应答，开头的字节为 %q", e.First), Err: err}
	default:
		return &exchange.Cause{ID: exchange.NotHTTP, Text: fmt.Sprintf("%s answers at %s, not HTTP; its first bytes are %q", name, host, e.First), ZH: fmt.Sprintf("%s 上应答的是 %s 而不是 HTTP，开头的字节为 %q", host, name, e.First), Err: err}
	}
}

// foreign adds the message of other software, in quotes, to a Chinese text.
func foreign(text string, err error) string { return fmt.Sprintf("%s（%.200q）", text, err.Error()) }

// malformed reports whether a server answered, but not in HTTP: its header or its
// chunks cannot be read. net/http has no error values for it.
func malformed(err error) bool {
	if _, network := errors.AsType[*net.OpError](err); network {
		return false
	}
	for _, mark := range []string{"transport connection broken", "malformed MIME header", "unsupported transfer encoding", "Content-Length", "chunk"} {
		if strings.Contains(err.Error(), mark) {
			return true
		}
	}
	return false
}

// RootCause returns the innermost error of a chain.
func RootCause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
