package deliver

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/message"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

// Delivery is a push, all attempts to deliver it, of which there is at least one,
// and the judgement of the last.
type Delivery struct {
	Push     *push.Push
	URL      *url.URL
	Mode     callback.Mode
	Attempts []exchange.Exchange
	Reply    verdict.Reply
}

// OK reports whether the push arrived and its answer was a good one.
func (d *Delivery) OK() bool { return d.Reply.Valid }

// Last returns the last attempt.
func (d *Delivery) Last() *exchange.Exchange { return &d.Attempts[len(d.Attempts)-1] }

// Silent reports whether the answer is empty or success, which a server can send
// without reading the push. Any other good answer shows that the push was read, and
// an encrypted one that the Token is right.
func (d *Delivery) Silent() bool {
	return d.Reply.Kind == "empty" || d.Reply.Kind == "success"
}

// Attempt is one attempt to deliver a push, before it is sent.
type Attempt struct {
	Push    *push.Push
	To      *url.URL // the callback URL
	Number  int      // 1 for the first
	Signed  *callback.Signed
	Request exchange.Request
}

// Build signs a push anew and returns the request to send.
func (c *Client) Build(p *push.Push, to *url.URL) (exchange.Request, *callback.Signed, error) {
	stamp, err := c.Stamp()
	if err != nil {
		return exchange.Request{}, nil, err
	}
	signed, err := p.Seal(stamp)
	if err != nil {
		return exchange.Request{}, nil, fmt.Errorf("push %s: %w", p.Name, err)
	}
	return Post(signed.Query.AddTo(to), signed.ContentType, signed.Body), signed, nil
}

// Deliver sends a push to a callback URL and judges the answer. It sends the push
// again as long as Retry says so and attempts are left, with the same message and a
// new signature. The error reports only that the push could not be made, as with
// [callback.ErrNoKey], or that ctx ended; all else is in the Delivery.
func (c *Client) Deliver(ctx context.Context, p *push.Push, to *url.URL) (*Delivery, error) {
	d := &Delivery{Push: p, URL: to}
	for n := range c.attempts() {
		req, signed, err := c.Build(p, to)
		if err != nil {
			return nil, err
		}
		if c.OnAttempt != nil {
			c.OnAttempt(&Attempt{p, to, n + 1, signed, req})
		}
		d.Attempts, d.Mode = append(d.Attempts, c.Send(ctx, req)), signed.Mode
		if !c.retry(p, d.Last()) {
			break
		}
	}
	return c.judged(ctx, d)
}

// DeliverRequest sends a request that is already made, such as a recorded one, once, and
// judges the answer as that to a push that was sent in a mode. The error is the cause of
// the end of ctx.
func (c *Client) DeliverRequest(ctx context.Context, p *push.Push, mode callback.Mode, to *url.URL, req exchange.Request) (*Delivery, error) {
	return c.judged(ctx, &Delivery{Push: p, URL: to, Mode: mode, Attempts: []exchange.Exchange{c.Send(ctx, req)}})
}

// judged returns a delivery with the judgement of its last attempt.
func (c *Client) judged(ctx context.Context, d *Delivery) (*Delivery, error) {
	c.Explain(ctx, d.URL, d.Last())
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	d.Reply = verdict.Judge(d.Push, d.Mode, d.Attempts)
	return d, nil
}

func (c *Client) attempts() int {
	if c.Attempts > 0 {
		return c.Attempts
	}
	return Attempts
}

func (c *Client) retry(p *push.Push, last *exchange.Exchange) bool {
	if c.Retry != nil {
		return c.Retry(p, last)
	}
	return Retried(p, last)
}

// Retried reports whether the platform sends a push again after an attempt. Both
// platforms do where no answer came. WeCom also does after every status but 200,
// to applications, suites and bots alike
// (developer.work.weixin.qq.com path/90238; the page on group bots names 302). A
// click on a bot's card is sent once only (path/101027).
func Retried(p *push.Push, last *exchange.Exchange) bool {
	switch cause := last.Cause; {
	case cause != nil && (cause.ID == exchange.TooLarge || cause.ID == exchange.Interrupted):
		return false
	case cause == nil && (p.Account.Platform != callback.Work || last.Response.Status == http.StatusOK):
		return false
	}
	return p.Form != callback.FormBot || !isBotCardEvent(p.Message)
}

// isBotCardEvent reports whether a smart bot's push is a click on a card.
func isBotCardEvent(msg []byte) bool {
	o, err := message.ParseJSON(msg)
	if err != nil {
		return false
	}
	event, _ := o.Get("event/eventtype")
	return event == "template_card_event"
}
