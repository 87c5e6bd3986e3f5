package sandbox_test

import (
	"bytes"
	"image/jpeg"
	"image/png"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// TestMiniCode: pictures that a program can read, and the checks. The texts of 40129,
// 40169 and 41030 were seen:
//
//	{"errcode":40169,"errmsg":"invalid length for scene, or the data is not json string rid: 66d02a4c-6788a203-083e9b71"}
//	{"errcode":41030,"errmsg":"invalid page rid: 61e12b6f-053131ca-0e4a5244"}
//
// Official pages: https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_getunlimitedqrcode
// and …/api_getqrcode, …/api_createqrcode. That a page with a slash in front or with
// parameters is 41030 is reported, as is 47001 for a member of the wrong type; 40097 and
// the order of the checks are guesses.
func TestMiniCode(t *testing.T) {
	w := newPushing(t)
	const scene = `"scene":"a=1&b=!#$'()*+,/:;=?@-._~"`
	for _, tt := range []struct{ path, body string }{
		{"/wxa/getwxacodeunlimit", `{` + scene + `}`},
		{"/wxa/getwxacodeunlimit", `{` + scene + `,"page":"pages/index/index","width":280,"env_version":"trial"}`},
		{"/wxa/getwxacodeunlimit", `{` + scene + `,"page":"/p?a=1","check_path":false}`},
		{"/wxa/getwxacode", `{"path":"pages/index/index?a=1"}`},
		{"/wxa/getwxacode", `{"path":"` + strings.Repeat("中", 1024) + `","width":1}`},
		{"/cgi-bin/wxaapp/createwxaqrcode", `{"path":"pages/index/index","width":5000}`},
	} {
		res := w.pictureOf(tt.path, tt.body)
		if _, err := jpeg.Decode(res.Body); err != nil || res.Header().Get("Content-Type") != "image/jpeg" {
			t.Errorf("%s %.60s: %v %s", tt.path, tt.body, err, res.Header())
		}
	}
	clear := w.pictureOf("/wxa/getwxacode", `{"path":"p","is_hyaline":true}`)
	if _, err := png.Decode(bytes.NewReader(clear.Body.Bytes())); err != nil {
		t.Error(err)
	}
	long, page := mp("40169", "invalid length for scene, or the data is not json string"), mp("41030", "invalid page")
	for _, tt := range []struct{ body, want string }{
		{`{}`, long},
		{`{"scene":""}`, long},
		{`{"scene":"` + strings.Repeat("x", 33) + `"}`, long},
		{`{"scene":"中"}`, mp("40129", "invalid scene")},
		{`{"scene":"a%20b"}`, mp("40129", "invalid scene")},
		{`{"scene":"a b"}`, mp("40129", "invalid scene")},
		{`{"scene":1}`, mp("47001", "data format error")},
		{`{"scene":"a","check_path":"false"}`, mp("47001", "data format error")},
		{`{"scene":"a","page":"/pages/index/index"}`, page},
		{`{"scene":"a","page":"pages/index/index?a=1"}`, page},
		{`{"scene":"a","env_version":"beta"}`, mp("40097", "invalid args")},
	} {
		w.said("/wxa/getwxacodeunlimit", tt.body, tt.want)
	}
	for _, path := range []string{"/wxa/getwxacode", "/cgi-bin/wxaapp/createwxaqrcode"} {
		for _, body := range []string{`{}`, `{"path":"` + strings.Repeat("x", 1025) + `"}`} {
			w.said(path, body, mp("40159", "invalid length for path, or the data is not json string"))
		}
		w.said(path, `{"path":"p","env_version":"beta"}`, mp("40097", "invalid args"))
	}
	for _, path := range []string{"/wxa/getwxacode", "/wxa/getwxacodeunlimit", "/cgi-bin/wxaapp/createwxaqrcode"} {
		w.said(path, "", mp("43002", "require POST method"))
	}
}

// pictureOf makes a call of wx0.
func (w *pushing) pictureOf(path, body string) *httptest.ResponseRecorder {
	w.t.Helper()
	res := httptest.NewRecorder()
	w.ServeHTTP(res, from("POST", path+"?access_token="+w.accessToken("wx0"), body))
	return res
}

// TestMiniCodesAreCounted: getwxacode and createwxaqrcode together, for ever; the
// unlimited ones 5000 a minute.
func TestMiniCodesAreCounted(t *testing.T) {
	w := newPushing(t)
	config := w.config(w.origin)
	config.Limits = sandbox.Limits{PermanentCodes: 2}
	w.Server = sandbox.New(config)
	for range 2 {
		if res := w.pictureOf("/wxa/getwxacode", `{"path":"p"}`); res.Header().Get("Content-Type") != "image/jpeg" {
			t.Error(res.Body)
		}
	}
	w.clock.Advance(400 * 24 * time.Hour)
	w.said("/cgi-bin/wxaapp/createwxaqrcode", `{"path":"p"}`, mp("45029", "qrcode count out of limit"))
	w.said("/wxa/getwxacode", `{"path":"q"}`, mp("45029", "qrcode count out of limit"))
	token := w.accessToken("wx0")
	ask := func() string {
		res := httptest.NewRecorder()
		w.ServeHTTP(res, from("POST", "/wxa/getwxacodeunlimit?access_token="+token, `{"scene":"a","page":"/","check_path":false}`))
		return res.Header().Get("Content-Type")
	}
	for range 5000 {
		if kind := ask(); kind != "image/jpeg" {
			t.Fatal(kind)
		}
	}
	if kind := ask(); !strings.HasPrefix(kind, "application/json") {
		t.Error("5001 a minute")
	}
	w.said("/wxa/getwxacodeunlimit", `{"scene":"a"}`, mp("45009", "reach max api daily quota limit"))
	w.clock.Advance(time.Minute)
	if kind := ask(); kind != "image/jpeg" {
		t.Error(kind)
	}
}
