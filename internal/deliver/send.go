package deliver

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"wxtool/internal/exchange"
)

// errDeadline is the cause when the platform would have given up.
var errDeadline = errors.New("the platform's deadline passed")

// Failure is why there is no answer at all. Timeout and connection failures
// are what the platform tries again.
type Failure struct {
	ID   string // timeout, refused, closed, dns, tls, not-http, too-large, interrupted, failed
	Text string
	err  error
}

func (f *Failure) Error() string { return f.Text }
func (f *Failure) Unwrap() error { return f.err }

// Answered reports whether there is a server at all: it was reached, if only
// to be silent or to hang up.
func (f *Failure) Answered() bool {
	return f.ID == "timeout" || f.ID == "closed" || f.ID == "too-large" || f.ID == "not-http"
}

// retried reports whether the platform would try again.
func (f *Failure) retried() bool { return f.ID != "too-large" && f.ID != "interrupted" }

// pushRequest is a POST as the platform writes it.
func pushRequest(u *url.URL, contentType string, body []byte) exchange.Request {
	return exchange.Request{Method: http.MethodPost, URL: u.String(), Body: body, Header: http.Header{
		"User-Agent":   {"Mozilla/4.0"},
		"Accept":       {"*/*"},
		"Content-Type": {contentType},
		"Pragma":       {"no-cache"},
	}}
}

func getRequest(u *url.URL) exchange.Request {
	return exchange.Request{Method: http.MethodGet, URL: u.String(), Header: http.Header{
		"User-Agent": {"Mozilla/4.0"},
		"Accept":     {"*/*"},
		"Pragma":     {"no-cache"},
	}}
}

// HTTPRequest returns r ready to be sent or written out.
func HTTPRequest(ctx context.Context, r exchange.Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	req.Header = r.Header.Clone()
	req.Close = true
	return req, nil
}

// exchange sends r and reads the whole response. Redirects are not followed.
func (c *Client) exchange(ctx context.Context, r exchange.Request) (exchange.Exchange, *Failure) {
	ex := exchange.Exchange{Start: c.Now(), Request: r}
	res, err := c.roundTrip(ctx, r)
	ex.Duration = c.Now().Sub(ex.Start)
	if err != nil {
		return ex, failureOf(ctx, r.URL, err)
	}
	ex.Response = res
	return ex, nil
}

var errTooLarge = errors.New("the reply is too large")

func (c *Client) roundTrip(ctx context.Context, r exchange.Request) (*exchange.Response, error) {
	req, err := HTTPRequest(ctx, r)
	if err != nil {
		return nil, err
	}
	res, err := c.HTTP.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, MaxReply+1))
	if err != nil {
		return nil, err
	}
	if len(body) > MaxReply {
		return nil, errTooLarge
	}
	return &exchange.Response{Status: res.StatusCode, Header: res.Header, Body: body, Chunked: len(res.TransferEncoding) > 0}, nil
}

// failureOf puts a transport error into the user's words.
func failureOf(ctx context.Context, target string, err error) *Failure {
	host := target
	if u, e := url.Parse(target); e == nil {
		host = u.Host
	}
	var dns *net.DNSError
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(context.Cause(ctx), errDeadline):
		return &Failure{"timeout", "no complete answer before the platform's deadline", err}
	case ctx.Err() != nil:
		return &Failure{"interrupted", "interrupted", context.Cause(ctx)}
	case errors.Is(err, errTooLarge):
		return &Failure{"too-large", fmt.Sprintf("the reply has more than %d MiB and was not read to its end", MaxReply>>20), err}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &Failure{"refused", "nothing listens at " + host + " (connection refused)", err}
	case errors.As(err, &dns):
		return &Failure{"dns", "the name " + dns.Name + " cannot be resolved", err}
	case strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return &Failure{"tls", "the server speaks http, not https: write http:// in the URL", err}
	case strings.Contains(err.Error(), "malformed HTTP"):
		return &Failure{"not-http", "the answer is no HTTP response", err}
	case errors.As(err, &record), errors.As(err, &certificate):
		return &Failure{"tls", "the TLS handshake failed: " + err.Error(), err}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return &Failure{"closed", "the server closed the connection without a complete answer", err}
	}
	return &Failure{"failed", err.Error(), err}
}
