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
	"wxtool/internal/record"
	"wxtool/internal/replay"
	"wxtool/internal/ui"
)

// base returns the settings that hold whatever the platform of a push is. Without any they
// are those of the demo account.
func (o *replayOptions) base(env *ui.Env) (*settings, error) {
	found, err := account.Resolve(o.source(env, nil))
	if err != nil {
		return nil, err
	}
	s := &settings{Settings: found, Demo: !found.Configured()}
	if s.Demo {
		if err := s.noProfile(); err != nil {
			return nil, err
		}
		s.Settings = found.WithDemo()
	}
	return s, nil
}

// restored returns the secrets that replace placeholders. Who made the recording chose
// where they are, so the app secret, which a callback server need not know, goes to this
// machine only.
func restored(s *settings, to *url.URL) []record.Secret {
	return slices.DeleteFunc(listSecrets(s), func(secret record.Secret) bool {
		return secret.Name == account.AppSecret && !deliver.IsLoopback(to)
	})
}

// targets returns the function that resolves the account for pushes of a platform. Unless
// the user chose a platform, that of each push is right.
func (o *replayOptions) targets(env *ui.Env, base *settings) func(callback.Platform) (*replay.Target, error) {
	byPlatform := map[callback.Platform]*replay.Target{}
	return func(platform callback.Platform) (*replay.Target, error) {
		if target := byPlatform[platform]; target != nil {
			return target, nil
		}
		if base.given(account.Platform) && string(platform) != base.Platform() {
			return nil, replay.ErrPlatform
		}
		target, err := o.target(env, base, platform)
		if err == nil {
			byPlatform[platform] = target
		}
		return target, err
	}
}

func (o *replayOptions) target(env *ui.Env, base *settings, platform callback.Platform) (*replay.Target, error) {
	override := map[string]string{account.Platform: string(platform)}
	if platform == callback.Work && base.Platform() != account.PlatformWork {
		override[account.Mode] = account.ModeSafe // --mode is for the other platform
	}
	s, err := o.resolveAs(env, override)
	if err != nil {
		return nil, err
	}
	target := &replay.Target{
		OwnMode: platform == callback.MP && s.given(account.Mode), OwnReceiveID: s.given(account.ReceiveID),
		Expect: expectedOf(env, string(platform)),
	}
	if target.Account, err = s.account(); err != nil {
		return nil, err
	}
	target.To, err = s.target()
	return target, err
}

// expectedOf returns the function that sets what is expected of a push: that of the
// fixture that was sent, as samples of the same types may expect different answers.
func expectedOf(env *ui.Env, platform string) func(*push.Push) {
	const most = 1000 // names that are looked up
	all := catalogue(env)
	answers := all.Answers(platform)
	byName := map[string]*fixture.Fixture{}
	return func(p *push.Push) {
		f, known := byName[p.Name]
		if !known && len(byName) < most && strings.Contains(p.Name, "/") { // the name of a fixture, not a type
			f, _ = all.Find(p.Name, platform)
			byName[p.Name] = f
		}
		if f == nil {
			p.Expect = answers(p.Message, &p.Head)
			return
		}
		p.Family, p.Expect = f.Platform, f.Expect
	}
}
