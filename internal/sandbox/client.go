package sandbox

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
)

// ErrNotSandbox means that a server of another kind answered.
var ErrNotSandbox = errors.New("not a wxtool sandbox")

// maxReply is how many bytes of an answer the client reads.
const maxReply = 10 << 20

// Client makes users of a running sandbox act.
//
// An error is an [*ActError] if the sandbox refused the request, a [*BrokenError] if
// it failed, a [*TransportError] if it was not reached, ErrNotSandbox, or the cause
// of the context.
type Client struct {
	Origin string // such as http://127.0.0.1:8090
	HTTP   http.RoundTripper
}

// BrokenError is the failure of a running sandbox, such as a state file that it
// cannot write.
type BrokenError struct{ Problem string }

func (e *BrokenError) Error() string { return e.Problem }

// TransportError means that there was no complete answer.
type TransportError struct {
	Err error
	At  string // origin of a page; "": the sandbox
}

func (e *TransportError) Error() string {
	return "cannot reach " + cmp.Or(e.At, "the sandbox") + ": " + e.Err.Error()
}
func (e *TransportError) Unwrap() error { return e.Err }

// Do lets a user act, see [Server.Do].
func (c *Client) Do(ctx context.Context, act Act) (*Outcome, error) {
	body, err := json.Marshal(act)
	if err != nil {
		return nil, err
	}
	var out Outcome
	if err := c.call(ctx, http.MethodPost, doPath, body, &out); err != nil {
		return nil, err
	}
	if out.Action != act.Action {
		return nil, ErrNotSandbox
	}
	return &out, nil
}

// Users lists the users, see [Server.Users].
func (c *Client) Users(ctx context.Context) ([]Person, error) {
	var reply usersReply
	err := c.call(ctx, http.MethodGet, usersPath, nil, &reply)
	if err == nil && reply.Users == nil {
		err = ErrNotSandbox
	}
	return reply.Users, err
}

// Chats returns the chats of a user, see [Server.Chats].
func (c *Client) Chats(ctx context.Context, user string) ([]Chat, error) {
	var reply chatsReply
	err := c.call(ctx, http.MethodGet, chatPath+"?user="+url.QueryEscape(user), nil, &reply)
	if err == nil && reply.Chats == nil {
		err = ErrNotSandbox
	}
	return reply.Chats, err
}

// MoveClock moves the clock, see [Server.MoveClock].
func (c *Client) MoveClock(ctx context.Context, move ClockMove) (Clock, error) {
	var clock Clock
	err := c.post(ctx, clockPath, move, &clock)
	if err == nil && clock.Time.IsZero() {
		err = ErrNotSandbox
	}
	return clock, err
}

// Reset removes what users and calls have made, see [Server.Reset].
func (c *Client) Reset(ctx context.Context) error {
	var reply resetReply
	err := c.post(ctx, resetPath, struct{}{}, &reply)
	if err == nil && !reply.Reset {
		err = ErrNotSandbox
	}
	return err
}

func (c *Client) post(ctx context.Context, path string, body, reply any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.call(ctx, http.MethodPost, path, data, reply)
}

func (c *Client) call(ctx context.Context, method, path string, body []byte, reply any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.Origin+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.HTTP.RoundTrip(req)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return &TransportError{Err: err}
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		return &TransportError{Err: err}
	}
	return readReply(resp.StatusCode, data, reply)
}

func readReply(status int, data []byte, reply any) error {
	var refused actReply
	if json.Unmarshal(data, &refused) != nil {
		return ErrNotSandbox
	}
	switch {
	case status == http.StatusInternalServerError && refused.Error != "":
		return &BrokenError{refused.Error}
	case status != http.StatusOK && refused.Error != "":
		return &ActError{Problem: refused.Error, Hint: refused.Hint, Missing: status == http.StatusNotFound}
	case status != http.StatusOK || json.Unmarshal(data, reply) != nil:
		return ErrNotSandbox
	}
	return nil
}
