package menusync_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/menu"
	"wxtool/internal/menusync"
)

// randomSpecs returns conditional menus for a file: tags 0 to 3 or none, phones 1
// to 2 or none, two versions. A rule may be there twice.
func randomSpecs(rng *rand.Rand) []string {
	specs := make([]string, rng.IntN(6))
	for i := range specs {
		rule := fmt.Sprint(rng.IntN(4))
		switch rng.IntN(4) {
		case 0:
			rule = fmt.Sprintf("/%d", 1+rng.IntN(2))
		case 1:
			rule += fmt.Sprintf("/%d", 1+rng.IntN(2))
		}
		specs[i] = rule + "#" + string(rune('a'+rng.IntN(2)))
	}
	return specs
}

// users are one user for each tag and phone.
func users() []user {
	var all []user
	for _, tag := range []string{"0", "1", "2", "3", "9"} {
		for _, phone := range []string{"1", "2", "3"} {
			all = append(all, user{tag, phone})
		}
	}
	return all
}

// seen returns which menu of a file a user sees: the first that fits. It is an
// independent reading of the rule of the package menu's comment.
func seen(f *menu.File, u user) string {
	for _, c := range f.Conditional {
		r := c.MatchRule
		if (r.TagID == "" || r.TagID == u.tag) && (r.ClientPlatformType == "" || r.ClientPlatformType == u.phone) {
			return c.Button[0].Key
		}
	}
	return f.Default.Button[0].Key
}

// TestPushes: after each of many pushes every user sees the menu that the file
// gives them, and the same push again makes no call.
func TestPushes(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	f := &fake{website: noWebsite}
	for range 500 {
		wanted := file(string(rune('A'+rng.IntN(2))), randomSpecs(rng)...)
		push(t, f, wanted)
		for _, u := range users() {
			if got, _ := f.key(t, u); got != seen(wanted, u) {
				t.Fatalf("%v sees %s, not %s of %s", u, got, seen(wanted, u), wanted.JSON())
			}
		}
		if calls := push(t, f, wanted); len(calls) > 0 {
			t.Fatalf("a second push of %s makes the calls %q", wanted.JSON(), calls)
		}
	}
}

// TestPushCutShort: whichever call of a push fails, and whether or not the
// platform made it, no user loses a menu: who has a conditional menu before and
// after the push has one at that moment, and the default menu is there. A user
// sees their menu from before or from after the push, and no third one, save
// while several menus that fit them are published. The next push makes the
// remaining changes.
func TestPushCutShort(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	cuts := 0
	for range 100 {
		old, wanted := file("A", randomSpecs(rng)...), file("B", randomSpecs(rng)...)
		for _, how := range []failure{refused, lost} {
			for n := 0; ; n++ {
				f := &fake{website: noWebsite}
				push(t, f, old)
				if !cutShort(t, f, old, wanted, n, how) {
					break
				}
				cuts++
			}
		}
	}
	if cuts < 500 {
		t.Errorf("only %d pushes were cut short", cuts)
	}
}

// cutShort pushes wanted onto an account that has old and makes the n-th call
// fail. It returns false if the push has no n-th call.
func cutShort(t *testing.T, f *fake, old, wanted *menu.File, n int, how failure) bool {
	t.Helper()
	plan := read(t, f).Plan(wanted)
	if n >= len(plan.Calls) {
		return false
	}
	first := len(f.changes())
	f.fail = func(call int, _ string) failure {
		if call == first+n {
			return how
		}
		return none
	}
	calls, err := account(f).Apply(t.Context(), plan, nil)
	if !errors.Is(err, errFailed) || len(f.changes()) != first+n+1 {
		t.Fatalf("%v after %q", err, f.changes()[first:])
	}
	if done := slices.IndexFunc(calls, func(c menusync.Call) bool { return !c.Done }); done != n || len(calls) != len(plan.Calls) {
		t.Fatalf("call %d failed, %d is the first that is not done", n, done)
	}
	for _, u := range users() {
		key, conditional := f.key(t, u)
		before, after := seen(old, u), seen(wanted, u)
		switch {
		case key == "":
			t.Fatalf("%v sees no menu", u)
		case before != "A" && after != "B" && !conditional:
			t.Fatalf("%v sees the default menu after call %d of %q, between %s and %s", u, n, f.changes()[first:], before, after)
		case key != before && key != after && !(before == "A" && key == "B") && !publishesSeveral(plan, n, u):
			t.Fatalf("%v sees %s after call %d of %q, between %s and %s", u, key, n, f.changes()[first:], before, after)
		}
	}
	f.fail = nil
	push(t, f, wanted)
	for _, u := range users() {
		if got, _ := f.key(t, u); got != seen(wanted, u) {
			t.Fatalf("after the next push %v sees %s, not %s", u, got, seen(wanted, u))
		}
	}
	if len(f.conditional) != len(wanted.Conditional) {
		t.Fatalf("%d conditional menus are left, the file has %d", len(f.conditional), len(wanted.Conditional))
	}
	return true
}

// publishesSeveral reports whether a plan is still publishing menus after its n-th
// call, of which more than one fits a user.
func publishesSeveral(plan *menusync.Plan, n int, u user) bool {
	if plan.Calls[n].Action == menusync.DeleteConditional {
		return false
	}
	fitting := 0
	for _, c := range plan.Calls {
		if c.Action == menusync.AddConditional && fits(c.Rule, u) {
			fitting++
		}
	}
	return fitting > 1
}

// fits reads a rule as [menu.MatchRule.String] writes it.
func fits(rule string, u user) bool {
	for _, part := range strings.Split(rule, ", ") {
		name, value, _ := strings.Cut(part, " ")
		if name == "tag_id" && value != u.tag || name == "client_platform_type" && value != u.phone {
			return false
		}
	}
	return true
}

// TestProgress: each call is reported before it is made, and none after a
// failure.
func TestProgress(t *testing.T) {
	f := &fake{website: noWebsite, fail: func(n int, _ string) failure {
		if n == 1 {
			return refused
		}
		return none
	}}
	var got []string
	_, err := account(f).Apply(t.Context(), read(t, f).Plan(file("A", "1", "2")), func(done int, next menusync.Call) {
		got = append(got, fmt.Sprint(done, " ", next.Action, " ", next.Rule, " ", len(f.changes())))
	})
	want := []string{"0 set_default  0", "1 add_conditional tag_id 2 1"}
	if !errors.Is(err, errFailed) || !slices.Equal(got, want) {
		t.Errorf("%v, %q", err, got)
	}
}

// TestApplyReportsMenuIDs: a published menu has the menuid that the platform gave
// it, a deleted one that which it had.
func TestApplyReportsMenuIDs(t *testing.T) {
	f := &fake{website: noWebsite}
	push(t, f, file("A", "1"))
	calls, err := account(f).Apply(t.Context(), read(t, f).Plan(file("A", "2")), nil)
	if err != nil || len(calls) != 2 || calls[0].MenuID != "2" || calls[1].MenuID != "1" {
		t.Errorf("%v, %+v", err, calls)
	}
}

// TestGapCutShort: a push that must delete first is finished by the next one.
func TestGapCutShort(t *testing.T) {
	to := func(rule string, hosts ...string) *menu.File {
		f := file("A", rule)
		f.Conditional[0].Button = nil
		for _, host := range hosts {
			f.Conditional[0].Button = append(f.Conditional[0].Button, menu.Button{Name: host, Type: "view", URL: "https://" + host})
		}
		return f
	}
	for n := range 2 {
		for _, how := range []failure{refused, lost} {
			f := &fake{website: noWebsite}
			push(t, f, to("1", "a.example", "b.example"))
			first := len(f.changes())
			f.fail = func(call int, _ string) failure {
				if call == first+n {
					return how
				}
				return none
			}
			if _, err := account(f).Apply(t.Context(), read(t, f).Plan(to("1", "c.example", "d.example")), nil); !errors.Is(err, errFailed) {
				t.Fatal(err)
			}
			f.fail = nil
			push(t, f, to("1", "c.example", "d.example"))
			if len(f.conditional) != 1 || !hosts(f.conditional)["c.example"] {
				t.Errorf("call %d: %+v", n, f.conditional)
			}
		}
	}
}
