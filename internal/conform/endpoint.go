package conform

import (
	"net/url"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/lang"
)

// Endpoint is the callback URL under test and the account that it belongs to, whose
// platform and mode decide which cases apply.
type Endpoint struct {
	URL       *url.URL
	Account   callback.Account
	Client    *deliver.Client
	Catalogue *fixture.Catalogue

	// Pushes are the kinds of pushes that the URL gets. There must be at least one.
	Pushes []*fixture.Fixture
}

// control is the push that shows whether the endpoint works: a text if the URL gets any,
// as a server can answer it with a reply.
func (e *Endpoint) control() *fixture.Fixture {
	for _, f := range e.Pushes {
		if f.ID == "text" || f.ID == "mini-text" || f.ID == "bot-text" {
			return f
		}
	}
	return e.Pushes[0]
}

// encrypted reports whether pushes to the endpoint are encrypted.
func (e *Endpoint) encrypted() bool {
	return e.Account.Platform == callback.Work || e.Account.Mode != callback.Plain
}

// unlessMP is the reason not to run cases on what only an Official Account has.
func unlessEncrypted(e *Endpoint) lang.Text {
	if e.encrypted() {
		return lang.Text{}
	}
	return lang.Text{EN: "pushes are not encrypted in plain mode", ZH: "明文模式下推送不加密"}
}
