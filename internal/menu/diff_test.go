package menu_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/menu"
)

func read(t testing.TB, text string) *menu.File {
	t.Helper()
	f, problems := menu.Parse("m", []byte(text), menu.MP)
	if len(problems) > 0 {
		t.Fatalf("%v", problems)
	}
	return f
}

func TestDiff(t *testing.T) {
	const (
		a = "{name: a, type: click, key: A}"
		b = "{name: b, type: view, url: 'http://b.com'}"
		c = "{name: c, sub_button: [" + a + ", " + b + "]}"
	)
	buttons := func(list ...string) string { return "button: [" + strings.Join(list, ", ") + "]\n" }
	rule := func(tag string, list ...string) string {
		return "- matchrule: {tag_id: " + tag + "}\n  " + buttons(list...)
	}
	base := buttons(a) + "conditional:\n"
	tests := []struct {
		name, old, new string
		want           []string
	}{
		{"equal", buttons(a, c), `{"button":[{"key":"A","type":"click","name":"a","sub_button":[]},` + c + "]}", nil},
		{"added", buttons(a), buttons(a, c), []string{
			"+ button[1]: c", "+ button[1].sub_button[0]: a (click A)", "+ button[1].sub_button[1]: b (view http://b.com)"}},
		{"removed", buttons(b, a), buttons(a), []string{"- button[0]: b (view http://b.com)"}},
		{"changed", buttons(a), buttons("{name: a, type: view, url: 'http://b.com'}"), []string{
			"~ button[0].type: click → view", "~ button[0].key: A → (none)", "~ button[0].url: (none) → http://b.com"}},
		{"renamed", buttons(a, b), buttons("{name: x, type: click, key: A}", b), []string{"~ button[0].name: a → x"}},
		{"renamed parent", buttons(c), buttons(strings.Replace(c, "name: c", "name: d", 1)), []string{"~ button[0].name: c → d"}},
		{"moved", buttons(a, b, c), buttons(c, a, b), []string{"~ button[0]: c moved here, was button[2]"}},
		{"swapped below", buttons(c), buttons("{name: c, sub_button: [" + b + ", " + a + "]}"), []string{
			"~ button[0].sub_button[1]: a (click A) moved here, was button[0].sub_button[0]"}},
		{"first default menu", "{}", buttons(a), []string{"+ button: the default menu", "+ button[0]: a (click A)"}},
		{"no default menu", buttons(a), "{}", []string{"- button: the default menu", "- button[0]: a (click A)"}},
		{"conditional added", buttons(a), base + rule("2", b), []string{
			"+ conditional[0]: menu for tag_id 2", "+ conditional[0].button[0]: b (view http://b.com)"}},
		{"conditional removed", base + rule("2", b), buttons(a), []string{"- conditional[0]: menu for tag_id 2"}},
		{"conditional moved", base + rule("2", a) + rule("3", b), base + rule("3", b) + rule("2", a), []string{
			"~ conditional[1]: menu for tag_id 2 moved here, was conditional[0]"}},
		{"conditional changed", base + rule("2", a), base + rule("2", b), []string{
			"- conditional[0].button[0]: a (click A)", "+ conditional[0].button[0]: b (view http://b.com)"}},
		{"rule changed", base + rule("2", a), base + rule("3", a), []string{"~ conditional[0].matchrule.tag_id: 2 → 3"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			old, new := read(t, tt.old), read(t, tt.new)
			var got []string
			for _, change := range menu.Diff(old, new) {
				got = append(got, change.String())
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s", strings.Join(got, "\n"))
			}
			if menu.Equal(old, new) != (len(tt.want) == 0) {
				t.Errorf("Equal disagrees")
			}
		})
	}
}

// TestDiffPairsOnce: each button has at most one counterpart, the most similar one.
func TestDiffPairsOnce(t *testing.T) {
	const a, b = "{name: a, type: click, key: A}", "{name: a, type: click, key: B}"
	for _, tt := range []struct {
		old, new string
		want     []string
	}{
		{a, a + ", " + a, []string{"+ button[1]: a (click A)"}},
		{a + ", " + b, a, []string{"- button[1]: a (click B)"}},
		{b + ", " + a, a, []string{"- button[0]: a (click B)"}},
	} {
		var got []string
		for _, change := range menu.Diff(read(t, "button: ["+tt.old+"]"), read(t, "button: ["+tt.new+"]")) {
			got = append(got, change.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// TestFewestMoves: of the buttons that are in both files, as few as possible are
// reported as moved; all others keep their order. The number is found by trying
// all subsets.
func TestFewestMoves(t *testing.T) {
	const letters = "abcdef"
	rng := rand.New(rand.NewPCG(5, 6))
	file := func(order string) *menu.File {
		f := &menu.File{Default: &menu.Menu{}}
		for _, letter := range order {
			f.Default.Button = append(f.Default.Button, menu.Button{Name: string(letter), Type: "click", Key: string(letter)})
		}
		return f
	}
	shuffled := func() string {
		order := []byte(letters)
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		return string(order[:1+rng.IntN(len(order))])
	}
	for range 500 {
		old, new := shuffled(), shuffled()
		count := map[menu.Op]int{}
		for _, change := range menu.Diff(file(old), file(new)) {
			count[change.Op]++
		}
		both := 0
		for _, letter := range new {
			if strings.ContainsRune(old, letter) {
				both++
			}
		}
		want := map[menu.Op]int{menu.Added: len(new) - both, menu.Removed: len(old) - both, menu.Moved: both - longestCommon(old, new)}
		for _, op := range []menu.Op{menu.Added, menu.Removed, menu.Moved, menu.Changed} {
			if count[op] != want[op] {
				t.Fatalf("%s to %s: %d %s, want %d", old, new, count[op], op, want[op])
			}
		}
	}
}

// longestCommon returns the length of the longest common subsequence.
func longestCommon(a, b string) int {
	longest := 0
	for set := range 1 << len(a) {
		rest, n := b, 0
		for i := range a {
			if set&(1<<i) == 0 {
				continue
			}
			at := strings.IndexByte(rest, a[i])
			if at < 0 {
				n = -1
				break
			}
			rest, n = rest[at+1:], n+1
		}
		longest = max(longest, n)
	}
	return longest
}
