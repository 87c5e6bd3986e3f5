package callback_test

import (
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/wxtest"
)

// TestHints: every hint has both languages.
func TestHints(t *testing.T) {
	for _, text := range callback.Hints() {
		wxtest.CheckText(t, text.EN, text)
	}
}

// TestHintLanguage: the language changes the hint and nothing else. Two mistakes are one
// sentence.
func TestHintLanguage(t *testing.T) {
	a := &callback.Account{Platform: callback.MP, Token: "AAAAA "}
	// printf 17140365041514711492AAAAA | sha1sum
	claim := callback.NewClaim("signature=fb783225d3d39be12ee01c87ae8b3cba3001e5b8&timestamp=1714036504&nonce=1514711492", nil)
	english := a.Diagnose(claim, callback.DiagnoseOptions{})
	chinese := a.Diagnose(claim, callback.DiagnoseOptions{Lang: lang.Chinese})
	if want := "令牌(Token)前后有空格或换行，可能在后台，也可能在配置中；另外，各部分没有排序就拼接；请先按字典序排序再拼接"; chinese.Hint != want || chinese.Reason != "token-spaces+unsorted" {
		t.Errorf("%s: %q, want %s", chinese.Reason, chinese.Hint, want)
	}
	english.Hint, chinese.Hint = "", ""
	if english != chinese {
		t.Errorf("%+v, in Chinese %+v", english, chinese)
	}
}
