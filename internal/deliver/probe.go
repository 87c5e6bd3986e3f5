package deliver

import (
	"context"
	"net/url"

	"wxtool/internal/exchange"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

// Probe is a push that was sent once more with a well-formed but wrong signature,
// and what the server made of it. Problems are warnings: the platform itself
// never sends such a push.
type Probe struct {
	Push     *push.Push
	URL      *url.URL
	Attempt  exchange.Exchange
	Same     bool // the answer is that to the right signature
	Problems []verdict.Problem
}

// Probe sends the message of a delivery that was answered once more, with a wrong
// signature, in one attempt, and compares the answers. The message is the same, so
// that a server that takes it de-duplicates it. The error reports only that the
// push could not be made or that ctx ended.
func (c *Client) Probe(ctx context.Context, d *Delivery) (*Probe, error) {
	_, signed, err := c.Build(d.Push, d.URL)
	if err != nil {
		return nil, err
	}
	wrong := spoiled(signed.Query).AddTo(d.URL)
	p := &Probe{Push: d.Push, URL: d.URL, Attempt: c.Send(ctx, pushRequest(wrong, signed.ContentType, signed.Body))}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	p.Same, p.Problems = verdict.Probe(d.Last().Response, p.Attempt.Response)
	return p, nil
}
