package cli

import (
	"errors"
	"strings"

	"wxtool/internal/fixture"
	"wxtool/internal/ui"
)

// checkOwn refuses a user's own file that holds no message, since a server would
// be blamed for refusing it. With --as-is it is sent all the same.
func (o *sendOptions) checkOwn(env *ui.Env, f *fixture.Fixture) error {
	if f.Platform != "" { // one of the catalogue
		return nil
	}
	switch err := f.CheckMessage(); {
	case err == nil:
	case errors.Is(err, fixture.ErrNoType):
		env.Warnf("%s: %v", f.Name, err)
	case o.asIs:
		env.Warnf("%s: %v; sent as it is, so a server may refuse it", f.Name, err)
	case errors.Is(err, fixture.ErrEncrypted):
		return usage("wxtool decrypt "+f.Name+" prints the message in it", "%s: %w", f.Name, err)
	default:
		return usage("--as-is sends the bytes as they are", "%s: %w", f.Name, err)
	}
	return nil
}

// noteWork says why a user's own file is sent as a push of WeCom.
func noteWork(env *ui.Env, f *fixture.Fixture) {
	name := f.WeComElement()
	article := "a"
	if strings.ContainsAny(name[:1], "Aa") {
		article = "an"
	}
	env.Notef("%s: has %s %s, as only pushes of WeCom have, so it is sent as one; --platform mp sends it as an Official Account's", f.Name, article, name)
}
