// Package wxapi calls the platform's API: access tokens and menus of both
// platforms, QR codes of the Official Account family, contact ways of WeCom.
//
// Access tokens and secrets are only in requests, never in errors or traces. A Client
// is safe for concurrent use. A refusal of the platform is an [*Error]; other errors
// wrap [ErrTransport], [ErrUnsent] or a [*LimitError].
package wxapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wxtool/internal/wxhost"
)

// The two platforms.
const (
	MP   = "mp"   // Official Account, mini program, open platform
	Work = "work" // WeCom
)

const (
	timeout  = 30 * time.Second // of one request
	maxReply = 10 << 20         // bytes of a reply that are read
)

// ErrTransport is wrapped by the error of a request without an answer of the platform:
// it could not be sent, or the response is not from the API.
var ErrTransport = errors.New("no usable answer")

// ErrUnsent is wrapped by the error of a call that was not sent: there was no
// connection or no token.
var ErrUnsent = errors.New("not sent")

type unsentError struct{ error }

func (e unsentError) Unwrap() error      { return e.error }
func (unsentError) Is(target error) bool { return target == ErrUnsent }

// unanswered returns the error of a request without an answer of the platform.
func (c *Client) unanswered(op string, reason error) error {
	return fmt.Errorf("%s: %w from %s: %w", op, ErrTransport, c.Origin, reason)
}

// Account identifies the caller.
type Account struct {
	Platform string // MP or Work
	AppID    string // appid, on WeCom the corpid
	Secret   string
	AgentID  string // WeCom application, may be empty
}

// Client calls the API as one account. All fields but Observe are required.
type Client struct {
	Account Account
	Origin  string // of the API, such as https://api.weixin.qq.com
	HTTP    http.RoundTripper
	Now     func() time.Time
	Cache   Cache
	Observe func(Trace)
}

// Trace describes a request for display; secrets in its URL are masked.
type Trace struct {
	Method, URL string
	Status      int // 0: no answer
	Duration    time.Duration
}

// OfficialOrigin returns the origin of the API of a platform.
func OfficialOrigin(platform string) string {
	if platform == Work {
		return "https://" + wxhost.Work
	}
	return "https://" + wxhost.API
}

// request is an API call. Body is sent as JSON unless it is nil.
type request struct {
	op     string // as errors name it, such as "qrcode/create"
	method string
	url    string
	query  url.Values
	body   any
}

// get and post return the request of an operation under /cgi-bin.
func (c *Client) get(op string, query url.Values) request {
	return request{op, http.MethodGet, c.Origin + "/cgi-bin/" + op, query, nil}
}

func (c *Client) post(op string, body any) request {
	return request{op, http.MethodPost, c.Origin + "/cgi-bin/" + op, url.Values{}, body}
}

// do sends a request and decodes the JSON answer into reply. A refusal is an *Error;
// other errors wrap ErrTransport.
func (c *Client) do(ctx context.Context, r request, reply any) error {
	a, err := c.send(ctx, r)
	if err != nil {
		return err
	}
	if a.status != http.StatusOK {
		return c.badStatus(r.op, a.status)
	}
	return c.decode(r, a.body, reply)
}

// authorized is do with the access_token of the account. If the platform rejects the
// token, it renews the token and repeats the call, once.
func (c *Client) authorized(ctx context.Context, r request, reply any) error {
	token, err := c.AccessToken(ctx, Keep)
	if err != nil {
		return unsentError{err}
	}
	err = c.with(ctx, r, token.Value, reply)
	if !isTokenError(err) {
		return err
	}
	if token, err = c.renewed(ctx, token.Value); err != nil {
		return unsentError{err} // the first attempt was rejected
	}
	return c.with(ctx, r, token.Value, reply)
}

func (c *Client) with(ctx context.Context, r request, token string, reply any) error {
	r.query.Set("access_token", token)
	return c.do(ctx, r, reply)
}

// masked returns a URL in which the values of secret parameters are masked.
func masked(base string, query url.Values) string {
	if len(query) == 0 {
		return base
	}
	shown := url.Values{}
	for name, values := range query {
		shown[name] = values
		if secretParameter(name) {
			shown[name] = []string{"***"}
		}
	}
	return base + "?" + strings.ReplaceAll(shown.Encode(), "%2A%2A%2A", "***")
}

func secretParameter(name string) bool {
	return strings.Contains(name, "secret") || strings.Contains(name, "token")
}
