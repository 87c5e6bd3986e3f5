package push

import (
	"cmp"
	"io"
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
)

// Options say how a fixture becomes a push.
type Options struct {
	Now  time.Time
	Rand io.Reader

	AsIs             bool   // the bytes of the fixture unchanged: none of the following is applied
	Format           string // xml, json, or "" for the fixture's own
	ToUser, FromUser string // ToUserName and FromUserName; "" is the account's corpid on WeCom, elsewhere the fixture's own
	User             string // FromUserName where the fixture has a user there, see sender
	Edits            []fixture.Edit

	// ReceiveID says that the account's ReceiveID was chosen by the user. It is then
	// kept, where a push otherwise has its own: a suite's id, a device's model.
	ReceiveID bool
}

// PlatformOf returns the platform that sends a fixture. A user's own file is
// certainly WeCom's where it has an element that no other push has; otherwise the
// platform is "", not known.
func PlatformOf(f *fixture.Fixture) callback.Platform {
	switch {
	case strings.HasPrefix(f.Platform, "work"), f.Platform == "" && f.WeComElement() != "":
		return callback.Work
	case f.Platform == "":
		return ""
	}
	return callback.MP
}

// New renders a fixture as a push to acct, which must be of the platform that the
// fixture is sent as. Times and ids are new in each push. Errors are those of
// [fixture.Fixture.Render].
func New(f *fixture.Fixture, acct callback.Account, o Options) (*Push, error) {
	msg, err := o.render(f, &acct)
	if err != nil {
		return nil, err
	}
	p := Of(f.Name, msg, acct)
	p.Family, p.Expect = f.Platform, f.Expect
	if f.Platform == "component" {
		p.Account.Mode = callback.Safe // at both URLs of an open platform
	}
	if acct.Platform == callback.Work {
		p.Form = formOf(f, msg)
		if id, ok := p.ownReceiveID(); ok && !o.ReceiveID {
			p.Account.ReceiveID = id
		}
	}
	return p, nil
}

func (o *Options) render(f *fixture.Fixture, acct *callback.Account) ([]byte, error) {
	if o.AsIs {
		return f.Message(), nil
	}
	fill := fixture.Fill{Now: o.Now, Rand: o.Rand, ToUser: o.ToUser, Format: o.Format, Edits: o.Edits}
	switch {
	case acct.Platform == callback.Work:
		fill.ToUser = cmp.Or(o.ToUser, acct.AppID)
		fill.AgentID = acct.AgentID
		fill.ServiceCorpID = acct.ReceiveID
	case f.InfoType != "": // in other pushes AppId is that of another account
		fill.AppID = acct.AppID
	}
	if o.ReceiveID {
		fill.SuiteID = acct.ReceiveID
	}
	fill.FromUser = cmp.Or(o.FromUser, o.sender(f, fill.ToUser))
	return f.Render(fill)
}

// sender is the FromUserName of a push from o.User: the user, unless the fixture
// has the platform's own sys there, or the account itself.
func (o *Options) sender(f *fixture.Fixture, toUser string) string {
	if o.User == "" {
		return ""
	}
	head, err := message.Scan(f.Message())
	switch {
	case err != nil, f.Head.FromUser != "", head.FromUserName == "sys":
		return ""
	case head.FromUserName != "" && head.FromUserName == head.ToUserName:
		return toUser
	}
	return o.User
}
