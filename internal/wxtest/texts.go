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
	if en, zh := placesOf(text.EN), placesOf(text.ZH); !slices.Equal(en, zh) {
		t.Errorf("%s: places %q in English, %q in Chinese", name, en, zh)
	}
	if englishWord.MatchString(places.ReplaceAllString(text.EN, "")) {
		CheckChinese(t, name, text.ZH)
	}
	if hasHan(text.EN) && !strings.Contains(text.EN, "「") {
		t.Errorf("%s: Chinese in the English %q", name, text.EN)
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
	if found := asciiMark.FindString(rest); found != "" {
		t.Errorf("%s: ASCII punctuation %q in %q", name, found, zh)
	}
	for wrong, right := range otherTerms {
		if found := regexp.MustCompile(wrong).FindString(rest); found != "" {
			t.Errorf("%s: write %s, not %s, in %q", name, right, found, zh)
		}
	}
}

// Terms are the terms of the consoles as the Chinese consoles write them.
func Terms() []string {
	return []string{
		"服务器配置", "令牌(Token)", "消息加解密密钥(EncodingAESKey)", "开发者密码(AppSecret)", "开发者ID(AppID)",
		"明文模式", "兼容模式", "安全模式", "企业可信IP", "可信IP", "IP白名单", "接收消息", "可信域名", "自定义菜单",
	}
}

// otherTerms are expressions of what is written in other ways, with the right one.
var otherTerms = map[string]string{
	`\bToken\b`:      "令牌(Token)",
	`EncodingAESKey`: "消息加解密密钥(EncodingAESKey)",
	`秘钥`:             "密钥",
	`(加密|密文|严格)模式`:   "安全模式",
	`(纯文本|未加密|普通)模式`: "明文模式",
	`混合模式`:           "兼容模式",
	`服务器(设置|配置页)|服务端配置`:         "服务器配置",
	`IP 白名单|ip白名单`:              "IP白名单",
	`(信任|受信|可靠) ?(IP|ip)|可信 IP`: "可信IP",
	`(信任|受信)域名|安全域名`:            "可信域名",
	`帐[号户]|账户`:                  "账号",
	`登陆`:                        "登录",
	`回调URL|回调地址`:                "回调 URL",
	`公众帐号|公共号`:                  "公众号",
}

var (
	notice      = regexp.MustCompile(`「[^」]*」`)
	places      = regexp.MustCompile(`\{[a-z]+(:q)?\}|%[.0-9]*[a-z]`)
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
