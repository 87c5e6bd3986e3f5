package wxapi_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"wxtool/internal/wxapi"
)

// noNetwork records the URLs of requests and sends nothing.
type noNetwork struct{ urls []string }

var errNotSent = errors.New("nothing is sent in this test")

func (e *noNetwork) RoundTrip(r *http.Request) (*http.Response, error) {
	e.urls = append(e.urls, r.Method+" "+r.URL.Scheme+"://"+r.URL.Host+r.URL.Path)
	return nil, errNotSent
}

// TestOfficialOrigin: the secrets of each platform are sent to its own host, as in the
// official pages.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
// https://developer.work.weixin.qq.com/document/path/91039
func TestOfficialOrigin(t *testing.T) {
	for platform, want := range map[string]string{
		wxapi.MP:   "POST https://api.weixin.qq.com/cgi-bin/stable_token",
		wxapi.Work: "GET https://qyapi.weixin.qq.com/cgi-bin/gettoken",
	} {
		network := &noNetwork{}
		c := &wxapi.Client{
			Account: wxapi.Account{Platform: platform, AppID: "id", Secret: secret},
			Origin:  wxapi.OfficialOrigin(platform), HTTP: network, Now: time.Now, Cache: &wxapi.Memory{},
		}
		if _, err := c.AccessToken(t.Context(), wxapi.Keep); !errors.Is(err, errNotSent) {
			t.Errorf("%s: %v", platform, err)
		}
		if len(network.urls) != 1 || network.urls[0] != want {
			t.Errorf("%s: asked %q, want %s", platform, network.urls, want)
		}
	}
}

// TestShowURL: the official picture of a ticket is on another host than the API; for
// other origins it is on the same host.
//
// https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode
func TestShowURL(t *testing.T) {
	for origin, want := range map[string]string{
		"https://api.weixin.qq.com":    "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=a%2Fb%3D",
		"https://sh.api.weixin.qq.com": "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=a%2Fb%3D",
		"http://127.0.0.1:8090":        "http://127.0.0.1:8090/cgi-bin/showqrcode?ticket=a%2Fb%3D",
	} {
		if got := wxapi.ShowURL(origin, "a/b="); got != want {
			t.Errorf("%s: %s, want %s", origin, got, want)
		}
	}
}
