package verdict

import (
	"testing"

	"wxtool/internal/lang"
)

// TestLanguages: a sentence and the lists in it are in one language, which is
// English where there is no translation.
func TestLanguages(t *testing.T) {
	both, english := lang.Text{EN: "takes {taken}, not {got:q} ({n}){more}", ZH: "可用 {taken}，而非 {got:q}（{n}）{more}"}, lang.Text{EN: "; takes {taken}"}
	taken := Fact{"taken", choice{"a", "b", "c"}}
	facts := []Fact{taken, {"got", text("x\"y{z}")}, {"n", number(3)}, {"more", phrase{&english, []Fact{taken}}}}
	for _, test := range []struct {
		text lang.Text
		in   lang.Language
		want string
	}{
		{both, lang.English, `takes a, b or c, not "x\"y{z}" (3); takes a, b or c`},
		{both, lang.Chinese, `可用 a、b或c，而非 "x\"y{z}"（3）; takes a, b or c`},
		{english, lang.Chinese, "; takes a, b or c"},
		{lang.Text{EN: "{none}{} {"}, lang.English, "{none}{} "},
		{lang.Text{EN: "{n:q} {taken:q}"}, lang.English, "3 a, b or c"},
	} {
		if got := sentence(test.text, facts, test.in); got != test.want {
			t.Errorf("%s in %s: %s, want %s", test.text.EN, test.in, got, test.want)
		}
	}
	for want, words := range map[string]choice{"": nil, "a": {"a"}, "a or b": {"a", "b"}} {
		if got := words.in(lang.English); got != want {
			t.Errorf("%q: %q", words, got)
		}
	}
}
