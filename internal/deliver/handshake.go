package deliver

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"

	"wxtool/internal/callback"
	"wxtool/internal/message"
)

// Handshake is the check of a callback URL as the platform makes it when the
// URL is saved, and one more with a wrong signature.
type Handshake struct {
	URL      *url.URL
	Platform callback.Platform
	Echostr  []byte // what the server must answer, byte for byte
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
	h := &Handshake{URL: to, Platform: c.Account.Platform, Echostr: []byte(echostr)}
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

// echostr is 19 digits, as in the official examples.
func (c *Client) echostr() (string, error) {
	s, err := c.stamp()
	if err != nil {
		return "", err
	}
	n, err := strconv.ParseUint(s.Nonce, 10, 64)
	return strconv.FormatUint(4e18+n*1e9+uint64(s.Random[0])*1e6, 10), err
}

func (c *Client) get(ctx context.Context, query callback.Query, to *url.URL) Attempt {
	platform := Deadline
	if c.Account.Platform == callback.Work {
		platform = WorkGetDeadline
	}
	limited, cancel := withDeadline(ctx, c.deadline(platform))
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
		return "no complete answer within WeCom's limit of 1 second for this request"
	}
	return "no complete answer within the platform's limit of 5 seconds"
}

// judgeWrong: whatever is answered, it must not be the echostr.
func (h *Handshake) judgeWrong() {
	if h.Wrong.Failure != nil {
		if h.Wrong.Failure.ID == "timeout" {
			h.Problems = append(h.Problems, message.Problem{ID: "wrong-signature-hangs", Level: message.Warning,
				Text: "a wrong signature was not answered in time; refuse it at once with 403", Effect: "connections pile up"})
		}
		return
	}
	if res := h.Wrong.Exchange.Response; res.Status == http.StatusOK && bytes.Contains(res.Body, h.Echostr) {
		h.Problems = append(h.Problems, message.Problem{ID: "signature-not-checked", Level: message.Error,
			Text: "the echostr was answered to a wrong signature: the signature is not checked", Effect: openToAll})
	}
}
