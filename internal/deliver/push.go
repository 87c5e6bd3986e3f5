package deliver

import (
	"context"
	"fmt"
	"net/url"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/message"
	"wxtool/internal/verdict"
)

// Push is one message or event to deliver.
type Push struct {
	Name    string // a fixture's name or a file's, for the report
	Message []byte
	Form    callback.Form // of the envelope
	Family  string        // platform of its fixture, "" for a file of the user's
	Expect  expect.Answer
}

// Delivery is a push's whole story. Reply is the judgement of the last attempt.
type Delivery struct {
	Push     Push
	URL      *url.URL
	Mode     callback.Mode
	Attempts []exchange.Exchange
	Reply    verdict.Reply
}

// OK reports whether the push arrived and its answer was a good one.
func (d *Delivery) OK() bool { return d.Reply.Valid }

// Last returns the last attempt.
func (d *Delivery) Last() *exchange.Exchange { return &d.Attempts[len(d.Attempts)-1] }

// Build signs the push anew and returns the request to send.
func (c *Client) Build(push Push, to *url.URL) (exchange.Request, *callback.Signed, error) {
	stamp, err := c.stamp()
	if err != nil {
		return exchange.Request{}, nil, err
	}
	signed, err := c.Account.SealForm(push.Form, push.Message, stamp)
	if err != nil {
		return exchange.Request{}, nil, err
	}
	return pushRequest(signed.Query.AddTo(to), signed.ContentType, signed.Body), signed, nil
}

// Deliver sends push to a callback URL as the platform does: up to three
// attempts where there is no answer in time or no connection, and at WeCom where
// the status is not 200, each signed anew but with the same message. The error
// reports only that the push could not be made (callback.ErrNoKey) or that ctx
// ended; everything else is in the Delivery.
func (c *Client) Deliver(ctx context.Context, push Push, to *url.URL) (*Delivery, error) {
	d := &Delivery{Push: push, URL: to}
	for range c.attempts(push) {
		attempt, signed, err := c.attempt(ctx, push, to)
		if err != nil {
			return nil, err
		}
		d.Attempts, d.Mode = append(d.Attempts, attempt), signed.Mode
		if !c.sentAgain(&attempt) {
			break
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	d.Reply = verdict.Judge(c.asked(d), d.Attempts)
	return d, nil
}

func (c *Client) attempt(ctx context.Context, push Push, to *url.URL) (exchange.Exchange, *callback.Signed, error) {
	req, signed, err := c.Build(push, to)
	if err != nil {
		return exchange.Exchange{}, nil, fmt.Errorf("push %s: %w", push.Name, err)
	}
	return c.post(ctx, req), signed, nil
}

// post sends a push as it is, within the platform's deadline.
func (c *Client) post(ctx context.Context, req exchange.Request) exchange.Exchange {
	limited, cancel := withDeadline(ctx, c.deadline(Deadline))
	defer cancel()
	return c.exchange(limited, req)
}

// asked is a delivery's push as its answer is judged.
func (c *Client) asked(d *Delivery) *verdict.Asked {
	head, err := message.Scan(d.Push.Message)
	if err != nil {
		head = &message.Head{}
	}
	return &verdict.Asked{
		Head: head, Message: d.Push.Message, Expect: d.Push.Expect, Form: d.Push.Form, Mode: d.Mode,
		Family: d.Push.Family, Account: &c.Account,
	}
}
