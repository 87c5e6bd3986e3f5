package interop

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// Shared code of the client tests, in which third-party SDKs call wxtool sandbox. The
// expected results come from the official pages and the types of the SDKs, never from
// the sandbox.

// wrongSecret has no character that an SDK forgets to encode.
const wrongSecret = "notTheSecretOfTheDemoAccount"

// forged has the form of a token but is not valid.
var forged = "90_" + strings.Repeat("x", 136)

// Every refusal of an Official Account ends with a request id, every refusal of WeCom
// with a page that explains the code.
var (
	officialEnd = regexp.MustCompile(` rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}\b`)
	workEnd     = regexp.MustCompile(`, hint: \[\d+\], from ip: 127\.0\.0\.1, more info at https://open\.work\.weixin\.qq\.com/devtool/query\?e=\d+`)
)

// refused is a refusal as reported by an SDK.
type refused struct {
	Code int64
	Msg  string
}

func wantRefused(t *testing.T, what string, got refused, code int64, end *regexp.Regexp) {
	t.Helper()
	if got.Code != code || !end.MatchString(got.Msg) {
		t.Errorf("%s: %d %q instead of %d", what, got.Code, got.Msg, code)
	}
}

// button is a button in menu/create, menu/get and trymatch, as in the official pages.
type button struct {
	Type     string   `json:"type,omitempty"`
	Name     string   `json:"name"`
	Key      string   `json:"key,omitempty"`
	URL      string   `json:"url,omitempty"`
	AppID    string   `json:"appid,omitempty"`
	PagePath string   `json:"pagepath,omitempty"`
	MediaID  string   `json:"media_id,omitempty"`
	Sub      []button `json:"sub_button,omitempty"`
}

// shownButton is a button in get_current_selfmenu_info.
type shownButton struct {
	button
	Sub struct {
		List []shownButton `json:"list"`
	} `json:"sub_button"`
}

func unlisted(all []shownButton) []button {
	var buttons []button
	for _, b := range all {
		b.button.Sub = unlisted(b.Sub.List)
		buttons = append(buttons, b.button)
	}
	return buttons
}

// menuOf converts a list of buttons of any SDK to one form.
func menuOf(t *testing.T, value any) string {
	t.Helper()
	var buttons []button
	convert(t, value, &buttons)
	return string(encoded(t, buttons))
}

// selfMenuOf is menuOf for get_current_selfmenu_info.
func selfMenuOf(t *testing.T, value any) string {
	t.Helper()
	var buttons []shownButton
	convert(t, value, &buttons)
	return string(encoded(t, unlisted(buttons)))
}

// convert converts a value to another type with the same JSON.
func convert(t *testing.T, from, to any) {
	t.Helper()
	if err := json.Unmarshal(encoded(t, from), to); err != nil {
		t.Fatal(err)
	}
}

// encoded encodes JSON as the platform requires, without \u for < and &.
func encoded(t *testing.T, value any) []byte {
	t.Helper()
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(data.Bytes())
}

// everyone is a menu with difficult parts: levels, a mini program, and an & in a URL,
// which must not be sent as \u0026.
var everyone = []button{
	{Type: "click", Name: "今日歌曲", Key: "V1001_TODAY_MUSIC"},
	{Name: "菜单", Sub: []button{
		{Type: "view", Name: "搜索", URL: "http://www.soso.com/?a=1&b=<2>"},
		{Type: "miniprogram", Name: "wxa", URL: "http://mp.weixin.qq.com", AppID: "wx286b93c14bbf93aa", PagePath: "pages/lunar/index"},
		{Type: "click", Name: "赞一下我们", Key: "V1001_GOOD"},
	}},
}

// androids is a menu for a matchrule.
var androids = []button{{Type: "scancode_waitmsg", Name: "扫码带提示", Key: "rselfmenu_0_0"}}

// staff is a menu of a WeCom application. Mini programs there have a type and no URL.
var staff = []button{
	{Type: "click", Name: "今日歌曲", Key: "V1001_TODAY_MUSIC"},
	{Name: "菜单", Sub: []button{
		{Type: "view", Name: "搜索", URL: "http://www.soso.com/?a=1&b=<2>"},
		{Type: "view_miniprogram", Name: "小程序", PagePath: "pages/lunar/index", AppID: "wx4389ji4kAAA"},
	}},
}

// refusedMenus are bodies of menu/create with the documented error codes.
var refusedMenus = []struct {
	name    string
	buttons []button
	code    int64
}{
	{"four buttons", []button{androids[0], androids[0], androids[0], androids[0]}, 40016},
	{"an unknown type", []button{{Type: "tap", Name: "a", Key: "k"}}, 40017},
	{"a long name", []button{{Type: "click", Name: strings.Repeat("名", 30), Key: "k"}}, 40018},
	{"a long key", []button{{Type: "click", Name: "a", Key: strings.Repeat("k", 129)}}, 40019},
	{"six buttons below", []button{{Name: "a", Sub: []button{androids[0], androids[0], androids[0], androids[0], androids[0], androids[0]}}}, 40023},
	{"a long name below", []button{{Name: "a", Sub: []button{{Type: "click", Name: strings.Repeat("名", 60), Key: "k"}}}}, 40025},
	{"a URL without a scheme", []button{{Type: "view", Name: "a", URL: "www.example.com"}}, 40055},
	{"a URL without a scheme below", []button{{Name: "a", Sub: []button{{Type: "view", Name: "b", URL: "www.example.com"}}}}, 40054},
}

// download fetches a picture.
func download(t *testing.T, url string) []byte {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "image/") {
		t.Fatalf("%s: %s, %s, %v", url, res.Status, res.Header.Get("Content-Type"), err)
	}
	return data
}

// wantTicket checks a ticket against the official pages, and the content of its picture.
// Only temporary codes have expire_seconds.
func wantTicket(t *testing.T, what, url string, expires, wantExpires int64, picture []byte) {
	t.Helper()
	if !strings.HasPrefix(url, "http://weixin.qq.com/q/") || expires != wantExpires {
		t.Errorf("%s: %s for %d seconds instead of %d", what, url, expires, wantExpires)
	}
	if got := readPicture(t, picture); got != url {
		t.Errorf("%s: the picture says %q, the ticket %q", what, got, url)
	}
}
