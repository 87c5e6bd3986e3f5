package cli

import (
	"net/url"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
	"wxtool/internal/ui"
)

// plan is one sample, the account it is sent as, and where to.
type plan struct {
	fixture  *fixture.Fixture
	settings *settings
	client   *deliver.Client
	target   *url.URL
	builtIn  bool
}

// plan finds every sample and settles its account before anything is sent.
func (o *sendOptions) plan(env *ui.Env, names []string) ([]*plan, error) {
	base, err := account.Resolve(o.source(env, nil))
	if err != nil {
		return nil, err
	}
	byPlatform := map[string]*settings{}
	var plans []*plan
	for _, name := range names {
		f, err := findFixture(env, name, base.Platform())
		if err != nil {
			return nil, err
		}
		platform, err := wirePlatform(f, base)
		if err != nil {
			return nil, err
		}
		if byPlatform[platform] == nil {
			if byPlatform[platform], err = o.resolveAs(env, map[string]string{account.Platform: platform}); err != nil {
				return nil, err
			}
		}
		p := &plan{fixture: f, settings: byPlatform[platform]}
		if p.client, err = o.client(env, p.settings); err != nil {
			return nil, err
		}
		plans = append(plans, p)
	}
	return plans, nil
}

// wirePlatform is the fixture's, or for a user's own file the account's.
func wirePlatform(f *fixture.Fixture, base *account.Settings) (string, error) {
	if f.Platform == "" {
		return base.Platform(), nil
	}
	platform := account.PlatformMP
	if strings.HasPrefix(f.Platform, "work") {
		platform = account.PlatformWork
	}
	if origin := base.Origin(account.Platform); platform != base.Platform() && origin != account.OriginDefault {
		return "", usage("choose a fixture of that platform, or another account",
			"fixture %s: is of the platform %s, but %s says %s", f.Name, platform, origin, base.Platform())
	}
	return platform, nil
}

func (o *sendOptions) client(env *ui.Env, s *settings) (*deliver.Client, error) {
	acct, err := s.account()
	if err != nil {
		return nil, err
	}
	client := &deliver.Client{Account: acct, HTTP: env.HTTP, Now: env.Now, Rand: env.Rand, Deadline: o.deadline}
	if !o.retries {
		client.Attempts = 1
	}
	return client, nil
}

// push renders the sample anew, and gives a suite's notice its own receiveid:
// the suite id, unless the user set another.
func (o *sendOptions) push(env *ui.Env, p *plan) (deliver.Push, *deliver.Client, error) {
	push := deliver.Push{Name: p.fixture.Name, Answer: p.fixture.Answer}
	var err error
	if push.Message, err = o.render(env, p); err != nil {
		return push, nil, err
	}
	client := *p.client
	head, err := message.Scan(push.Message)
	if err == nil && client.Account.Platform == callback.Work && head.SuiteID != "" && !p.settings.given(account.ReceiveID) {
		client.Account.ReceiveID = head.SuiteID
	}
	return push, &client, nil
}

func (o *sendOptions) render(env *ui.Env, p *plan) ([]byte, error) {
	if o.asIs {
		return p.fixture.Message(), nil
	}
	fill := fixture.Fill{Now: env.Now(), Rand: env.Rand, ToUser: o.toUser, FromUser: o.fromUser, AppID: p.settings.get(account.AppID), Edits: o.edits}
	if p.client.Account.Platform == callback.Work {
		fill.ToUser = orText(o.toUser, fill.AppID)
		fill.AgentID = p.settings.get(account.AgentID)
	}
	if p.settings.given(account.ReceiveID) {
		fill.SuiteID = p.settings.get(account.ReceiveID)
	}
	return p.fixture.Render(fill)
}
