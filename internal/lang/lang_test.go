package lang_test

import (
	"testing"

	"wxtool/internal/lang"
)

func TestIn(t *testing.T) {
	both, english := lang.Text{EN: "reply", ZH: "回复"}, lang.Text{EN: "reply"}
	for _, c := range []struct {
		text lang.Text
		in   lang.Language
		want string
	}{
		{both, lang.English, "reply"}, {both, lang.Chinese, "回复"}, {both, "", "reply"}, {both, "fr", "reply"}, {english, lang.Chinese, "reply"},
	} {
		if got := c.text.In(c.in); got != c.want {
			t.Errorf("%+v in %q: %q, want %q", c.text, c.in, got, c.want)
		}
	}
}
