package verdict_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/verdict"
	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// TestEveryTextIsInBothLanguages: no row of a table lacks a language.
func TestEveryTextIsInBothLanguages(t *testing.T) {
	for _, r := range verdict.Rules() {
		name := string(r.Topic) + "/" + r.ID
		wxtest.CheckText(t, name+" requirement", r.Requirement)
		wxtest.CheckText(t, name+" remedy", r.Remedy)
		for _, f := range r.Findings {
			wxtest.CheckText(t, name+" finding "+f.Key, f.Text)
			if strings.HasSuffix(f.Text.ZH, "。") {
				t.Errorf("%s: the finding %q ends like a sentence", name, f.Text.ZH)
			}
		}
		for column, text := range map[string]string{"requirement": r.Requirement.ZH, "remedy": r.Remedy.ZH} {
			if !strings.HasSuffix(text, "。") {
				t.Errorf("%s: the %s %q is not a sentence", name, column, text)
			}
		}
		if should := strings.Contains(r.Requirement.ZH, "宜"); should && r.Level == verdict.Error {
			t.Errorf("%s is an error, and its requirement says 宜", name)
		}
	}
	for e := verdict.Effect(1); int(e) < verdict.EffectCount; e++ {
		for _, f := range []verdict.Family{verdict.OfficialAccount, verdict.MiniProgram, verdict.WeCom} {
			wxtest.CheckText(t, fmt.Sprintf("effect %d of family %d", e, f), e.Text(f))
		}
	}
	for i := range verdict.PhraseCount {
		wxtest.CheckText(t, fmt.Sprintf("phrase %d", i), verdict.Phrase(i))
	}
	for _, words := range verdict.Evidence() {
		wxtest.CheckText(t, "evidence", words)
	}
}

// TestReasons: an error in a Chinese sentence is Chinese; what other software says is
// in quotes.
func TestReasons(t *testing.T) {
	for want, err := range map[string]error{
		"签名不匹配（-40001）":                                             fmt.Errorf("MsgSignature: %w", wxcrypt.ErrSignature),
		`receiveid 不一致：解密得到 "wx1"，应为 空值（-40005）`:                    &wxcrypt.ReceiveIDError{Found: "wx1"},
		"密文不是有效的 Base64（-40010）":                                    fmt.Errorf("ciphertext: %w", wxcrypt.ErrBase64),
		"消息中不允许有 DOCTYPE":                                           message.ErrDoctype,
		`格式不正确（"XML: line 3: unexpected EOF"）`:                      fmt.Errorf("%w XML: line 3: unexpected EOF", message.ErrSyntax),
		`无法读取（"some other error"）`:                                  errors.New("some other error"),
		"缺少 MsgSignature、TimeStamp 或 Nonce（名称区分大小写），无法校验签名（-40002）": fmt.Errorf("reply: %w: %w", callback.ErrUnsigned, wxcrypt.ErrParse),
	} {
		if got := verdict.Words(err); got.ZH != want || got.EN != err.Error() {
			t.Errorf("%q, want %s", got, want)
		}
	}
}

var (
	inQuotes = regexp.MustCompile(`"(\\.|[^"\\])*"…?`)
	english  = regexp.MustCompile(`[a-z]{3,} [a-z]{2,}`)
)

// TestChineseIsChinese: nothing but names is English in a Chinese problem of any case.
func TestChineseIsChinese(t *testing.T) {
	for _, p := range allProblems() {
		r := p.Render(lang.Chinese)
		for column, text := range map[string]string{"problem": r.Problem, "effect": r.Effect, "requirement": r.Requirement, "remedy": r.Remedy, "source": r.Source} {
			rest := strings.ReplaceAll(inQuotes.ReplaceAllString(text, ""), "wxtool fixture show NAME", "")
			rest = strings.NewReplacer("wxtool verify", "", "wxtool handshake", "", "co-wechat", "", "wechat issue", "").Replace(rest)
			if found := english.FindString(rest); found != "" || strings.ContainsAny(text, "{}") && column != "problem" {
				t.Errorf("%s: %s has %q: %s", nameOf(p), column, found, text)
			}
		}
	}
}
