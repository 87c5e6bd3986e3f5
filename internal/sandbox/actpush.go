package sandbox

import (
	"errors"
	"slices"
	"strings"

	"wxtool/internal/fixture"
)

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
