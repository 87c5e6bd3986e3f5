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

// Options are the options of [New].
type Options struct {
	Now  time.Time
	Rand io.Reader

	AsIs             bool   // send the bytes of the fixture unchanged; the options from Format to Edits have no effect
	Format           string // xml, json, or "" for the fixture's own
	ToUser, FromUser string // ToUserName and FromUserName; "" keeps those of the fixture, but ToUserName on WeCom is the corpid
	User             string // FromUserName of pushes that a user causes; no effect on other pushes
	Edits            []fixture.Edit

	// KeepReceiveID uses the account's ReceiveID even for pushes that have their own,
	// such as a suite id or a device model. It also sets the SuiteId of the message.
	KeepReceiveID bool
}

// PlatformOf returns the platform that sends a fixture. A file of the user is from
// WeCom if it has an element that only WeCom pushes have; otherwise its platform is
// unknown, and PlatformOf returns "".
func PlatformOf(f *fixture.Fixture) callback.Platform {
	switch {
	case strings.HasPrefix(f.Platform, "work"), f.Platform == "" && f.WeComElement() != "":
		return callback.Work
	case f.Platform == "":
		return ""
	}
	return callback.MP
}

// New renders a fixture as a push to an account. The account must be on the platform
// that sends the fixture. Each push gets new times and ids. Errors are those of
// [fixture.Fixture.Render].
func New(f *fixture.Fixture, acct callback.Account, o Options) (*Push, error) {
	msg, err := o.render(f, &acct)
	if err != nil {
		return nil, err
	}
	p := Of(f.Name, msg, acct)
	p.Family, p.Expect = f.Platform, f.Expect
	if f.Platform == "component" {
		p.Account.Mode = callback.Safe // an open platform encrypts at both of its URLs
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
	case f.InfoType != "": // other pushes have the AppId of another account
		fill.AppID = acct.AppID
	}
	if o.KeepReceiveID {
		fill.SuiteID = acct.ReceiveID
	}
	fill.FromUser = cmp.Or(o.FromUser, o.sender(f, fill.ToUser))
	return f.Render(fill)
}

// sender returns the FromUserName of a push: o.User, unless the fixture is sent by the
// platform (sys) or by the account.
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
