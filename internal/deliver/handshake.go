package deliver

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/message"
)

// Handshake is the check of a callback URL as the platform makes it when the
// URL is saved, and one more with a wrong signature.
type Handshake struct {
	URL      *url.URL
	Platform callback.Platform
	Echostr  []byte // what the server must answer, byte for byte
	Deadline time.Duration
	Right    exchange.Exchange
	Wrong    *exchange.Exchange // nil where the first got no answer
	Problems []message.Problem
}

// OK reports whether the platform would save the URL and nobody else could
// pose as it.
func (h *Handshake) OK() bool {
	for _, p := range h.Problems {
		if p.Level == message.Error {
			return false
		}
	}
	return true
}

// What the console shows, and what an unchecked signature means.
const (
	notSavedMP   = "the console refuses the URL: 「token验证失败」 or 「请求URL超时」"
	notSavedWork = "the console refuses the URL: 「openapi回调地址请求不通过」"
	openToAll    = "anybody who knows the URL can send it messages"
	hidden       = "logs and monitoring cannot tell a forged request from a good one"
)

// Handshake sends the verification request with a right signature, then with a
// wrong one. The error tells only that the request could not be made
// (callback.ErrNoKey) or that ctx ended.
func (c *Client) Handshake(ctx context.Context, to *url.URL) (*Handshake, error) {
	stamp, err := c.stamp()
	if err != nil {
		return nil, err
	}
	echostr, err := c.echostr()
	if err != nil {
		return nil, err
	}
	query, err := c.Account.SealEchostr(echostr, stamp)
	if err != nil {
		return nil, err
	}
	h := &Handshake{URL: to, Platform: c.Account.Platform, Echostr: []byte(echostr), Deadline: c.getDeadline()}
	h.Right = c.get(ctx, query, to)
	h.judgeRight(query.Get("echostr"))
	if h.Right.Cause == nil {
		wrong := c.get(ctx, spoiled(query), to)
		h.Wrong = &wrong
		h.judgeWrong()
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return h, nil
}

// echostr is 19 digits, as in the official examples. It is odd, and far above
// 2^53, so that it does not survive a server that makes a floating-point number
// of it.
func (c *Client) echostr() (string, error) {
	var b [8]byte
	_, err := io.ReadFull(c.Rand, b[:])
	return strconv.FormatUint(1e18+binary.BigEndian.Uint64(b[:])%8e18|1, 10), err
}

func (c *Client) getDeadline() time.Duration {
	if c.Account.Platform == callback.Work {
		return c.deadline(WorkGetDeadline)
	}
	return c.deadline(Deadline)
}

func (c *Client) get(ctx context.Context, query callback.Query, to *url.URL) exchange.Exchange {
	limited, cancel := withDeadline(ctx, c.getDeadline())
	defer cancel()
	return c.exchange(limited, getRequest(query.AddTo(to)))
}

func (h *Handshake) fault(id, text string) {
	effect := notSavedMP
	if h.Platform == callback.Work {
		effect = notSavedWork
	}
	h.Problems = append(h.Problems, message.Problem{ID: id, Level: message.Error, Text: text, Effect: effect})
}

func (h *Handshake) judgeRight(sent string) {
	if f := h.Right.Cause; f != nil {
		h.fault(f.ID, h.failureText(f))
		return
	}
	res := h.Right.Response
	if id, text := badStatus(res); id != "" {
		h.fault(id, text)
		return
	}
	if id, text := echoFault(res, h.Echostr, sent, h.Platform); id != "" {
		h.fault(id, text)
		return
	}
	if res.Chunked {
		h.Problems = append(h.Problems, message.Problem{ID: "chunked", Level: message.Warning,
			Text:   "the answer came with Transfer-Encoding: chunked; set Content-Length",
			Effect: "the console has refused such answers: 「token验证失败」"})
	}
}

func (h *Handshake) failureText(f *exchange.Cause) string {
	if f.ID != exchange.Timeout {
		return f.Text
	}
	if h.Platform == callback.Work {
		return fmt.Sprintf("no complete answer within %s; WeCom's limit for this request is 1 second", h.Deadline)
	}
	return fmt.Sprintf("no complete answer within %s; the platform's limit is 5 seconds", h.Deadline)
}
