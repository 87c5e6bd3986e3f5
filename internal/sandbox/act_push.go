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
	p, err := push.New(f, st.sealedAs(), push.Options{
		Now: st.now, Rand: st.chance, ToUser: st.receiver(), User: st.user.OpenID, Edits: edits,
	})
	if err != nil {
		return st.cannotRender(err)
	}
	st.pushes = append(st.pushes, p)
	return nil
}

// sealedAs is the account as the pushes of the step are sealed.
func (st *step) sealedAs() callback.Account {
	account := st.account.Callback
	account.Platform = callback.Platform(st.account.Platform)
	if st.agentID != "" {
		account.AgentID = st.agentID
	}
	return account
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

// push sends any push of the catalogue as from the user. The sandbox does not
// learn from it: who pushes mp/subscribe so does not follow.
func (st *step) push() error {
	f, err := st.config.Fixtures.Find(st.act.Value, st.account.Platform)
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
	if err := st.mayPush(f); err != nil {
		return err
	}
	return st.sendFixture(f)
}

// mayPush: what comes from no user of the account is for send-fixture.
func (st *step) mayPush(f *fixture.Fixture) error {
	platforms := []string{MP, "miniprogram"}
	if st.account.Platform == Work {
		platforms = []string{Work}
	}
	switch {
	case f.Kind == "reply":
		return actError("push: %s is a reply, which a server sends and the platform does not", f.Name)
	case !slices.Contains(platforms, f.Platform):
		e := actError("push: %s is none of a user of %s, which is an account of %s", f.Name, st.account.AppID, st.account.Platform)
		e.Hint = "wxtool send-fixture " + f.Name + " delivers it"
		return e
	}
	return nil
}
