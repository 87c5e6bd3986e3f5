package wxapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// answer is an HTTP response with its whole body.
type answer struct {
	status int
	body   []byte
}

// send makes one HTTP exchange. It does not use http.Client, because the errors of
// http.Client contain the URL, which contains the token.
func (c *Client) send(ctx context.Context, r request) (*answer, error) {
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := r.http(limited)
	if err != nil {
		return nil, err
	}
	start := c.Now()
	a, err := c.roundTrip(req)
	c.observe(r, a, start)
	switch {
	case err == nil:
		return a, nil
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%s: %w", r.op, ctx.Err())
	}
	err = c.unanswered(r.op, &transportError{c.errorText(r, err), err})
	if dial, ok := errors.AsType[*net.OpError](err); ok && dial.Op == "dial" {
		err = unsentError{err}
	}
	return nil, err
}

// transportError is a network error without secrets in its text.
type transportError struct {
	text string
	err  error
}

func (e *transportError) Error() string { return e.text }
func (e *transportError) Unwrap() error { return e.err }

// errorText returns the text of a network error without secrets. An error about a
// response that is not HTTP quotes the response, which may repeat the request, so its
// text is replaced.
func (c *Client) errorText(r request, err error) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "malformed"):
		return "the answer is not an HTTP response; it may be from a proxy or another server"
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("no answer within %.0f seconds", timeout.Seconds())
	}
	return c.withoutSecrets(r, text)
}

func (r request) http(ctx context.Context) (*http.Request, error) {
	var body io.Reader
	if r.body != nil {
		data, err := Marshal(r.body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.op, err)
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, r.url, body)
	if err != nil { // the error must not contain the URL
		return nil, fmt.Errorf("%s: the address of the API is not a URL", r.op)
	}
	if req.URL.RawQuery == "" {
		req.URL.RawQuery = r.query.Encode()
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	return req, nil
}

func (c *Client) roundTrip(req *http.Request) (*answer, error) {
	resp, err := c.HTTP.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	a := &answer{status: resp.StatusCode}
	a.body, err = io.ReadAll(io.LimitReader(resp.Body, maxReply+1))
	if err == nil && len(a.body) > maxReply {
		err = errors.New("the answer is too long")
	}
	return a, err
}

func (c *Client) observe(r request, a *answer, start time.Time) {
	if c.Observe == nil {
		return
	}
	trace := Trace{Method: r.method, URL: masked(r.url, r.query), Duration: c.Now().Sub(start)}
	if a != nil {
		trace.Status = a.status
	}
	c.Observe(trace)
}
