package cli

import (
	"net/url"
	"slices"
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
	samples, err := o.samples(env, names, base)
	if err != nil {
		return nil, err
	}
	byPlatform := map[string]*settings{}
	var plans []*plan
	for _, f := range samples {
		platform, err := wirePlatform(env, f, base)
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
		if p.client, err = o.client(env, p.settings); err != nil {
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

// wirePlatform is the fixture's, or for a user's own file the account's.
func wirePlatform(env *ui.Env, f *fixture.Fixture, base *account.Settings) (string, error) {
	if f.Platform == "" {
		return ownPlatform(env, f, base), nil
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

// push renders the sample anew, and seals a frame for whom its kind is for.
func (o *sendOptions) push(env *ui.Env, p *plan) (deliver.Push, *deliver.Client, error) {
	push := deliver.Push{Name: p.fixture.Name, Family: p.fixture.Platform, Expect: p.fixture.Expect}
	var err error
	if push.Message, err = o.render(env, p); err != nil {
		return push, nil, err
	}
	client := *p.client
	if p.fixture.Platform == "component" {
		client.Account.Mode = callback.Safe // at both of an open platform's URLs
	}
	if client.Account.Platform == callback.Work {
		push.Form = formOf(p.fixture, push.Message)
		if id, ok := ownReceiveID(push); ok && !p.settings.given(account.ReceiveID) {
			client.Account.ReceiveID = id
		}
	}
	return push, &client, nil
}

// formOf is the envelope that the fixture names; that of a user's own JSON file
// shows in its keys.
func formOf(f *fixture.Fixture, msg []byte) callback.Form {
	if f.Envelope != "" || !f.Lower {
		return callback.Form(f.Envelope)
	}
	if o, err := message.ParseJSON(msg); err == nil {
		if _, ok := o.Get("aibotid"); ok {
			return callback.FormBot
		}
		if o.Count("base_info") > 0 {
			return callback.FormHardware
		}
	}
	return callback.FormUsual
}

// ownReceiveID: a suite's notice is for the suite, a smart bot's message for
// nobody by name, a device's for its model.
func ownReceiveID(push deliver.Push) (id string, ok bool) {
	switch push.Form {
	case callback.FormBot:
		return "", true
	case callback.FormHardware:
		if o, err := message.ParseJSON(push.Message); err == nil {
			return o.Get("base_info/model_id")
		}
		return "", false
	}
	head, err := message.Scan(push.Message)
	if err != nil {
		return "", false
	}
	return head.SuiteID, head.SuiteID != ""
}

func (o *sendOptions) render(env *ui.Env, p *plan) ([]byte, error) {
	if o.asIs {
		return p.fixture.Message(), nil
	}
	fill := fixture.Fill{Now: env.Now(), Rand: env.Rand, ToUser: o.toUser, FromUser: o.fromUser, Format: o.format, Edits: o.edits}
	appID := p.settings.get(account.AppID)
	switch {
	case p.client.Account.Platform == callback.Work:
		fill.ToUser = orText(o.toUser, appID)
		fill.AgentID = p.settings.get(account.AgentID)
		fill.ServiceCorpID = p.settings.get(account.ReceiveID)
	case p.fixture.InfoType != "": // elsewhere AppId is somebody else's
		fill.AppID = appID
	}
	if p.settings.given(account.ReceiveID) {
		fill.SuiteID = p.settings.get(account.ReceiveID)
	}
	return p.fixture.Render(fill)
}
