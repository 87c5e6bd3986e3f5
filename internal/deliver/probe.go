package deliver

import (
	"context"
	"fmt"
	"net/url"

	"wxtool/internal/exchange"
	"wxtool/internal/verdict"
)

// Probe is a push that was sent once more with a well-formed but wrong signature,
// and what the server made of it. Problems are warnings: the platform itself
// never sends such a push.
type Probe struct {
	Push     Push
	URL      *url.URL
	Attempt  exchange.Exchange
	Same     bool // the answer is that to the right signature
	Problems []verdict.Problem
}

// Silent reports whether the answer could come from a server that never looked
// at the push: it is empty or success. Any other good answer shows that the push
// was read, and an encrypted one that the Token is right.
func (d *Delivery) Silent() bool {
	return d.Reply.Kind == "empty" || d.Reply.Kind == "success"
}

// Probe sends the message of a delivery that was answered once more, with a wrong
// signature, in one attempt, and compares the answers. The message is the same, so
// that a server that takes it de-duplicates it. The error reports only that the
// push could not be made or that ctx ended.
func (c *Client) Probe(ctx context.Context, d *Delivery) (*Probe, error) {
	stamp, err := c.stamp()
	if err != nil {
		return nil, err
	}
	signed, err := c.Account.SealForm(d.Push.Form, d.Push.Message, stamp)
	if err != nil {
		return nil, fmt.Errorf("push %s: %w", d.Push.Name, err)
	}
	wrong := spoiled(signed.Query).AddTo(d.URL)
	p := &Probe{Push: d.Push, URL: d.URL, Attempt: c.post(ctx, pushRequest(wrong, signed.ContentType, signed.Body))}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	p.Same, p.Problems = verdict.Probe(d.Last().Response, p.Attempt.Response)
	return p, nil
}
