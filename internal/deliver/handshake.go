package deliver

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/message"
)

// Handshake is the check of a callback URL as the platform makes it when the
// URL is saved, and one more with a wrong signature.
type Handshake struct {
	URL      *url.URL
	Platform callback.Platform
	Echostr  []byte // what the server must answer, byte for byte
	Deadline time.Duration
	Right    Attempt
	Wrong    *Attempt // nil when the first failed so that it would tell nothing
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
	if h.Right.Failure == nil {
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

func (c *Client) get(ctx context.Context, query callback.Query, to *url.URL) Attempt {
	limited, cancel := withDeadline(ctx, c.getDeadline())
	defer cancel()
	ex, failure := c.exchange(limited, getRequest(query.AddTo(to)))
	return Attempt{ex, failure}
}

// spoiled returns query with a signature that is well-formed and wrong.
func spoiled(query callback.Query) callback.Query {
	wrong := append(callback.Query(nil), query...)
	for i, p := range wrong {
		if p.Name == callback.SchemeSignature || p.Name == callback.SchemeMsgSignature {
			wrong[i].Value = reversed(p.Value)
		}
	}
	return wrong
}

// reversed turns a signature around; one that reads the same both ways gets
// another last digit.
func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	if string(b) == s {
		b[len(b)-1] ^= 1
	}
	return string(b)
}

func (h *Handshake) fault(id, text string) {
	effect := notSavedMP
	if h.Platform == callback.Work {
		effect = notSavedWork
	}
	h.Problems = append(h.Problems, message.Problem{ID: id, Level: message.Error, Text: text, Effect: effect})
}

func (h *Handshake) judgeRight(sent string) {
	if f := h.Right.Failure; f != nil {
		h.fault(f.ID, h.failureText(f))
		return
	}
	res := h.Right.Exchange.Response
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

func (h *Handshake) failureText(f *Failure) string {
	if f.ID != "timeout" {
		return f.Text
	}
	if h.Platform == callback.Work {
		return fmt.Sprintf("no complete answer within %s; WeCom's limit for this request is 1 second", h.Deadline)
	}
	return fmt.Sprintf("no complete answer within %s; the platform's limit is 5 seconds", h.Deadline)
}

// Refused reports whether the wrong signature was answered, and refused.
func (h *Handshake) Refused() bool {
	return h.Wrong != nil && h.Wrong.Failure == nil && h.Wrong.Exchange.Response.Status/100 == 4
}

// judgeWrong: whatever is answered, it must not hold the echostr.
func (h *Handshake) judgeWrong() {
	sound := h.OK() // a server that fails anyway fails here too
	warn := func(id, text, effect string) {
		if !sound {
			return
		}
		h.Problems = append(h.Problems, message.Problem{ID: id, Level: message.Warning, Text: text, Effect: effect})
	}
	if f := h.Wrong.Failure; f != nil {
		if f.ID == "timeout" {
			warn("wrong-signature-hangs", "a wrong signature was not answered in time; refuse it at once with 403", "connections pile up")
		} else {
			warn("wrong-signature-unanswered", "a wrong signature was not answered: "+f.Text+"; refuse it with 403", "it cannot be told from a crash")
		}
		return
	}
	switch res := h.Wrong.Exchange.Response; {
	case bytes.Contains(res.Body, h.Echostr):
		h.Problems = append(h.Problems, message.Problem{ID: "signature-not-checked", Level: message.Error,
			Text: "the echostr was answered to a wrong signature: the signature is not checked", Effect: openToAll})
	case res.Status >= 500:
		warn("wrong-signature-fails", fmt.Sprintf("a wrong signature was answered with HTTP status %d; refuse it with 403", res.Status), "anybody can make the server fail")
	}
}
