package conform

import (
	"context"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
)

// Verification is a request with which the platform verifies a URL. A case may change
// its Query before it is sent.
type Verification struct {
	Echostr string // what the server must answer
	Query   callback.Query
	trial   *Trial
}

// Verify makes a right verification request with a random echostr.
func (t *Trial) Verify() (*Verification, error) {
	echostr, err := t.Client.Echostr()
	if err != nil {
		return nil, err
	}
	return t.VerifyWith(echostr)
}

// VerifyWith makes a right verification request with an echostr.
func (t *Trial) VerifyWith(echostr string) (*Verification, error) {
	stamp, err := t.Client.Stamp()
	if err != nil {
		return nil, err
	}
	query, err := t.Account.SealEchostr(echostr, stamp)
	if err != nil {
		return nil, err
	}
	return &Verification{echostr, query, t}, nil
}

// Request is the request with the query as it is now.
func (v *Verification) Request() exchange.Request { return deliver.Get(v.Query.AddTo(v.trial.URL)) }

// Send sends the request within the platform's deadline.
func (v *Verification) Send(ctx context.Context) exchange.Exchange {
	return v.SendRequest(ctx, v.Request())
}

// SendRequest sends another form of the request.
func (v *Verification) SendRequest(ctx context.Context, req exchange.Request) exchange.Exchange {
	c := v.trial.Client
	return c.SendWithin(ctx, req, c.HandshakeDeadline(v.trial.Account.Platform))
}
