package cli

import (
	"io"
	"net/url"
	"slices"

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
	named    bool // see sample
	settings *settings
	account  callback.Account
	target   *url.URL // nil until aim, if there is no --to
	builtIn  bool
}

// plan finds all samples and their accounts before anything is sent, and those that
// are not sent.
func (o *sendOptions) plan(env *ui.Env, names []string) (plans []*plan, skips []skip, err error) {
	base, err := account.Resolve(o.source(env, nil))
	if err != nil {
		return nil, nil, err
	}
	o.platformChosen = base.Origin(account.Platform) != account.OriginDefault
	samples, err := o.samples(env, names, base)
	if err != nil {
		return nil, nil, err
	}
	byPlatform := map[string]*settings{}
	for _, f := range samples {
		p, err := o.planOf(env, f, base, byPlatform)
		if err != nil {
			return nil, nil, err
		}
		skip, err := o.skipOf(env, p)
		switch {
		case err != nil:
			return nil, nil, err
		case skip != nil:
			skips = append(skips, *skip)
		default:
			plans = append(plans, p)
		}
	}
	return plans, skips, nothingLeft(plans, skips)
}

// planOf returns the plan of a sample. The settings of each platform are resolved once.
func (o *sendOptions) planOf(env *ui.Env, f sample, base *account.Settings, byPlatform map[string]*settings) (*plan, error) {
	platform, err := platformOf(env, f.Fixture, base)
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
	p := &plan{fixture: f.Fixture, named: f.named, settings: byPlatform[platform]}
	if p.account, err = p.settings.account(); err != nil {
		return nil, err
	}
	p.target, err = p.settings.target()
	return p, err
}

// settingsOf returns the settings of plans, each once.
func settingsOf(plans []*plan) (list []*settings) {
	for _, p := range plans {
		if !slices.Contains(list, p.settings) {
			list = append(list, p.settings)
		}
	}
	return list
}

// client returns the client that sends all samples.
func (o *sendOptions) client(env *ui.Env) *deliver.Client {
	client := &deliver.Client{HTTP: o.http, Now: env.Now, Rand: env.Rand, Deadline: o.deadline, OnAttempt: o.builtIns.onAttempt}
	if !o.retries {
		client.Attempts = 1
	}
	return client
}

// push renders the sample of a plan, with new times and ids.
func (o *sendOptions) push(env *ui.Env, p *plan) (*push.Push, error) {
	return push.New(p.fixture, p.account, o.pushOptions(env, p, env.Rand))
}

func (o *sendOptions) pushOptions(env *ui.Env, p *plan, random io.Reader) push.Options {
	return push.Options{
		Now: env.Now(), Rand: random, AsIs: o.asIs, Format: o.format, ToUser: o.toUser, FromUser: o.fromUser, Edits: o.edits,
		KeepReceiveID: p.settings.given(account.ReceiveID),
	}
}
