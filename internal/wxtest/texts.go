package wxtest

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"wxtool/internal/lang"
)

// CheckText checks a text of a table: it has both languages with the same places for
// facts, and its Chinese is written as Chinese.
func CheckText(t testing.TB, name string, text lang.Text) {
	t.Helper()
	if text.EN == "" || text.ZH == "" {
		t.Errorf("%s: %q lacks a language", name, text)
		return
	}
	for _, term := range glossary {
		if term.english.MatchString(text.EN) && !strings.Contains(text.ZH, term.chinese) {
			t.Errorf("%s: %q has not %s for %s", name, text.ZH, term.chinese, term.english)
		}
	}
	if en, zh := placesOf(text.EN), placesOf(text.ZH); !slices.Equal(en, zh) {
		t.Errorf("%s: places %q in English, %q in Chinese", name, en, zh)
	}
	if englishWord.MatchString(places.ReplaceAllString(text.EN, "")) {
		CheckChinese(t, name, text.ZH)
	}
	for _, name := range hanWords.FindAllString(text.EN, -1) { // what a console shows
		if !strings.Contains(text.ZH, name) {
			t.Errorf("%q has %s, and %q has not", text.EN, name, text.ZH)
		}
	}
}

// CheckChinese checks that a text has Chinese characters, no ASCII punctuation between
// them, and the terms of the consoles as the consoles write them.
func CheckChinese(t testing.TB, name, zh string) {
	t.Helper()
	if !hasHan(zh) {
		t.Errorf("%s: %q is not Chinese", name, zh)
	}
	rest := notice.ReplaceAllString(zh, "词") // what the console shows is quoted as it is
	for _, term := range Terms() {
		rest = strings.ReplaceAll(rest, term, "词")
	}
	if found := asciiMark.FindString(calls.ReplaceAllString(rest, "x")); found != "" {
		t.Errorf("%s: ASCII punctuation %q in %q", name, found, zh)
	}
	for _, term := range otherTerms {
		if found := term.wrong.FindString(rest); found != "" {
			t.Errorf("%s: write %s, not %s, in %q", name, term.right, found, zh)
		}
	}
}

// Terms are the terms of the consoles as the Chinese consoles write them.
func Terms() []string {
	return []string{
		"服务器配置", "令牌(Token)", "消息加解密密钥(EncodingAESKey)",
		"明文模式", "兼容模式", "安全模式", "企业可信IP", "可信IP", "IP白名单", "接收消息", "可信域名", "自定义菜单",
	}
}

// glossary has the one translation of each term.
var glossary = []struct {
	english *regexp.Regexp
	chinese string
}{
	{regexp.MustCompile(`\bToken\b`), "令牌(Token)"},
	{regexp.MustCompile(`EncodingAESKey`), "消息加解密密钥(EncodingAESKey)"},
	{regexp.MustCompile(`plain mode`), "明文模式"},
	{regexp.MustCompile(`compatible mode`), "兼容模式"},
	{regexp.MustCompile(`safe mode`), "安全模式"},
	{regexp.MustCompile(`企业可信IP|trusted IP`), "企业可信IP"},
	{regexp.MustCompile(`IP白名单|allow-list`), "IP白名单"},
	{regexp.MustCompile(`接收消息`), "接收消息"},
	{regexp.MustCompile(`trusted (domain|one)`), "可信域名"},
	{regexp.MustCompile(`callback URL`), "回调 URL"},
	{regexp.MustCompile(`WeCom\b`), "企业微信"},
	{regexp.MustCompile(`Official Account`), "公众号"},
	{regexp.MustCompile(`[Mm]ini program`), "小程序"},
	{regexp.MustCompile(`[Ss]mart bot`), "智能机器人"},
	{regexp.MustCompile(`template card`), "模板卡片"},
	{regexp.MustCompile(`customer-service API`), "客服消息接口"},
	{regexp.MustCompile(`release check`), "全网发布检测"},
	{regexp.MustCompile(`conditional menu`), "个性化菜单"},
	{regexp.MustCompile(`byte order mark`), "BOM"},
	{regexp.MustCompile(`de-duplicate`), "排重"},
}

// otherTerms are expressions of what is written in other ways, with the right one.
var otherTerms = []struct {
	wrong *regexp.Regexp
	right string
}{
	{regexp.MustCompile(`\bToken\b`), "令牌(Token)"},
	{regexp.MustCompile(`EncodingAESKey`), "消息加解密密钥(EncodingAESKey)"},
	{regexp.MustCompile(`(开发者|应用)(密码|密钥)`), "AppSecret"},
	{regexp.MustCompile(`秘钥`), "密钥"},
	{regexp.MustCompile(`(加密|密文|严格)模式`), "安全模式"},
	{regexp.MustCompile(`(纯文本|未加密|普通)模式`), "明文模式"},
	{regexp.MustCompile(`混合模式`), "兼容模式"},
	{regexp.MustCompile(`服务器(设置|配置页)|服务端配置`), "服务器配置"},
	{regexp.MustCompile(`IP 白名单|ip白名单`), "IP白名单"},
	{regexp.MustCompile(`(信任|受信|可靠) ?(IP|ip)|可信 IP`), "可信IP"},
	{regexp.MustCompile(`(信任|受信)域名|安全域名`), "可信域名"},
	{regexp.MustCompile(`帐[号户]|账户`), "账号"},
	{regexp.MustCompile(`登陆`), "登录"},
	{regexp.MustCompile(`回调URL|回调地址`), "回调 URL"},
	{regexp.MustCompile(`公众帐号|公共号`), "公众号"},
}

var (
	notice      = regexp.MustCompile(`「[^」]*」`)
	places      = regexp.MustCompile(`\{[a-z]+(:q)?\}|%[.0-9]*[a-z]`)
	hanWords    = regexp.MustCompile(`\p{Han}+`)
	calls       = regexp.MustCompile(`\w\([^\p{Han})]*\)`) // in code
	englishWord = regexp.MustCompile(`[A-Za-z]{3}`)
	asciiMark   = regexp.MustCompile(`\p{Han} ?[,;:!?()]|\p{Han}\.($|[^a-zA-Z0-9.])|[,;!?()] ?\p{Han}`)
)

func placesOf(text string) []string {
	found := places.FindAllString(text, -1)
	if !strings.Contains(text, "%") { // named places may be in any order
		slices.Sort(found)
	}
	return found
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
