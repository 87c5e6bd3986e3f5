package sandbox

import (
	"cmp"
	"io"
	"strconv"
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/push"
	"wxtool/internal/sandbox/world"
)

// execution is an act while it is taken: what it makes of the user, what is to be
// pushed, and what the phone shows beside the answers.
type execution struct {
	*Server
	act     Act
	action  action
	account *Account
	agentID string
	user    world.User // as the act leaves it
	tx      *world.Tx  // until the pushes
	now     time.Time
	chance  io.Reader // of this step alone, as several deliver at once
	pushes  []*push.Push
	phone   []string
	note    string
}

// prepare checks an act before anything of it is done.
func (s *Server) prepare(tx *world.Tx, act Act) (*execution, error) {
	account, err := s.actor(act)
	if err != nil {
		return nil, err
	}
	action, err := actionOf(account.Platform, act)
	if err != nil {
		return nil, err
	}
	if err := checkUserName(act.User); err != nil {
		return nil, err
	}
	if err := checkClient(act.Client); err != nil {
		return nil, err
	}
	if !action.silent {
		if err := s.checkCallback(account); err != nil {
			return nil, err
		}
	}
	x := &execution{Server: s, act: act, action: action, account: account, tx: tx, now: tx.Now(), user: person(tx, account, act.User)}
	if x.agentID, err = agentOf(account, act); err != nil {
		return nil, err
	}
	if err := checkTags(act.Tags); err != nil {
		return nil, err
	}
	if act.Tags != nil {
		x.user.Tags = append([]string{}, act.Tags...)
	}
	x.user.Client = cmp.Or(act.Client, x.user.Client)
	x.chance = tx.RandomSource()
	return x, nil
}

// agentOf is the application that an act is within, "" on an Official Account.
// Its number is written as the menus of the state have it.
func agentOf(a *Account, act Act) (string, error) {
	agent := cmp.Or(act.AgentID, a.AgentID, a.Callback.AgentID)
	if a.Platform != Work || agent == "" {
		return "", nil
	}
	number, isNumber := agentNumber(agent)
	if !isNumber {
		return "", actError("agent_id: is %q, it must be a number", agent)
	}
	return number, nil
}

// checkTags: a tag's id is a number.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tagsmanage/api_createtag
func checkTags(tags []string) error {
	for _, id := range tags {
		if _, err := strconv.ParseUint(id, 10, 31); err != nil {
			return actError("tags: %q is not the number of a tag", id)
		}
	}
	return nil
}

func checkClient(client string) error {
	if len(client) > 1 || strings.Trim(client, "123") != "" {
		return actError("client: is %q, it must be 1 (iOS), 2 (Android) or 3 (other)", client)
	}
	return nil
}

// checkCallback reports what a callback URL lacks to be pushed to. One that is
// not there is no error yet, see withoutServer.
func (s *Server) checkCallback(a *Account) error {
	switch {
	case a.To != nil && a.Callback.Key == nil && (a.Platform == Work || a.Callback.Mode != callback.Plain):
		e := actError("account: pushes to %s are encrypted, and no EncodingAESKey is configured", a.AppID)
		e.Hint = "start wxtool sandbox with --encoding-aes-key, or write encoding_aes_key: into the account's profile"
		return e
	case s.config.Fixtures == nil:
		return actError("sandbox: has no fixtures to push")
	}
	return nil
}

// withoutServer drops the pushes of an act towards an account that has no
// callback URL. It is an error if they are all that the act comes to.
func (x *execution) withoutServer(before world.User) error {
	changed := x.user.Following != before.Following || len(x.user.Agents) != len(before.Agents)
	switch {
	case len(x.pushes) == 0:
		return nil
	case !changed && len(x.phone) == 0:
		e := actError("account: no callback URL is configured for %s", x.account.AppID)
		e.Hint = "start wxtool sandbox with --to http://127.0.0.1:3000/wx, or write to: into the account's profile"
		return e
	}
	x.pushes = nil
	x.note = x.account.AppID + " has no callback URL, so nothing is pushed"
	return nil
}

// show adds what the phone shows.
func (x *execution) show(text string) { x.phone = append(x.phone, text) }
