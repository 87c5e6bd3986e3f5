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

	AsIs             bool   // the bytes of the fixture unchanged; the options down to Edits are not used
	Format           string // xml, json, or "" for the fixture's own
	ToUser, FromUser string // ToUserName and FromUserName; "" keeps those of the fixture, but ToUserName on WeCom is the corpid
	User             string // FromUserName, if that of the fixture is a user
	Edits            []fixture.Edit

	// KeepReceiveID keeps the account's ReceiveID for pushes that otherwise have their
	// own, such as the id of a suite or the model of a device. The SuiteId of the
	// message becomes the same.
	KeepReceiveID bool
}

// PlatformOf returns the platform that sends a fixture. A user's own file is WeCom's
// if it has an element that only pushes of WeCom have; otherwise the platform is not
// known, which is "".
func PlatformOf(f *fixture.Fixture) callback.Platform {
	switch {
	case strings.HasPrefix(f.Platform, "work"), f.Platform == "" && f.WeComElement() != "":
		return callback.Work
	case f.Platform == "":
		return ""
	}
	return callback.MP
}

// New renders a fixture as a push of an account, which must have the platform as
// which the fixture is sent. Times and ids are new in each push. Errors are those of
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
		if id, ok := p.ownReceiveID(); ok && !o.KeepReceiveID {
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
	if o.KeepReceiveID {
		fill.SuiteID = acct.ReceiveID
	}
	fill.FromUser = cmp.Or(o.FromUser, o.sender(f, fill.ToUser))
	return f.Render(fill)
}

// sender is the FromUserName of a push from o.User: the user, unless the fixture has
// there the platform's own sys or the account itself.
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
