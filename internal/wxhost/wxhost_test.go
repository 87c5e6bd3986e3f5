package wxhost_test

import (
	"slices"
	"strings"
	"testing"

	"wxtool/internal/wxhost"
)

func TestKnown(t *testing.T) {
	for name, want := range map[string]bool{
		"api.weixin.qq.com": true, "API.weixin.qq.com.": true, "qyapi.weixin.qq.com": true, "hk.api.weixin.qq.com": true,
		"":                             false,
		"weixin.qq.com":                false,
		"qq.com":                       false,
		"api.mch.weixin.qq.com":        false, // WeChat Pay
		"x.api.weixin.qq.com":          false,
		"evilapi.weixin.qq.com":        false,
		"api.weixin.qq.com..":          false,
		"api.weixin.qq.com.evil":       false,
		"api.weixin.qq.com:443":        false,
		"api.weixin.qq.com\x00.a":      false,
		"apı.weixin.qq.com":            false,
		"аpi.weixin.qq.com":            false, // a Cyrillic letter
		"open.wor\u212a.weixin.qq.com": false, // the sign of kelvin
	} {
		if wxhost.Known(name) != want {
			t.Errorf("%q: %v", name, !want)
		}
	}
}

func TestTable(t *testing.T) {
	all := wxhost.All()
	for i, name := range all {
		if name != wxhost.Normal(name) || !strings.HasSuffix(name, ".weixin.qq.com") || slices.Contains(all[:i], name) {
			t.Errorf("%q", name)
		}
	}
}
