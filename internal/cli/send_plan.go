package cli

import (
	"net/url"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/push"
	"wxtool/internal/ui"
)

// plan is one sample with its account and its target URL.
type plan struct {
	fixture  *fixture.Fixture
	settings *settings
	account  callback.Account
	target   *url.URL
	builtIn  bool
}

// plan finds all samples and their accounts before anything is sent.
func (o *sendOptions) plan(env *ui.Env, names []string) ([]*plan, error) {
	base, err := account.Resolve(o.source(env, nil))
	if err != nil {
		return nil, err
	}
	samples, err := o.samples(env, names, base)
	if err != nil {
		return nil, err
	}
	byPlatform := map[string]*settings{}
	var plans []*plan
	for _, f := range samples {
		platform, err := platformOf(env, f, base)
		if err != nil {
			return nil, err
		}
		if byPlatform[platform] == nil {
			override := map[string]string{account.Platform: platform}
			if platform == account.PlatformWork && o.all {
				override[account.Mode] = account.ModeSafe // --mode is for the other platform
			}
			if byPlatform[platform], err = o.resolveAs(env, override); err != nil {
				return nil, err
			}
		}
		p := &plan{fixture: f, settings: byPlatform[platform]}
		if p.account, err = p.settings.account(); err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

// client returns the client that sends all samples.
func (o *sendOptions) client(env *ui.Env) *deliver.Client {
	client := &deliver.Client{HTTP: env.HTTP, Now: env.Now, Rand: env.Rand, Deadline: o.deadline, OnAttempt: o.builtIns.onAttempt}
	if !o.retries {
		client.Attempts = 1
	}
	return client
}

// push renders the sample of a plan, with new times and ids.
func (o *sendOptions) push(env *ui.Env, p *plan) (*push.Push, error) {
	return push.New(p.fixture, p.account, push.Options{
		Now: env.Now(), Rand: env.Rand, AsIs: o.asIs, Format: o.format, ToUser: o.toUser, FromUser: o.fromUser, Edits: o.edits,
		KeepReceiveID: p.settings.given(account.ReceiveID),
	})
}
