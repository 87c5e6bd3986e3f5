package cli

import (
	"net/url"
	"slices"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/push"
	"wxtool/internal/ui"
)

// plan is one sample, the account it is sent as, and where to.
type plan struct {
	fixture  *fixture.Fixture
	settings *settings
	account  callback.Account
	target   *url.URL
	builtIn  bool
}

// plan finds every sample and settles its account before anything is sent.
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
				override[account.Mode] = account.ModeSafe // --mode is meant for the others
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

// samples finds what is named, by pattern, or all.
func (o *sendOptions) samples(env *ui.Env, names []string, base *account.Settings) ([]*fixture.Fixture, error) {
	if o.all {
		return o.allSamples(base)
	}
	var found []*fixture.Fixture
	for _, name := range names {
		if isPattern(name) {
			fits, err := catalogue().Match(name)
			if err != nil {
				return nil, err
			}
			found = append(found, slices.DeleteFunc(fits, o.wrongFormat)...)
			continue
		}
		f, err := findFixture(env, name, base.Platform())
		if err != nil {
			return nil, err
		}
		if f.Kind == "reply" {
			return nil, usage("wxtool serve --reply "+f.Name+" answers with it", "fixture %s: is a reply, which a server sends and the platform does not", f.Name)
		}
		if err := o.checkOwn(env, f); err != nil {
			return nil, err
		}
		found = append(found, f)
	}
	if len(found) == 0 {
		return nil, usage("leave --format out", "send-fixture: the platform is not known to send any of these as %s", o.format)
	}
	return found, nil
}

// allSamples are those of the account's platform. Without a server of the
// user's they go to the built-in one, which takes both platforms'.
func (o *sendOptions) allSamples(base *account.Settings) ([]*fixture.Fixture, error) {
	filter := fixture.Filter{Pushes: true}
	to, _ := base.Get(account.To)
	if to != "" || base.Origin(account.Platform) != account.OriginDefault {
		filter.Platforms = fixture.Families(base.Platform())
	}
	found, err := catalogue().List(filter)
	return slices.DeleteFunc(found, o.wrongFormat), err
}

func (o *sendOptions) wrongFormat(f *fixture.Fixture) bool {
	return o.format != "" && f.Format != "both" && f.Format != o.format
}

// isPattern tells mp/* from a name; a file of the user's is no pattern.
func isPattern(name string) bool {
	return strings.ContainsAny(name, "*?[") && !strings.Contains(name, ".")
}

// platformOf is that whose wire rules a sample follows: for a user's own file that
// could be any platform's, the account's.
func platformOf(env *ui.Env, f *fixture.Fixture, base *account.Settings) (string, error) {
	platform, chosen := string(push.PlatformOf(f)), base.Origin(account.Platform) != account.OriginDefault
	switch {
	case platform == "", f.Platform == "" && chosen:
		return base.Platform(), nil
	case f.Platform == "":
		noteWork(env, f)
	case platform != base.Platform() && chosen:
		return "", usage("choose a fixture of that platform, or another account",
			"fixture %s: is of the platform %s, but %s says %s", f.Name, platform, base.Origin(account.Platform), base.Platform())
	}
	return platform, nil
}

// client sends what all samples have in common.
func (o *sendOptions) client(env *ui.Env) *deliver.Client {
	client := &deliver.Client{HTTP: env.HTTP, Now: env.Now, Rand: env.Rand, Deadline: o.deadline, OnAttempt: o.builtIns.onAttempt}
	if !o.retries {
		client.Attempts = 1
	}
	return client
}

// push renders the sample of a plan anew.
func (o *sendOptions) push(env *ui.Env, p *plan) (*push.Push, error) {
	return push.New(p.fixture, p.account, push.Options{
		Now: env.Now(), Rand: env.Rand, AsIs: o.asIs, Format: o.format, ToUser: o.toUser, FromUser: o.fromUser, Edits: o.edits,
		ReceiveID: p.settings.given(account.ReceiveID),
	})
}
