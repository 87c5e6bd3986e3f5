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

	// KeepReceiveID uses the account's ReceiveID also for pushes that have their own, see
	// [push.Options].
	KeepReceiveID bool

	// Pushes are the kinds of pushes that the URL gets. There must be at least one.
	Pushes []*fixture.Fixture
}

// control is the push that shows whether the endpoint works: a text if the URL gets any,
// as a server can answer it with a reply, else one that every such URL must take.
func (e *Endpoint) control() *fixture.Fixture {
	f := e.first("text", "mini-text", "bot-text", "component-verify-ticket", "suite-ticket")
	if f == nil {
		f = e.Pushes[0]
	}
	return f
}

// encrypted reports whether pushes to the endpoint are encrypted. Those to an open
// platform are in every mode.
func (e *Endpoint) encrypted() bool {
	return e.Account.Platform == callback.Work || e.Account.Mode != callback.Plain || e.control().Platform == "component"
}

// unlessEncrypted is the reason not to run cases about encryption.
func unlessEncrypted(e *Endpoint) lang.Text {
	if e.encrypted() {
		return lang.Text{}
	}
	return lang.Text{EN: "pushes are not encrypted in plain mode", ZH: "明文模式下推送不加密"}
}
