package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
)

// send adds a fixture of the account's platform to what is pushed.
func (st *step) send(id string, edits ...fixture.Edit) error {
	f, err := st.config.Fixtures.Find(st.account.Platform+"/"+id, st.account.Platform)
	if err != nil {
		return err
	}
	return st.sendFixture(f, edits...)
}

// sendFixture renders one as from the user. What the act itself sets is for the
// first push.
func (st *step) sendFixture(f *fixture.Fixture, edits ...fixture.Edit) error {
	if len(st.pushes) == 0 {
		edits = append(edits, st.edits()...)
	}
	msg, err := f.Render(fixture.Fill{
		Now: st.now, Rand: st.chance, ToUser: st.receiver(), FromUser: st.sender(f), AgentID: st.agentID, Edits: edits,
	})
	if err != nil {
		return st.cannotRender(err)
	}
	st.pushes = append(st.pushes, deliver.Push{
		Name: f.Name, Message: msg, Form: callback.Form(f.Envelope), Family: f.Platform, Expect: f.Expect,
	})
	return nil
}

// edits are those of the act, in an order that does not change.
func (st *step) edits() []fixture.Edit {
	var list []fixture.Edit
	for _, path := range slices.Sorted(maps.Keys(st.act.Set)) {
		list = append(list, set(path, st.act.Set[path]))
	}
	return list
}

func (st *step) cannotRender(err error) error {
	e := actError("%s: %v", st.action.name, err)
	var wrong *message.PathError
	if errors.As(err, &wrong) {
		if _, own := st.act.Set[wrong.Path]; own {
			e.Problem = fmt.Sprintf("set: %v", err)
		}
		if len(wrong.Nearest) > 0 {
			e.Hint = "did you mean " + strings.Join(wrong.Nearest, ", ") + "?"
		}
	}
	return e
}

// receiver is ToUserName.
func (st *step) receiver() string {
	if st.account.Platform == Work {
		return st.account.AppID
	}
	return originalID(st.account)
}

// sender is FromUserName: the user, where the sample has a user there and not
// the platform's own sys, the account or the corp.
func (st *step) sender(f *fixture.Fixture) string {
	head, err := message.Scan(f.Message())
	switch {
	case err != nil, f.FromUser != "", head.FromUserName == "sys":
		return ""
	case head.FromUserName != "" && head.FromUserName == head.ToUserName:
		return st.receiver()
	}
	return st.user.OpenID
}
