package sandbox_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// raw makes a GET and returns the response.
func (w *apiSandbox) raw(path string) *http.Response {
	return w.serve(from(http.MethodGet, path, "")).Result()
}

// TestWorkUnknownPath: WeCom has no errcode for an unknown path, as measured; an Official
// Account has 40066.
func TestWorkUnknownPath(t *testing.T) {
	w := newAPISandbox()
	res := w.raw("/cgi-bin/this_api_does_not_exist?access_token=" + w.token(t, corpToken, ""))
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusNotFound || len(body) > 0 || res.Header.Get("Content-Type") != "" {
		t.Errorf("%d %q %q", res.StatusCode, res.Header.Get("Content-Type"), body)
	}
	w.said(t, "this_api_does_not_exist?access_token="+w.token(t, mpToken, ""), "", mp("40066", "invalid url"))
}

// TestWorkIPListOfARefusal: a refusal of WeCom's two lists of addresses contains an empty
// list. The answers are those of the real platform.
func TestWorkIPListOfARefusal(t *testing.T) {
	w := newAPISandbox()
	work := strings.Repeat("x", 136)
	for _, path := range []string{"getcallbackip", "get_api_domain_ip"} {
		w.said(t, path+"?access_token="+work, "", `{"ip_list":[],"errcode":40014,"errmsg":"invalid access_token`+workTail(40014))
		w.said(t, path+"?access_token=short", "", mp("40001", "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"))
	}
	corp := w.token(t, "gettoken?corpid=wwfenced&corpsecret=s5", "")
	w.said(t, "getcallbackip?access_token="+corp, "", `{"ip_list":[],"errcode":60020,"errmsg":"not allow to access from your ip`+workTail(60020))
	w.said(t, "menu/get?agentid=1&access_token="+work, "", `{"errcode":40014,"errmsg":"invalid access_token`+workTail(40014))
}

// TestPlatformByHost: if a proxy redirects the platforms' hosts to the sandbox, the host
// decides the form of the answer.
func TestPlatformByHost(t *testing.T) {
	w := newAPISandbox()
	for host, want := range map[string]string{
		"qyapi.weixin.qq.com":     `{"ip_list":[],"errcode":40014,"errmsg":"invalid access_token` + workTail(40014),
		"QYAPI.weixin.qq.com:443": `{"ip_list":[],"errcode":40014,"errmsg":"invalid access_token` + workTail(40014),
		"api.weixin.qq.com":       mp("40001", "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"),
	} {
		res := w.serve(from(http.MethodGet, "/cgi-bin/getcallbackip?access_token=fake", "", "Host", host, "From", "192.0.2.1:1"))
		if got := changing.ReplaceAllString(res.Body.String(), "RID"); got != want {
			t.Errorf("%s:\n got %s\nwant %s", host, got, want)
		}
	}
	if res := w.serve(from(http.MethodGet, "/cgi-bin/none", "", "Host", "qyapi.weixin.qq.com")); res.Code != http.StatusNotFound {
		t.Errorf("an unknown path: %d %s", res.Code, res.Body)
	}
}

// TestWorkHead: the Content-Type of WeCom's answers, and the 25 digits of their hint,
// which begin with the time.
func TestWorkHead(t *testing.T) {
	w := newAPISandbox()
	res := w.raw("/cgi-bin/gettoken")
	body, _ := io.ReadAll(res.Body)
	if kind := res.Header.Get("Content-Type"); kind != "application/json; charset=utf-8" {
		t.Errorf("Content-Type is %q", kind)
	}
	if !regexp.MustCompile(`, hint: \[1751328000\d{15}\], from ip: `).Match(body) {
		t.Errorf("%s", body)
	}
	if kind := w.raw("/cgi-bin/token").Header.Get("Content-Type"); kind != "application/json; encoding=utf-8" {
		t.Errorf("the Official Account's Content-Type is %q", kind)
	}
}
