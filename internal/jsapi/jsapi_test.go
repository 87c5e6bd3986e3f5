package jsapi_test

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
	"testing"

	"wxtool/internal/jsapi"
	"wxtool/internal/lang"
)

// official is the example of the official page.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/jssdk.html, appendix 1
var official = jsapi.Config{
	Ticket:   "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg",
	NonceStr: "Wm3WZYTPz0wzccnW", Timestamp: "1414587457",
}

func page(url string) jsapi.Config {
	c := official
	c.URL = url
	return c
}

func TestOfficialVectors(t *testing.T) {
	for url, want := range map[string]string{
		"http://mp.weixin.qq.com":                    "f4d90daf4b3bca3078ab155816175ba34c443a7b",
		"http://mp.weixin.qq.com?params=value":       "0f9de62fce790f9a083d5c99e95740ceb90c27ed",
		"http://mp.weixin.qq.com?params=value#/home": "0f9de62fce790f9a083d5c99e95740ceb90c27ed",
	} {
		if got := page(url).Signature(); got != want {
			t.Errorf("%s: %s, want %s", url, got, want)
		}
		if d := jsapi.Diagnose(page(url), want, jsapi.Options{}); !d.Valid || d.Reason != "" {
			t.Errorf("%s: %+v", url, d)
		}
	}
}

func sum(text string) string {
	h := sha1.Sum([]byte(text))
	return hex.EncodeToString(h[:])
}

// TestMistakes: what a program with a mistake signs, written out, and the name of the
// mistake.
func TestMistakes(t *testing.T) {
	const page1 = "https://shop.example/order/?id=1&name=%E5%BC%A0#/pay"
	head := "jsapi_ticket=" + official.Ticket + "&noncestr=Wm3WZYTPz0wzccnW"
	at := head + "&timestamp=1414587457&url="
	for text, want := range map[string]string{
		at + page1: "fragment-kept",
		at + "https%3A%2F%2Fshop.example%2Forder%2F%3Fid%3D1%26name%3D%25E5%25BC%25A0":                                    "url-encoded",
		at + "https://shop.example/order/?id=1&name=张":                                                                    "url-decoded",
		at + "https://shop.example/order/":                                                                                "query-missing",
		at + "https://shop.example/order/?id=1&amp;name=%E5%BC%A0":                                                        "html-escaped",
		at + "https://shop.example/":                                                                                      "path-missing",
		at + "https://shop.example/order?id=1&name=%E5%BC%A0":                                                             "slash",
		at + "http://shop.example/order/?id=1&name=%E5%BC%A0":                                                             "scheme",
		at + "https://shop.example:8080/order/?id=1&name=%E5%BC%A0":                                                       "port",
		at + "http://shop.example:8080/order/?id=1&name=%E5%BC%A0":                                                        "scheme+port",
		at + "http://shop.example/order/":                                                                                 "query-missing+scheme",
		head + "&timestamp=1414587457000&url=https://shop.example/order/?id=1&name=%E5%BC%A0":                             "milliseconds",
		strings.Replace(at, "noncestr", "nonceStr", 1) + "https://shop.example/order/?id=1&name=%E5%BC%A0":                "nonceStr",
		strings.Replace(at, official.Ticket, "90_token", 1) + "https://shop.example/order/?id=1&name=%E5%BC%A0":           "ticket-is-access_token",
		strings.Replace(at, official.Ticket, official.Ticket+"\n", 1) + "https://shop.example/order/?id=1&name=%E5%BC%A0": "ticket-spaces",
		strings.Replace(at, official.Ticket, "undefined", 1) + "https://shop.example/order/?id=1&name=%E5%BC%A0":          "ticket-missing",
		"1414587457Wm3WZYTPz0wzccnW" + "https://shop.example/order/?id=1&name=%E5%BC%A0" + official.Ticket:                "unsorted",
		at + "https://other.example/":                                                                                     "mismatch",
	} {
		d := jsapi.Diagnose(page(page1), sum(text), jsapi.Options{Others: map[string]string{"access_token": "90_token"}, Lang: lang.English})
		if d.Valid || d.Reason != want || d.Hint == "" {
			t.Errorf("%s\n got %q, want %q", text, d.Reason, want)
		}
	}
}

// TestUpperCase: and a page of which the fragment is not known.
func TestOtherForms(t *testing.T) {
	c := page("http://mp.weixin.qq.com?params=value")
	if d := jsapi.Diagnose(c, "0F9DE62FCE790F9A083D5C99E95740CEB90C27ED", jsapi.Options{}); d.Valid || d.Reason != "upper-case" {
		t.Errorf("%+v", d)
	}
	if d := jsapi.Diagnose(c, sum(c.Text()+"#wechat_redirect"), jsapi.Options{}); d.Reason != "fragment-kept" {
		t.Errorf("%+v", d)
	}
	c.Timestamp = "1414587457000" // in wx.config, and not in the signature
	if d := jsapi.Diagnose(c, "0f9de62fce790f9a083d5c99e95740ceb90c27ed", jsapi.Options{}); d.Valid || d.Reason != "milliseconds" {
		t.Errorf("%+v", d)
	}
	if d := jsapi.Diagnose(c, c.Signature(), jsapi.Options{Lang: lang.Chinese}); !d.Valid || d.Reason != "milliseconds" || !strings.Contains(d.Hint, "毫秒") {
		t.Errorf("%+v", d)
	}
}

// FuzzDiagnose: no page and no signature make Diagnose fail, and only the right
// signature is valid.
func FuzzDiagnose(f *testing.F) {
	f.Add("https://shop.example/?a=%zz#x", "1", "f4d90daf4b3bca3078ab155816175ba34c443a7b")
	f.Fuzz(func(t *testing.T, url, timestamp, got string) {
		c := page(url)
		c.Timestamp = timestamp
		d := jsapi.Diagnose(c, got, jsapi.Options{})
		if d.Valid != (got == c.Signature()) {
			t.Errorf("%+v", d)
		}
	})
}
