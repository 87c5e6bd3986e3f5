package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/httpx"
)

// deadlineError is the cause of the end of a request that took as long as the platform
// waits, or as the caller set.
type deadlineError struct{ limit time.Duration }

func (e *deadlineError) Error() string { return fmt.Sprintf("no complete answer within %s", e.limit) }

// Post is a POST as the platform writes it.
func Post(u *url.URL, contentType string, body []byte) exchange.Request {
	return exchange.Request{Method: http.MethodPost, URL: u.String(), Body: body, Header: http.Header{
		"User-Agent":   {"Mozilla/4.0"},
		"Accept":       {"*/*"},
		"Content-Type": {contentType},
		"Pragma":       {"no-cache"},
	}}
}

// Get is a GET as the platform writes it.
func Get(u *url.URL) exchange.Request {
	return exchange.Request{Method: http.MethodGet, URL: u.String(), Header: http.Header{
		"User-Agent": {"Mozilla/4.0"},
		"Accept":     {"*/*"},
		"Pragma":     {"no-cache"},
	}}
}

// HTTPRequest returns the request that Send sends.
func (c *Client) HTTPRequest(ctx context.Context, r exchange.Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	req.Header = r.Header.Clone()
	req.Close = !c.KeepAlive
	return req, nil
}

// Send sends a request once and reads the whole response, within the deadline of a
// push. Redirects are not followed.
func (c *Client) Send(ctx context.Context, r exchange.Request) exchange.Exchange {
	return c.SendWithin(ctx, r, c.deadline(Deadline))
}

// SendWithin is Send with a deadline of its own.
func (c *Client) SendWithin(ctx context.Context, r exchange.Request, limit time.Duration) exchange.Exchange {
	return c.timed(ctx, r, limit, func(ctx context.Context) (*exchange.Response, error) { return c.roundTrip(ctx, r) })
}

// timed calls do, which sends a request, within limit and returns the exchange.
func (c *Client) timed(ctx context.Context, r exchange.Request, limit time.Duration, do func(context.Context) (*exchange.Response, error)) exchange.Exchange {
	ctx, cancel := withDeadline(ctx, limit)
	defer cancel()
	ex := exchange.Exchange{Start: c.Now(), Request: r}
	res, err := do(ctx)
	ex.Duration = c.Now().Sub(ex.Start)
	if err != nil {
		ex.Cause = causeOf(ctx, r.URL, err)
	}
	ex.Response = res
	return ex
}

var errTooLarge = errors.New("the reply is too large")

func (c *Client) roundTrip(ctx context.Context, r exchange.Request) (*exchange.Response, error) {
	req, err := c.HTTPRequest(ctx, r)
	if err != nil {
		return nil, err
	}
	res, err := c.HTTP.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	return readResponse(res)
}

// readResponse reads the body of a response and closes it.
func readResponse(res *http.Response) (*exchange.Response, error) {
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

// causeOf is [httpx.Cause] with what only a delivery has: a deadline and the limit of a
// reply.
func causeOf(ctx context.Context, target string, err error) *exchange.Cause {
	late, isLate := errors.AsType[*deadlineError](context.Cause(ctx))
	switch {
	case isLate:
		return &exchange.Cause{ID: exchange.Timeout, Text: late.Error(), ZH: fmt.Sprintf("%s 内未收到完整应答", late.limit), Err: err}
	case ctx.Err() == nil && errors.Is(err, errTooLarge):
		return &exchange.Cause{ID: exchange.TooLarge, Text: fmt.Sprintf("the reply has more than %d MiB and was not read to its end", MaxReply>>20), ZH: fmt.Sprintf("应答超过 %d MiB，没有读完", MaxReply>>20), Err: err}
	}
	return httpx.Cause(ctx, target, err)
}
