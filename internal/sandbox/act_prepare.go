package sandbox

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/push"
	"wxtool/internal/sandbox/world"
)

// execution is an act while it is carried out: the user as it will be, what is
// pushed, and what the phone shows in addition to the answers.
type execution struct {
	*Server
	act       Act
	action    action
	account   *Account
	agentID   string
	user      world.User // a copy with the changes of the act
	tx        *world.Tx  // nil while pushes are delivered
	now       time.Time
	random    io.Reader // of this act alone, as several deliver at once
	pushes    []*push.Push
	phone     []string
	forgotten []string // ids of media whose content is no longer needed
	shown     int      // number of the first line of the chat that the outcome does not show
	note      string
	code      string // of a mini program's login
}

// prepare checks an act before it changes anything.
func (s *Server) prepare(tx *world.Tx, act Act) (*execution, error) {
	account, err := s.accountFor(act)
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
	x.user.Outside = x.user.Outside && action.outside // who uses an application is a member
	x.random = tx.RandomSource()
	return x, nil
}

// agentOf is the normalized id of the application in which an act happens, "" on an
// Official Account.
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

// checkTags requires numbers, which ids of tags are.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tagsmanage/api_createtag
func checkTags(tags []string) error {
	for _, id := range tags {
		if _, err := strconv.ParseUint(id, 10, 31); err != nil {
			return actError("tags: %q is not a tag id, which is a number", id)
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

// checkCallback reports a setting that is missing for pushes to the callback URL. A
// missing URL is not an error yet, see withoutServer.
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

// withoutServer drops the pushes of an act, as the account has no callback URL. It is
// an error if the act has no effect but its pushes.
func (x *execution) withoutServer(before world.User) error {
	changed := x.user.Following != before.Following || len(x.user.Agents) != len(before.Agents) ||
		!slices.Equal(x.user.Contacts, before.Contacts)
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

// show adds a line to what the phone shows.
func (x *execution) show(text string) { x.phone = append(x.phone, text) }
