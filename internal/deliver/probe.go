package deliver

import (
	"context"
	"net/url"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

// Probe is a push that was sent again with a well-formed but wrong signature, and
// its answer. Problems are warnings, as the platform never sends such a push.
type Probe struct {
	Push     *push.Push
	URL      *url.URL
	Attempt  exchange.Exchange
	Same     bool // the answer is the same as to the right signature
	Problems []verdict.Problem
}

// Probe sends the push of a delivery again with a wrong signature, in one attempt,
// and compares the answers. The message is the same, so that a server that accepts
// it can de-duplicate it. The error reports only that the push could not be made or
// that ctx ended.
func (c *Client) Probe(ctx context.Context, d *Delivery) (*Probe, error) {
	_, signed, err := c.Build(d.Push, d.URL)
	if err != nil {
		return nil, err
	}
	wrong := MisSigned(signed.Query).AddTo(d.URL)
	p := &Probe{Push: d.Push, URL: d.URL, Attempt: c.Send(ctx, Post(wrong, signed.ContentType, signed.Body))}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	p.Same, p.Problems = verdict.Probe(d.Last().Response, p.Attempt.Response)
	return p, nil
}

// MisSigned returns a query with signatures that are well-formed and wrong.
func MisSigned(query callback.Query) callback.Query {
	wrong := append(callback.Query(nil), query...)
	for i, p := range wrong {
		if p.Name == callback.SchemeSignature || p.Name == callback.SchemeMsgSignature {
			wrong[i].Value = reversed(p.Value)
		}
	}
	return wrong
}

// reversed returns a signature backwards. If that makes no difference, its last
// digit is changed.
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
