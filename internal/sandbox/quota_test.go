package sandbox_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

func usedOf(limit, used int) string {
	return fmt.Sprintf(`{"errcode":0,"errmsg":"ok","quota":{"daily_limit":%d,"used":%d,"remain":%d},"rate_limit":{"call_count":0,"refresh_second":0},"component_rate_limit":{"call_count":0,"refresh_second":0}}`,
		limit, used, max(0, limit-used))
}

func TestQuota(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	w.token(t, "stable_token", stable)
	w.ask("menu/create"+token, simple)
	w.ask("menu/create"+token, "{}") // a refused call counts too
	w.ask("menu/create"+token, "")   // not with the wrong method
	w.ask("getcallbackip"+token, "")
	for _, tt := range []struct{ body, want string }{
		{`{"cgi_path":"/cgi-bin/menu/create"}`, usedOf(1000, 2)},
		{`{"cgi_path":"/cgi-bin/menu/get"}`, usedOf(10000, 0)},
		{`{"cgi_path":"/cgi-bin/menu/delete"}`, usedOf(1000, 0)},
		{`{"cgi_path":"/cgi-bin/menu/addconditional"}`, usedOf(2000, 0)},
		{`{"cgi_path":"/cgi-bin/menu/delconditional"}`, usedOf(2000, 0)},
		{`{"cgi_path":"/cgi-bin/menu/trymatch"}`, usedOf(20000, 0)},
		{`{"cgi_path":"/cgi-bin/qrcode/create"}`, usedOf(100000, 0)},
		{`{"cgi_path":"/cgi-bin/callback/check"}`, usedOf(1440, 0)},
		{`{"cgi_path":"/cgi-bin/token"}`, usedOf(50, 1)},
		{`{"cgi_path":"/cgi-bin/getcallbackip"}`, usedOf(0, 1)},
		{`{"cgi_path":"/cgi-bin/stable_token"}`, `{"errcode":0,"errmsg":"ok","quota":{"daily_limit":500000,"used":1,"remain":499999},"rate_limit":{"call_count":10000,"refresh_second":60},"component_rate_limit":{"call_count":0,"refresh_second":0}}`},
		{`{"cgi_path":"cgi-bin/menu/create"}`, mp("76003", "cgi_path is invalid")},
		{`{"cgi_path":"https://api.weixin.qq.com/cgi-bin/menu/create"}`, mp("76003", "cgi_path is invalid")},
		{`{}`, mp("76003", "cgi_path is invalid")},
		{`{"cgi_path":"/cgi-bin/none"}`, mp("76021", "cgi_path not found, please check")},
		{`{"cgi_path":"/cgi-bin/gettoken"}`, mp("76021", "cgi_path not found, please check")},
		{`{"cgi_path":"/sns/userinfo"}`, mp("76022", "could not use this cgi_path,no permission")},
		{`{"cgi_path":1}`, mp("47001", "data format error")},
	} {
		w.said(t, "openapi/quota/get"+token, tt.body, tt.want)
	}
	w.now = w.now.Add(24 * time.Hour)
	token = "?access_token=" + w.token(t, mpToken, "")
	w.said(t, "openapi/quota/get"+token, `{"cgi_path":"/cgi-bin/menu/create"}`, usedOf(1000, 0))
}

// TestQuotaOfOtherPaths: paths of the platform that the sandbox does not serve are known,
// with the limits of the official page.
func TestQuotaOfOtherPaths(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	for path, limit := range map[string]int{
		"/cgi-bin/message/custom/send": 500000, "/cgi-bin/user/info": 5000000, "/cgi-bin/user/get": 500, "/cgi-bin/media/upload": 100000,
		"/cgi-bin/draft/add": 1000, "/cgi-bin/freepublish/delete": 10, "/cgi-bin/tags/create": 0, "/wxa/gettemplatedraftlist": 0,
	} {
		w.said(t, "openapi/quota/get"+token, `{"cgi_path":"`+path+`"}`, usedOf(limit, 0))
	}
	w.said(t, "openapi/quota/clear"+token, `{"cgi_path":"/cgi-bin/message/custom/send"}`, done)
	for _, path := range []string{"/cgi-bin/message/custom", "/cgi-bin/message/custom/send/", "/", "# Paths", "/cgi-bin/draft/add 1000"} {
		code, text := "76021", "cgi_path not found, please check"
		if path[0] != '/' {
			code, text = "76003", "cgi_path is invalid"
		}
		w.said(t, "openapi/quota/get"+token, `{"cgi_path":"`+path+`"}`, mp(code, text))
	}
}

// TestPathsFile: each line is a number and a path that no other line and no endpoint
// has.
func TestPathsFile(t *testing.T) {
	data, err := os.ReadFile("paths.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen, lines := map[string]bool{}, 0
	for _, e := range sandbox.Endpoints() {
		seen[e.Path] = true
	}
	for line := range strings.Lines(string(data)) {
		if line[0] == '#' {
			continue
		}
		path, limit, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if n, err := strconv.Atoi(limit); err != nil || n < 0 || path[0] != '/' || seen[path] {
			t.Errorf("%q", line)
		}
		seen[path] = true
		lines++
	}
	if lines+len(sandbox.Endpoints()) < 130 { // an endpoint that the sandbox serves is not in the file
		t.Errorf("only %d paths", lines)
	}
}

// TestDailyLimits: each path has a limit of its own, and a clear resets the count.
func TestDailyLimits(t *testing.T) {
	const reached = "reach max api daily quota limit"
	for path, body := range map[string]string{
		"menu/create": simple, "menu/get": "", "menu/delete": "", "menu/addconditional": "{}", "menu/delconditional": "{}",
		"menu/trymatch": "{}", "qrcode/create": "{}", "callback/check": "{}", "getcallbackip": "",
	} {
		w := newLimited(map[string]int{"/cgi-bin/" + path: 2})
		token := "?access_token=" + w.token(t, mpToken, "")
		allowed := func() { w.ask(path+token, body); w.ask(path+token, body) }
		allowed()
		w.said(t, path+token, body, mp("45009", reached))
		w.said(t, "openapi/quota/get"+token, `{"cgi_path":"/cgi-bin/`+path+`"}`, usedOf(2, 2))
		w.said(t, "openapi/quota/clear"+token, `{"cgi_path":"/cgi-bin/token"}`, done)
		w.said(t, path+token, body, mp("45009", reached))
		w.said(t, "openapi/quota/clear"+token, `{"cgi_path":"/cgi-bin/`+path+`"}`, done)
		allowed()
		w.said(t, path+token, body, mp("45009", reached))
		w.said(t, "clear_quota"+token, `{"appid":"wx1"}`, done)
		allowed()
		w.said(t, path+token, body, mp("45009", reached))
		w.said(t, "clear_quota/v2", `{"appid":"wx1","appsecret":"s1"}`, done)
		allowed()
		w.said(t, path+token, body, mp("45009", reached))
		w.now = time.Unix(1751328000, 0).Add(16 * time.Hour) // midnight in China
		token = "?access_token=" + w.token(t, mpToken, "")
		allowed()
		w.said(t, path+token, body, mp("45009", reached))
	}
}

func newLimited(daily map[string]int) *apiSandbox {
	w := newAPISandbox()
	w.Server = sandbox.New(w.config(sandbox.Limits{Daily: daily}))
	return w
}

// TestClearsOfAMonth: each account has ten clears a month, by all endpoints together.
func TestClearsOfAMonth(t *testing.T) {
	const forbidden = "forbid to clear quota because of reaching the limit"
	w := newAPISandbox()
	w.now = time.Unix(1751328000, 0) // 1 July 2025, 8 o'clock in China
	token := "?access_token=" + w.token(t, mpToken, "")
	for range 3 {
		w.said(t, "clear_quota"+token, `{"appid":"wx1"}`, done)
		w.said(t, "openapi/quota/clear"+token, `{"cgi_path":"/cgi-bin/menu/get"}`, done)
		w.said(t, "clear_quota/v2", `{"appid":"wx1","appsecret":"s1"}`, done)
	}
	w.said(t, "clear_quota"+token, `{"appid":"wx2"}`, mp("40013", "invalid appid")) // none of these is used up
	w.said(t, "clear_quota"+token, `{}`, mp("41002", "appid missing"))
	w.said(t, "openapi/quota/clear"+token, `{"cgi_path":"/cgi-bin/none"}`, mp("76021", "cgi_path not found, please check"))
	w.said(t, "clear_quota/v2?appid=wx1&appsecret=s1", " ", mp("44002", "empty post data"))
	w.ask("menu/get"+token, "")
	if got := w.send("POST", "clear_quota/v2?appid=wx1&appsecret=s1", ""); got != done {
		t.Error(got)
	}
	w.said(t, "openapi/quota/get"+token, `{"cgi_path":"/cgi-bin/menu/get"}`, usedOf(10000, 0))
	w.ask("menu/get"+token, "")
	w.said(t, "clear_quota"+token, `{"appid":"wx1"}`, mp("48006", forbidden))
	w.said(t, "openapi/quota/clear"+token, `{"cgi_path":"/cgi-bin/menu/get"}`, mp("48006", forbidden))
	w.said(t, "clear_quota/v2", `{"appid":"wx1","appsecret":"s1"}`, mp("48006", forbidden))
	w.said(t, "openapi/quota/get"+token, `{"cgi_path":"/cgi-bin/menu/get"}`, usedOf(10000, 1))
	w.said(t, "clear_quota/v2", `{"appid":"wx2","appsecret":"s2"}`, done)

	w.now = time.Date(2025, 7, 31, 15, 59, 59, 0, time.UTC)
	w.said(t, "clear_quota/v2", `{"appid":"wx1","appsecret":"s1"}`, mp("48006", forbidden))
	w.now = w.now.Add(time.Second) // August in China
	w.said(t, "clear_quota/v2", `{"appid":"wx1","appsecret":"s1"}`, done)
}

// TestClearBySecret: the checks are those of a request for a token.
func TestClearBySecret(t *testing.T) {
	w := newAPISandbox()
	for _, tt := range []struct{ body, want string }{
		{"", mp("43002", "require POST method")},
		{" ", mp("44002", "empty post data")},
		{"{}", mp("41002", "appid missing")},
		{`{"appid":"wx0"}`, mp("40013", "invalid appid")},
		{`{"appid":"ww1","appsecret":"s3"}`, mp("40013", "invalid appid")},
		{`{"appid":"wxfenced"}`, mp("40164", "invalid ip 192.0.2.1 ipv6 ::ffff:192.0.2.1, not in whitelist")},
		{`{"appid":"wx1"}`, mp("41004", "appsecret missing")},
		{`{"appid":"wx1","appsecret":"s2"}`, mp("40125", "invalid appsecret")},
	} {
		w.said(t, "clear_quota/v2", tt.body, tt.want)
	}
}

// TestForcedRefreshesAreNotCleared: a clear does not reset their count.
func TestForcedRefreshesAreNotCleared(t *testing.T) {
	w := newAPISandbox()
	last := ""
	for range 20 {
		last = w.token(t, "stable_token", forced)
		w.now = w.now.Add(30 * time.Second)
	}
	w.said(t, "clear_quota/v2", `{"appid":"wx1","appsecret":"s1"}`, done)
	if w.token(t, "stable_token", forced) != last {
		t.Error("refreshed for the 21st time on one day")
	}
}

func TestCallbackCheck(t *testing.T) {
	w := newAPISandbox()
	token := "?access_token=" + w.token(t, mpToken, "")
	none := "?access_token=" + w.token(t, "token?grant_type=client_credential&appid=wx2&secret=s2", "")
	for _, tt := range []struct{ token, body, want string }{
		{token, "{}", mp("40202", "invalid action")},
		{token, `{"action":"trace","check_operator":"X"}`, mp("40202", "invalid action")},
		{token, `{"action":"all"}`, mp("40203", "invalid check_operator")},
		{token, `{"action":"all","check_operator":"default"}`, mp("40203", "invalid check_operator")},
		{none, `{"action":"all","check_operator":"DEFAULT"}`, mp("40201", "invalid url")},
		{token, `{"action":"all","check_operator":"DEFAULT"}`, `{"dns":[{"ip":"127.0.0.1","real_operator":"CAP"}],"ping":[{"ip":"127.0.0.1","from_operator":"CAP","package_loss":"0%","time":"0.050ms"}]}`},
		{token, `{"action":"dns","check_operator":"UNICOM"}`, `{"dns":[{"ip":"127.0.0.1","real_operator":"CAP"}]}`},
		{token, `{"action":"ping","check_operator":"UNICOM"}`, `{"ping":[{"ip":"127.0.0.1","from_operator":"UNICOM","package_loss":"0%","time":"0.050ms"}]}`},
	} {
		w.said(t, "callback/check"+tt.token, tt.body, tt.want)
	}
}
