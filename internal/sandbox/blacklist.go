package sandbox

import (
	"net/http"
	"slices"

	"wxtool/internal/push"
	"wxtool/internal/sandbox/world"
)

// blacklistedACall is a limit of the platform.
const blacklistedACall = 20

// blacklistFamily has the black list (黑名单) of an account.
func blacklistFamily() family {
	const post = http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/tags/members/getblacklist", MP, post, false, 0, (*call).listBlack},
			{"/cgi-bin/tags/members/batchblacklist", MP, post, false, 0, (*call).blacken},
			{"/cgi-bin/tags/members/batchunblacklist", MP, post, false, 0, (*call).unblacken},
		},
	}
}

// blackNote says why nothing is pushed.
const blackNote = " is on the account's black list (黑名单), so messages do not arrive"

// listBlack lists the users on the list. That an unknown begin_openid is 40003 is on the
// page; that the list begins after it is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getblacklist
func (c *call) listBlack() (any, error) {
	var given struct {
		Begin string `json:"begin_openid"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if given.Begin != "" {
		if _, err := c.user(given.Begin); err != nil {
			return nil, err
		}
	}
	all := c.tx.BlackList(c.account.owner())
	page, total := pageAfter(all, given.Begin), len(all)
	page.Total = &total
	return page, nil
}

// blacken puts users on the list.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchblacklist
func (c *call) blacken() (any, error) { return c.setBlack(true) }

// unblacken takes users off the list, who need not be on it.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchunblacklist
func (c *call) unblacken() (any, error) { return c.setBlack(false) }

// setBlack changes up to 20 users. That one unknown user refuses the whole call, and
// that users need not follow the account, are guesses.
func (c *call) setBlack(black bool) (any, error) {
	var given struct {
		OpenIDs []string `json:"openid_list"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if n := len(given.OpenIDs); n == 0 || n > blacklistedACall {
		return nil, refuse(40032)
	}
	var users []world.User
	for _, openID := range given.OpenIDs {
		u, err := c.user(openID)
		if err != nil {
			return nil, refuse(40003)
		}
		users = append(users, u)
	}
	for _, u := range users {
		u.Black = black
		c.tx.SetUser(u)
	}
	return ok(), nil
}

// withoutMessages drops the messages of a user who is on the black list. Events, such as
// that the user unfollows, are still pushed. Both are guesses: the console says that the
// account no longer gets the user's messages.
func (x *execution) withoutMessages() {
	if !x.user.Black {
		return
	}
	before := len(x.pushes)
	x.pushes = slices.DeleteFunc(x.pushes, isMessage)
	if len(x.pushes) < before {
		x.note = x.user.Name + blackNote
	}
}

// isMessage reports whether a push is a message, not an event.
func isMessage(p *push.Push) bool { return p.Head.MsgType != "event" }
