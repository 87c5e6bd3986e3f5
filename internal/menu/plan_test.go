package menu_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"wxtool/internal/menu"
)

// account is a platform in small: it publishes, numbers and deletes.
type account struct {
	menu.File
	last int
}

// apply does what the steps say; a menu must be there to be deleted, and a
// default one before a conditional.
func (a *account) apply(t *testing.T, steps []menu.Step) (log []string) {
	t.Helper()
	for _, s := range steps {
		switch s.Action {
		case menu.SetDefault:
			a.Default = s.Menu
			log = append(log, "set")
		case menu.DeleteConditional:
			i := slices.IndexFunc(a.Conditional, func(c menu.Conditional) bool { return c.MenuID == s.Conditional.MenuID })
			if i < 0 {
				t.Fatalf("no menu %s", s.Conditional.MenuID)
			}
			a.Conditional = slices.Delete(slices.Clone(a.Conditional), i, i+1)
			log = append(log, "delete "+s.Conditional.MatchRule.TagID)
		case menu.AddConditional:
			if a.Default == nil {
				t.Fatal("65303")
			}
			a.last++
			c := *s.Conditional
			c.MenuID = strconv.Itoa(a.last)
			a.Conditional = append(a.Conditional, c)
			log = append(log, "add "+c.MatchRule.TagID)
		}
	}
	return log
}

// file makes a file whose default menu has the key, and a conditional menu for
// each tag.
func file(key string, tags ...string) *menu.File {
	f := &menu.File{Platform: menu.MP, Default: &menu.Menu{Button: []menu.Button{{Name: "a", Type: "click", Key: key}}}}
	for _, tag := range tags {
		f.Conditional = append(f.Conditional, menu.Conditional{Menu: *f.Default, MatchRule: menu.MatchRule{TagID: tag}})
		f.Conditional[len(f.Conditional)-1].Button = []menu.Button{{Name: "c", Type: "click", Key: "c" + tag}}
	}
	return f
}

func TestPlan(t *testing.T) {
	tests := []struct {
		name     string
		from, to *menu.File
		want     []string
	}{
		{"first", &menu.File{}, file("A", "1", "2"), []string{"set", "add 2", "add 1"}},
		{"nothing", file("A", "1", "2"), file("A", "1", "2"), nil},
		{"default only", file("A", "1"), file("B", "1"), []string{"set"}},
		{"one in front", file("A", "2"), file("A", "1", "2"), []string{"add 1"}},
		{"one behind", file("A", "1"), file("A", "1", "2"), []string{"add 2", "add 1", "delete 1"}},
		{"first removed", file("A", "1", "2"), file("A", "2"), []string{"delete 1"}},
		{"last removed", file("A", "1", "2"), file("A", "1"), []string{"delete 2"}},
		{"middle removed", file("A", "1", "2", "3"), file("A", "1", "3"), []string{"delete 2"}},
		{"middle replaced", file("A", "1", "2", "3"), file("A", "1", "4", "3"), []string{"add 4", "add 1", "delete 1", "delete 2"}},
		{"swapped", file("A", "1", "2"), file("A", "2", "1"), []string{"add 2", "delete 2"}},
		{"all removed", file("A", "1", "2"), file("A"), []string{"delete 1", "delete 2"}},
		{"default left alone", file("A", "1"), &menu.File{Conditional: file("A", "2", "1").Conditional}, []string{"add 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := &account{}
			a.apply(t, menu.Plan(&menu.File{}, tt.from))
			if got := a.apply(t, menu.Plan(&a.File, tt.to)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestPlanIsIdempotent: after a push the account has what the file says, and a
// second push does nothing.
func TestPlanIsIdempotent(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	a := &account{}
	for range 2000 {
		wanted := file(string(rune('A'+rng.IntN(2))), randomTags(rng)...)
		if changes := menu.Diff(&a.File, wanted); menu.Equal(&a.File, wanted) != (len(changes) == 0) {
			t.Fatalf("%v between %s and %s", changes, a.JSON(), wanted.JSON())
		}
		a.apply(t, menu.Plan(&a.File, wanted))
		if !menu.Equal(&a.File, wanted) {
			t.Fatalf("account %s, file %s", a.JSON(), wanted.JSON())
		}
		if steps := menu.Plan(&a.File, wanted); len(steps) > 0 {
			t.Fatalf("%v is left to do for %s", steps, wanted.JSON())
		}
	}
}

// TestPlanCutShort: wherever a push ends, nobody whose rule is in both has lost
// their menu, and the next push does the rest.
func TestPlanCutShort(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		a, wanted := &account{}, file("B", randomTags(rng)...)
		a.apply(t, menu.Plan(&menu.File{}, file("A", randomTags(rng)...)))
		staying := map[string]bool{}
		for _, c := range a.Conditional {
			staying[c.MatchRule.TagID] = slices.ContainsFunc(wanted.Conditional, func(w menu.Conditional) bool { return w.MatchRule == c.MatchRule })
		}
		steps := menu.Plan(&a.File, wanted)
		a.apply(t, steps[:rng.IntN(len(steps)+1)])
		for tag, stays := range staying {
			if stays && !slices.ContainsFunc(a.Conditional, func(c menu.Conditional) bool { return c.MatchRule.TagID == tag }) {
				t.Fatalf("tag %s has no menu in %s on the way to %s", tag, a.JSON(), wanted.JSON())
			}
		}
		a.apply(t, menu.Plan(&a.File, wanted))
		if !menu.Equal(&a.File, wanted) {
			t.Fatalf("account %s, file %s", a.JSON(), wanted.JSON())
		}
	}
}

// randomTags may hold a tag twice.
func randomTags(rng *rand.Rand) []string {
	tags := make([]string, rng.IntN(6))
	for i := range tags {
		tags[i] = fmt.Sprint(rng.IntN(5))
	}
	return tags
}

// TestPlanWithinDomains: old and new menus together would lead to a fourth
// domain, which the platform refuses with 65316.
func TestPlanWithinDomains(t *testing.T) {
	leads := func(tag string, hosts ...string) *menu.File {
		f := file("A", tag)
		f.Conditional[0].Button = nil
		for _, host := range hosts {
			f.Conditional[0].Button = append(f.Conditional[0].Button, menu.Button{Name: host, Type: "view", URL: "https://" + host + "/"})
		}
		return f
	}
	for _, tt := range []struct {
		to   *menu.File
		want []string
	}{
		{leads("2", "a.example", "b.example", "C.example"), []string{"add 2", "delete 1"}},
		{leads("2", "a.example", "b.example", "d.example"), []string{"delete 1", "add 2"}},
	} {
		a := &account{}
		a.apply(t, menu.Plan(&menu.File{}, leads("1", "a.example", "c.example")))
		if got := a.apply(t, menu.Plan(&a.File, tt.to)); !slices.Equal(got, tt.want) {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// TestPullThenPush: what is written of an account's answer asks for nothing,
// even if that holds menus the platform no longer matches.
func TestPullThenPush(t *testing.T) {
	for _, answer := range []string{official, website} {
		current, _ := menu.Parse("get.json", []byte(answer), menu.MP)
		for _, text := range [][]byte{current.YAML(), current.JSON()} {
			pulled, problems := menu.Check("m", text, menu.MP)
			if len(problems) > 0 {
				t.Errorf("%v in %s", problems, text)
			}
			if steps := menu.Plan(current, pulled); len(steps) > 0 || !menu.Equal(current, pulled) {
				t.Errorf("%v is left to do for %s", steps, text)
			}
			if changes := menu.Diff(current, pulled); len(changes) > 0 {
				t.Errorf("%v", changes)
			}
		}
	}
}

// TestMenuIDs: numbers are compared as numbers.
func TestMenuIDs(t *testing.T) {
	f := file("A", "1", "2", "3")
	f.Conditional[0].MenuID, f.Conditional[1].MenuID, f.Conditional[2].MenuID = "9", "100", "11"
	var tags []string
	for _, c := range f.Normalize().Conditional {
		tags = append(tags, c.MatchRule.TagID)
	}
	if got := strings.Join(tags, " "); got != "2 3 1" {
		t.Errorf("got %s", got)
	}
}
