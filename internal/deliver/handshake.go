package deliver

import (
	"context"
	"encoding/binary"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/verdict"
)

// Handshake is the verification of a callback URL, as the platform does it when the
// URL is saved, and a second one with a wrong signature.
type Handshake struct {
	URL *url.URL
	verdict.Handshake
	Problems []verdict.Problem
}

// OK reports whether the platform would save the URL, and whether the server
// rejects a wrong signature.
func (h *Handshake) OK() bool { return verdict.OK(h.Problems) }

// Handshake sends the verification request of an account with a right signature,
// then with a wrong one. If the answer to that of an Official Account with a key is
// wrong, it also sends that of WeCom. The error reports only that the request could not be
// made, as with [callback.ErrNoKey], or that ctx ended.
func (c *Client) Handshake(ctx context.Context, acct callback.Account, to *url.URL) (*Handshake, error) {
	stamp, err := c.Stamp()
	if err != nil {
		return nil, err
	}
	echostr, err := c.Echostr()
	if err != nil {
		return nil, err
	}
	query, err := acct.SealEchostr(echostr, stamp)
	if err != nil {
		return nil, err
	}
	h := c.verify(ctx, acct.Platform, to, Get(query.AddTo(to)), echostr)
	if h.Right.Cause == nil {
		wrong := c.SendWithin(ctx, Get(MisSigned(query).AddTo(to)), c.HandshakeDeadline(acct.Platform))
		h.Wrong = &wrong
	}
	h.Problems = h.Judge()
	if h.Right.Response != nil && !h.OK() && acct.Platform == callback.MP && acct.Key != nil {
		if err := c.tryWeCom(ctx, acct, h); err != nil {
			return nil, err
		}
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return h, nil
}

// verify sends one verification request, without a judgement.
func (c *Client) verify(ctx context.Context, platform callback.Platform, to *url.URL, req exchange.Request, echostr string) *Handshake {
	h := &Handshake{URL: to, Handshake: verdict.Handshake{Platform: platform, Echostr: []byte(echostr), Deadline: c.HandshakeDeadline(platform)}}
	h.Right = c.SendWithin(ctx, req, h.Deadline)
	c.Explain(ctx, to, &h.Right)
	return h
}

// BuildVerification signs a verification request with an echostr, as the platform sends
// it. It fails with [callback.ErrNoKey].
func (c *Client) BuildVerification(acct callback.Account, to *url.URL, echostr string) (exchange.Request, error) {
	stamp, err := c.Stamp()
	if err != nil {
		return exchange.Request{}, err
	}
	query, err := acct.SealEchostr(echostr, stamp)
	return Get(query.AddTo(to)), err
}

// Verify sends one verification request that is already made, such as a recorded one, and
// judges the answer, which must be the echostr. The error is the cause of the end of ctx.
func (c *Client) Verify(ctx context.Context, platform callback.Platform, to *url.URL, req exchange.Request, echostr string) (*Handshake, error) {
	h := c.verify(ctx, platform, to, req, echostr)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	h.Problems = h.Judge()
	return h, nil
}

// tryWeCom sends the verification of WeCom after that of an Official Account failed, and
// judges again.
func (c *Client) tryWeCom(ctx context.Context, acct callback.Account, h *Handshake) error {
	ex, err := c.verifyWeCom(ctx, acct, h.URL, string(h.Echostr))
	if err != nil {
		return err
	}
	h.AsWeCom = &ex
	h.Problems = h.Judge()
	return nil
}

// verifyWeCom sends the verification of WeCom with the Token and key of an account. Only
// a server of WeCom can decrypt it, so a right answer shows which platform the URL is for.
func (c *Client) verifyWeCom(ctx context.Context, acct callback.Account, to *url.URL, echostr string) (exchange.Exchange, error) {
	stamp, err := c.Stamp()
	if err != nil {
		return exchange.Exchange{}, err
	}
	acct.Platform, acct.Mode = callback.Work, callback.Safe
	query, err := acct.SealEchostr(echostr, stamp)
	if err != nil {
		return exchange.Exchange{}, err
	}
	return c.SendWithin(ctx, Get(query.AddTo(to)), c.HandshakeDeadline(callback.MP)), nil
}

// AnswersWeCom reports whether a URL answers the verification of WeCom with the Token
// and key of an account, which must have a key.
func (c *Client) AnswersWeCom(ctx context.Context, acct callback.Account, to *url.URL) (bool, error) {
	echostr, err := c.Echostr()
	if err != nil {
		return false, err
	}
	ex, err := c.verifyWeCom(ctx, acct, to, echostr)
	if err == nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return err == nil && ex.Response != nil && ex.Response.Status == http.StatusOK && string(ex.Response.Body) == echostr, err
}

// Echostr returns 19 random digits, as in the official examples. The number is odd
// and far above 2^53, so that a server that converts it to floating point and back
// changes it.
func (c *Client) Echostr() (string, error) {
	var b [8]byte
	_, err := io.ReadFull(c.Rand, b[:])
	return strconv.FormatUint(1e18+binary.BigEndian.Uint64(b[:])%8e18|1, 10), err
}

// HandshakeDeadline is how long a platform waits for the answer to its verification request.
func (c *Client) HandshakeDeadline(platform callback.Platform) time.Duration {
	if platform == callback.Work {
		return c.deadline(WorkGetDeadline)
	}
	return c.deadline(Deadline)
}
