package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/fixture"
	"wxtool/internal/push"
	"wxtool/internal/ui"
)

// sample is a fixture or file to send. Named means that it was selected by its name,
// not by a pattern or --all.
type sample struct {
	*fixture.Fixture
	named bool
}

// samples finds the fixtures and files that are named, by pattern too, or all.
func (o *sendOptions) samples(env *ui.Env, names []string, base *account.Settings) ([]sample, error) {
	if err := o.findSkipped(env); err != nil {
		return nil, err
	}
	if o.all {
		return o.allSamples(env, base)
	}
	var found []sample
	for _, name := range names {
		if isPattern(name) {
			fits, err := catalogue(env).Match(name)
			if err != nil {
				return nil, err
			}
			found = append(found, o.selected(fits)...)
			continue
		}
		f, err := o.sample(env, name, base.Platform())
		if err != nil {
			return nil, err
		}
		found = append(found, sample{f, true})
	}
	if len(found) == 0 {
		return nil, o.noneSelected()
	}
	return found, nil
}

// sample finds a fixture by its name, or reads a file.
func (o *sendOptions) sample(env *ui.Env, name, platform string) (*fixture.Fixture, error) {
	f, err := findFixture(env, name, platform)
	if err != nil {
		return nil, err
	}
	if f.Kind == "reply" {
		return nil, usage("fixture %s: is a reply, which the platform does not send", f.Name).withHint("wxtool serve --reply " + f.Name + " answers with it")
	}
	return f, o.checkOwn(env, f)
}

// allSamples are those of the account's platform; of both, if they go to the built-in
// server, or if only --family decides.
func (o *sendOptions) allSamples(env *ui.Env, base *account.Settings) ([]sample, error) {
	filter := fixture.Filter{Pushes: true}
	to, _ := base.Get(account.To)
	chosen := base.Origin(account.Platform) != account.OriginDefault
	if chosen || to != "" && len(o.families) == 0 {
		filter.Platforms = fixture.PlatformsOf(base.Platform())
	}
	list, err := catalogue(env).List(filter)
	if err != nil {
		return nil, err
	}
	found := o.selected(list)
	if len(found) == 0 && chosen {
		return nil, o.noneSelected().withHint(string(base.Origin(account.Platform)) + " says " + base.Platform() + ", whose families are " + strings.Join(fixture.FamiliesOf(base.Platform()), ", "))
	}
	if len(found) == 0 {
		return nil, o.noneSelected()
	}
	return found, nil
}

// findSkipped finds the pushes that match --skip.
func (o *sendOptions) findSkipped(env *ui.Env) error {
	o.skipped = map[string]string{}
	for _, pattern := range o.skip {
		fits, err := catalogue(env).Match(pattern)
		if err != nil {
			return fmt.Errorf("--skip: %w", err)
		}
		for _, f := range fits {
			o.skipped[f.Name] = pattern
		}
	}
	return nil
}

// selected returns the samples that have the format and a family that the user wants.
func (o *sendOptions) selected(list []*fixture.Fixture) []sample {
	var found []sample
	for _, f := range list {
		if !o.wrongFormat(f) && (len(o.families) == 0 || slices.Contains(o.families, f.Family())) {
			found = append(found, sample{f, false})
		}
	}
	return found
}

func (o *sendOptions) noneSelected() *problem {
	if len(o.families) > 0 {
		return usage("send-fixture: none of these pushes is of the family %s%s", orList(o.families), o.inFormat()).withHint("wxtool fixture list --family " + o.families[0] + " prints the names")
	}
	return usage("send-fixture: the platform is not known to send any of these%s", o.inFormat()).withHint("leave --format out")
}

func (o *sendOptions) inFormat() string {
	if o.format == "" {
		return ""
	}
	return " as " + o.format
}

func (o *sendOptions) wrongFormat(f *fixture.Fixture) bool {
	return o.format != "" && f.Format != "both" && f.Format != o.format
}

// isPattern reports whether a name is a pattern such as mp/*. The name of a user's
// file, which has a dot, is not.
func isPattern(name string) bool {
	return strings.ContainsAny(name, "*?[") && !strings.Contains(name, ".")
}

// platformOf returns the platform whose wire rules a sample follows. For a user's
// own file that could be of any platform it is the account's.
func platformOf(env *ui.Env, f *fixture.Fixture, base *account.Settings) (string, error) {
	platform, chosen := string(push.PlatformOf(f)), base.Origin(account.Platform) != account.OriginDefault
	switch {
	case platform == "", f.Platform == "" && chosen:
		return base.Platform(), nil
	case f.Platform == "":
		noteWork(env, f)
	case platform != base.Platform() && chosen:
		return "", usage("fixture %s: is of the platform %s, but %s says %s", f.Name, platform, base.Origin(account.Platform), base.Platform()).withHint("choose a fixture of that platform, or another account")
	}
	return platform, nil
}

// checkOwn rejects a user's own file that is not a message, since a server that
// refuses it is right. With --as-is such a file is sent.
func (o *sendOptions) checkOwn(env *ui.Env, f *fixture.Fixture) error {
	if f.Platform != "" { // one of the catalogue
		return nil
	}
	switch err := f.CheckMessage(); {
	case err == nil:
	case errors.Is(err, fixture.ErrNoType):
		env.Warnf("%s: %v", f.Name, err)
	case o.asIs:
		env.Warnf("%s: %v; it is sent as it is, so a server may refuse it", f.Name, err)
	case errors.Is(err, fixture.ErrEncrypted):
		return usage("%s: %w", f.Name, err).withHint("wxtool decrypt " + f.Name + " prints the message in it")
	default:
		return usage("%s: %w", f.Name, err).withHint("--as-is sends the bytes as they are")
	}
	return nil
}

// noteWork prints why a user's own file is sent as a push of WeCom.
func noteWork(env *ui.Env, f *fixture.Fixture) {
	name := f.WeComElement()
	article := "a"
	if strings.ContainsAny(name[:1], "Aa") {
		article = "an"
	}
	env.Notef("%s: has %s %s, as only pushes of WeCom have, so it is sent as one; --platform mp sends it as an Official Account's", f.Name, article, name)
}
