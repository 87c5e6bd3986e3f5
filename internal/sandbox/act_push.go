package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
	"wxtool/internal/push"
	"wxtool/internal/sandbox/world"
)

// send adds a fixture of the account's platform to the pushes.
func (x *execution) send(id string, edits ...fixture.Edit) error {
	f, err := x.config.Fixtures.Find(x.account.Platform+"/"+id, x.account.Platform)
	if err != nil {
		return err
	}
	return x.sendFixture(f, append(x.sampleMedia(id), edits...)...)
}

// sampleMedia makes the media of a message that an Official Account can fetch, and
// returns the edits that put them into the push.
func (x *execution) sampleMedia(id string) []fixture.Edit {
	kind := map[string]string{"image": "image", "voice": "voice", "video": "video", "shortvideo": "video"}[id]
	if kind == "" || x.account.Platform != MP {
		return nil
	}
	edits := []fixture.Edit{set("MediaId", x.addSample(kind))}
	switch {
	case id == "voice":
		edits = append(edits, set("MediaId16K", x.addSample(kind)))
	case kind == "video":
		edits = append(edits, set("ThumbMediaId", x.addSample("thumb")))
	case x.act.origin != "":
		edits = append(edits, set("PicUrl", mediaURL(x.act.origin, edits[0].Value)))
	}
	return edits
}

// addSample makes a medium whose content is a sample, and returns its id.
func (x *execution) addSample(kind string) string {
	data := sample(kind)
	m, forgotten := x.tx.AddMedia(world.Media{
		Platform: x.account.Platform, AppID: x.account.AppID, Type: kind, Kind: sniff(data).kind, Size: len(data), Sample: true,
	})
	x.forgotten = append(x.forgotten, forgotten...)
	return m.ID
}

// sendFixture adds a fixture, rendered as coming from the user, to the pushes. The
// act's own edits apply to the first push.
func (x *execution) sendFixture(f *fixture.Fixture, edits ...fixture.Edit) error {
	if len(x.pushes) == 0 {
		edits = append(edits, x.edits()...)
	}
	p, err := push.New(f, x.sealedAs(), push.Options{
		Now: x.now, Rand: x.random, ToUser: x.receiver(), User: x.user.OpenID, Edits: edits,
	})
	if err != nil {
		return x.cannotRender(err)
	}
	x.pushes = append(x.pushes, p)
	return nil
}

// sealedAs is the account with which the pushes are signed and encrypted.
func (x *execution) sealedAs() callback.Account {
	account := x.account.Callback
	account.Platform = callback.Platform(x.account.Platform)
	if x.agentID != "" {
		account.AgentID = x.agentID
	}
	return account
}

// edits are those of the act, in a fixed order.
func (x *execution) edits() []fixture.Edit {
	var list []fixture.Edit
	for _, path := range slices.Sorted(maps.Keys(x.act.Set)) {
		list = append(list, set(path, x.act.Set[path]))
	}
	return list
}

func (x *execution) cannotRender(err error) error {
	e := actError("%s: %v", x.action.name, err)
	var wrong *message.PathError
	if errors.As(err, &wrong) {
		if _, own := x.act.Set[wrong.Path]; own {
			e.Problem = fmt.Sprintf("set: %v", err)
		}
		if len(wrong.Nearest) > 0 {
			e.Hint = "did you mean " + strings.Join(wrong.Nearest, ", ") + "?"
		}
	}
	return e
}

// receiver is the ToUserName of pushes.
func (x *execution) receiver() string {
	if x.account.Platform == Work {
		return x.account.AppID
	}
	return originalID(x.account)
}

// push sends any push of the catalogue as coming from the user. It does not change the
// state: a user who pushes mp/subscribe does not follow the account.
func (x *execution) push() error {
	f, err := x.config.Fixtures.Find(x.act.Value, x.account.Platform)
	var unknown *fixture.NameError
	if errors.As(err, &unknown) {
		e := &ActError{Problem: unknown.Error(), Missing: errors.Is(err, fixture.ErrNoFixture), Hint: "wxtool fixture list names them all"}
		if len(unknown.Names) > 0 {
			e.Hint = "did you mean " + strings.Join(unknown.Names, ", ") + "?"
		}
		return e
	}
	if err != nil {
		return err
	}
	if err := x.mayPush(f); err != nil {
		return err
	}
	return x.sendFixture(f)
}

// mayPush refuses pushes that no user of the account causes.
func (x *execution) mayPush(f *fixture.Fixture) error {
	platforms := []string{MP, "miniprogram"}
	if x.account.Platform == Work {
		platforms = []string{Work}
	}
	switch {
	case f.Kind == "reply":
		return actError("push: %s is a reply, which a server sends and the platform does not", f.Name)
	case !slices.Contains(platforms, f.Platform):
		e := actError("push: %s does not come from a user of %s, which is an account of %s", f.Name, x.account.AppID, x.account.Platform)
		e.Hint = "wxtool send-fixture " + f.Name + " delivers it"
		return e
	}
	return nil
}
