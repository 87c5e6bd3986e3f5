package sandbox_test

import (
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"wxtool/fixtures"
	"wxtool/internal/fixture"
	"wxtool/internal/sandbox"
)

// apiSandbox is a sandbox whose clock the test sets.
type apiSandbox struct {
	*sandbox.Server
	now time.Time
}

func newAPISandbox() *apiSandbox {
	w := &apiSandbox{now: time.Unix(1751328000, 0)}
	w.Server = sandbox.New(w.config(sandbox.Limits{Daily: map[string]int{"/cgi-bin/token": 50}, ConditionalMenus: 4}))
	return w
}

func (w *apiSandbox) config(limits sandbox.Limits) sandbox.Config {
	return sandbox.Config{
		Accounts: []sandbox.Account{
			{Platform: sandbox.MP, AppID: "wx1", Secret: "s1", To: &url.URL{Scheme: "http", Host: "shop.example", Path: "/wx"}},
			{Platform: sandbox.MP, AppID: "wx2", Secret: "s2"},
			{Platform: sandbox.MP, AppID: "wxfenced", Secret: "s", AllowIPs: []netip.Prefix{netip.MustParsePrefix("1.2.3.4/32")}},
			{Platform: sandbox.Work, AppID: "ww1", Secret: "s3"},
			{Platform: sandbox.Work, AppID: "ww2", Secret: "s4", AgentID: "1000002"},
			{Platform: sandbox.Work, AppID: "wwfenced", Secret: "s5", AllowIPs: []netip.Prefix{netip.MustParsePrefix("1.2.3.4/32")}},
		},
		Now: func() time.Time { return w.now }, Rand: rand.NewChaCha8([32]byte{}), Limits: limits,
		Fixtures: fixture.New(fixtures.Files()), Observe: called.add,
	}
}

// ask makes a call: a GET, or with a body a POST.
func (w *apiSandbox) ask(path, body string) string {
	method := http.MethodGet
	if body != "" {
		method = http.MethodPost
	}
	return w.send(method, path, body)
}

func (w *apiSandbox) send(method, path, body string) string {
	r := from(method, "/cgi-bin/"+path, body, "From", "192.0.2.1:1234")
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	data, _ := io.ReadAll(answer.Body)
	return string(data)
}

var changing = regexp.MustCompile(`rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}|\[\d{25}\]`)

// TestChecks: the order of the checks, and the text of each refusal.
func TestChecks(t *testing.T) {
	w := newAPISandbox()
	token := w.token(t, "token?grant_type=client_credential&appid=wx1&secret=s1", "")
	corp := w.token(t, "gettoken?corpid=ww1&corpsecret=s3", "")
	const invalid = "invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r"
	for _, tt := range []struct{ path, body, want string }{
		{"none", "", `{"errcode":40066,"errmsg":"invalid url RID"}`},
		{"token?grant_type=x", "", `{"errcode":41002,"errmsg":"appid missing RID"}`},
		{"token?grant_type=x&appid=wx0", "", `{"errcode":40013,"errmsg":"invalid appid RID"}`},
		{"token?grant_type=x&appid=wx1", "", `{"errcode":40002,"errmsg":"invalid grant_type RID"}`},
		{"token?grant_type=client_credential&appid=wx1", "", `{"errcode":41004,"errmsg":"appsecret missing RID"}`},
		{"token?grant_type=client_credential&appid=wx1&secret=s2", "", `{"errcode":40125,"errmsg":"invalid appsecret RID"}`},
		{"token?grant_type=client_credential&appid=wxfenced", "", `{"errcode":40164,"errmsg":"invalid ip 192.0.2.1 ipv6 ::ffff:192.0.2.1, not in whitelist RID"}`},
		{"stable_token", "", `{"errcode":43002,"errmsg":"require POST method RID"}`},
		{"stable_token", " ", `{"errcode":44002,"errmsg":"empty post data RID"}`},
		{"stable_token", "x", `{"errcode":47001,"errmsg":"data format error RID"}`},
		{"stable_token", `{"grant_type":"client_credential","appid":"\u0077x1"}`, `{"errcode":40033,"errmsg":"invalid charset. please check your request, if include \\uxxxx will create fail! RID"}`},
		{"getcallbackip", "", `{"errcode":41001,"errmsg":"access_token missing RID"}`},
		{"getcallbackip?access_token=a.b", "", `{"errcode":40014,"errmsg":"invalid access_token RID"}`},
		{"getcallbackip?access_token=90_" + strings.Repeat("x", 136), "", `{"errcode":40001,"errmsg":"` + invalid + ` RID"}`},
		{"getcallbackip?access_token=" + token, "{}", `{"errcode":43001,"errmsg":"require GET method RID"}`},
		{"getcallbackip?access_token=" + token, "", `{"ip_list":["127.0.0.1"]}`},
		{"get_api_domain_ip?access_token=" + token, "", `{"ip_list":["127.0.0.1"]}`},
		{"getcallbackip?access_token=" + corp, "", `{"ip_list":["127.0.0.1"],"errcode":0,"errmsg":"ok"}`},
		{"get_api_domain_ip?access_token=" + corp, "", `{"ip_list":["127.0.0.1"],"errcode":0,"errmsg":"ok"}`},
		{"qrcode/create?access_token=" + corp, "{}", `{"errcode":40001,"errmsg":"` + invalid + ` RID"}`},
		{"qrcode/create?access_token=" + token, "", `{"errcode":43002,"errmsg":"require POST method RID"}`},
		{"qrcode/create?access_token=" + token, "{}", `{"errcode":40052,"errmsg":"invalid action name RID"}`},
		{"qrcode/create?access_token=" + token, `{"action_name":"QR_SCENE"}`, `{"errcode":40053,"errmsg":"invalid action info RID"}`},
		{"qrcode/create?access_token=" + token, `{"action_name":"QR_SCENE","action_info":{"scene_id":1}}`, `{"errcode":40053,"errmsg":"invalid action info RID"}`},
		{"qrcode/create?access_token=" + token, `{"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":1}}}`, `{"errcode":40053,"errmsg":"invalid action info RID"}`},
		{"qrcode/create?access_token=" + token, `{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":100001}}}`, `{"errcode":40053,"errmsg":"invalid action info RID"}`},
		{"gettoken", "", `{"errcode":41004,"errmsg":"corpsecret missing` + workTail(41004)},
		{"gettoken?corpid=ww1", "", `{"errcode":41004,"errmsg":"corpsecret missing` + workTail(41004)},
		{"gettoken?corpid=ww0", "", `{"errcode":41004,"errmsg":"corpsecret missing` + workTail(41004)},
		{"gettoken?corpsecret=s3", "", `{"errcode":41002,"errmsg":"corpid missing` + workTail(41002)},
		{"gettoken?corpid=ww0&corpsecret=s3", "", `{"errcode":40013,"errmsg":"invalid corpid` + workTail(40013)},
		{"gettoken?corpid=ww1&corpsecret=x", "", `{"errcode":40001,"errmsg":"invalid credential` + workTail(40001)},
		{"externalcontact/add_contact_way?access_token=" + corp, "{}", `{"errcode":41037,"errmsg":"missing contact way type` + workTail(41037)},
		{"externalcontact/add_contact_way?access_token=" + corp, `{"type":1}`, `{"errcode":41038,"errmsg":"missing contact way scene` + workTail(41038)},
		{"externalcontact/add_contact_way?access_token=" + corp, `{"type":3,"scene":2}`, `{"errcode":41039,"errmsg":"invalid contact way type` + workTail(41039)},
		{"externalcontact/add_contact_way?access_token=" + corp, `{"type":1,"scene":3}`, `{"errcode":41040,"errmsg":"invalid contact way scene` + workTail(41040)},
		{"externalcontact/add_contact_way?access_token=" + corp, `{"type":1,"scene":2}`, `{"errcode":40058,"errmsg":"invalid Request Parameter` + workTail(40058)},
		{"externalcontact/add_contact_way?access_token=" + token, "{}", `{"errcode":40014,"errmsg":"invalid access_token` + workTail(40014)},
	} {
		got := changing.ReplaceAllString(w.ask(tt.path, tt.body), "RID")
		if got != tt.want {
			t.Errorf("%s %s\n got %s\nwant %s", tt.path, tt.body, got, tt.want)
		}
	}
}

// TestInventedToken: the answers are those of the real platform in 2026-09.
func TestInventedToken(t *testing.T) {
	w := newAPISandbox()
	const want = `{"errcode":40001,"errmsg":"invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r RID"}`
	for _, token := range []string{"fake_token_00000000000000000000000000000000", "short"} {
		for path, body := range map[string]string{
			"menu/get": "", "getcallbackip": "", "get_api_domain_ip": "", "get_current_selfmenu_info": "", "clear_quota": `{"appid":"wx1"}`,
		} {
			w.said(t, path+"?access_token="+token, body, want)
		}
	}
}

func workTail(code int) string {
	text, _ := json.Marshal(code)
	return `, hint: RID, from ip: 192.0.2.1, more info at https://open.work.weixin.qq.com/devtool/query?e=` + string(text) + `"}`
}

// token requests a token, which must succeed.
func (w *apiSandbox) token(t *testing.T, path, body string) string {
	t.Helper()
	var reply struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"`
	}
	answer := w.ask(path, body)
	if err := json.Unmarshal([]byte(answer), &reply); err != nil || reply.AccessToken == "" || reply.ExpiresIn < 300 {
		t.Fatalf("%s: %s", path, answer)
	}
	return reply.AccessToken
}

const (
	plainToken = "token?grant_type=client_credential&appid=wx1&secret=s1"
	stable     = `{"grant_type":"client_credential","appid":"wx1","secret":"s1"}`
	forced     = `{"grant_type":"client_credential","appid":"wx1","secret":"s1","force_refresh":true}`
)

// good checks the errcode of a call with a token, 0 for a good one.
func (w *apiSandbox) good(t *testing.T, token string, want int) {
	t.Helper()
	var reply struct{ Errcode int }
	answer := w.ask("getcallbackip?access_token="+token, "")
	if err := json.Unmarshal([]byte(answer), &reply); err != nil || reply.Errcode != want {
		t.Errorf("the token gets %s, want %d", answer, want)
	}
}

func TestTokenReplacesAfterFiveMinutes(t *testing.T) {
	w := newAPISandbox()
	first := w.token(t, plainToken, "")
	second := w.token(t, plainToken, "")
	w.now = w.now.Add(5*time.Minute - time.Second)
	w.good(t, first, 0)
	w.now = w.now.Add(time.Second)
	w.good(t, first, 40001)
	w.good(t, second, 0)
	w.now = w.now.Add(2 * time.Hour)
	w.good(t, second, 42001)
}

func TestStableTokenIsASpaceOfItsOwn(t *testing.T) {
	w := newAPISandbox()
	plain := w.token(t, plainToken, "")
	first := w.token(t, "stable_token", stable)
	if again := w.token(t, "stable_token", stable); again != first {
		t.Error("a second call gives another token")
	}
	w.now = w.now.Add(10 * time.Minute)
	w.good(t, plain, 0)
	w.good(t, first, 0)
	w.now = w.now.Add(105 * time.Minute) // five minutes are left
	second := w.token(t, "stable_token", stable)
	if second == first {
		t.Error("the token is not renewed five minutes early")
	}
	w.good(t, first, 0)
	w.now = w.now.Add(5 * time.Minute)
	w.good(t, first, 42001)
	w.good(t, second, 0)
}

func TestForcedRefresh(t *testing.T) {
	w := newAPISandbox()
	first := w.token(t, "stable_token", stable)
	second := w.token(t, "stable_token", forced)
	w.good(t, first, 40001)
	w.now = w.now.Add(29 * time.Second)
	if w.token(t, "stable_token", forced) != second {
		t.Error("refreshed again within 30 seconds")
	}
	w.now = w.now.Add(time.Second)
	third := w.token(t, "stable_token", forced)
	w.good(t, second, 40001)
	for range 18 {
		w.now = w.now.Add(30 * time.Second)
		third = w.token(t, "stable_token", forced)
	}
	w.now = w.now.Add(30 * time.Second)
	if w.token(t, "stable_token", forced) != third {
		t.Error("refreshed for the 21st time on one day")
	}
}

func TestAccountsAreApart(t *testing.T) {
	w := newAPISandbox()
	first := w.token(t, plainToken, "")
	w.token(t, "token?grant_type=client_credential&appid=wx2&secret=s2", "")
	w.now = w.now.Add(10 * time.Minute)
	w.good(t, first, 0)
}

func TestDailyQuota(t *testing.T) {
	w := newAPISandbox()
	for range 50 {
		w.token(t, plainToken, "")
	}
	if got := changing.ReplaceAllString(w.ask(plainToken, ""), "RID"); got != `{"errcode":45009,"errmsg":"reach max api daily quota limit RID"}` {
		t.Error(got)
	}
	w.now = time.Unix(1751328000, 0).Add(16 * time.Hour) // midnight in China
	w.token(t, plainToken, "")
}

// TestSaturation: a temporary scene_id of more than 32 bits is accepted.
func TestSaturation(t *testing.T) {
	w := newAPISandbox()
	token := w.token(t, plainToken, "")
	answer := w.ask("qrcode/create?access_token="+token, `{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":4294967296}}}`)
	if !strings.Contains(answer, `"expire_seconds":60,"url":"http://weixin.qq.com/q/02`) {
		t.Error(answer)
	}
}

func TestRepeatable(t *testing.T) {
	if a, b := newAPISandbox().ask(plainToken, ""), newAPISandbox().ask(plainToken, ""); a != b {
		t.Errorf("%s and %s", a, b)
	}
}

func FuzzServer(f *testing.F) {
	f.Add("GET", "token?grant_type=client_credential&appid=wx1&secret=s1", "")
	f.Add("POST", "stable_token", stable)
	w := newAPISandbox()
	f.Fuzz(func(t *testing.T, method, path, body string) {
		r, err := http.NewRequest(method, "http://sandbox/cgi-bin/"+path, strings.NewReader(body))
		if err != nil {
			return
		}
		answer := httptest.NewRecorder()
		w.ServeHTTP(answer, r)
	})
}
