package sandbox_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
	"wxtool/internal/wxtest"
)

// browser is the phone of lily at a sandbox that serves wx1 and ww1.
func browser(t *testing.T) (b *sandbox.Browser, w *apiSandbox) {
	t.Helper()
	w = newAPISandbox()
	return &sandbox.Browser{Sandbox: wxtest.Serve(t, w.Server), HTTP: &http.Transport{}, User: "lily", Answer: "allow"}, w
}

func open(t *testing.T, b *sandbox.Browser, address string) *sandbox.Visit {
	t.Helper()
	v, err := b.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestBrowserKeepsWhatAPhoneKeeps: cookies of each site alone, the fragment over a
// redirect, and a name that says WeChat or WeCom.
func TestBrowserKeepsWhatAPhoneKeeps(t *testing.T) {
	b, _ := browser(t)
	var agents []string
	site := wxtest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agents = append(agents, r.UserAgent())
		switch r.URL.Path {
		case "/":
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
			http.SetCookie(w, &http.Cookie{Name: "elsewhere", Value: "1", Path: "/admin"})
			http.Redirect(w, r, "/page?a=1", http.StatusSeeOther)
		default:
			fmt.Fprintf(w, "<title>%s &amp; %q</title>", r.URL, r.Header.Get("Cookie"))
		}
	}))
	v := open(t, b, site+"/#/orders")
	if !v.OK || v.Asked || v.Title != `/page?a=1 & "seen=1"` || v.URL != site+"/page?a=1#/orders" || len(v.Steps) != 2 {
		t.Errorf("%+v", v)
	}
	b.Work = true
	open(t, b, strings.TrimPrefix(site, "http://"))
	if len(agents) != 4 || !strings.Contains(agents[0], " MicroMessenger/") || strings.Contains(agents[0], "wxwork") || !strings.Contains(agents[3], " wxwork/") {
		t.Errorf("%q", agents)
	}
}

// TestBrowserEnds: at a loop, at an address that a phone cannot open, and at a page
// that is too long.
func TestBrowserEnds(t *testing.T) {
	b, _ := browser(t)
	site := wxtest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/app":
			w.Header().Set("Location", "weixin://dl/chat")
			w.WriteHeader(http.StatusFound)
		default:
			fmt.Fprint(w, strings.Repeat("x", 2<<20))
		}
	}))
	if v := open(t, b, site+"/loop"); v.OK || len(v.Steps) != 20 || !strings.Contains(v.Steps[19].Error, "more than 20 requests") {
		t.Errorf("%+v", v)
	}
	if v := open(t, b, site+"/app"); v.OK || len(v.Steps) != 1 || !strings.Contains(v.Steps[0].Error, "Location") {
		t.Errorf("%+v", v)
	}
	if v := open(t, b, site+"/long"); !v.OK || len(v.Body) != 1<<20 {
		t.Errorf("%d bytes", len(v.Body))
	}
}

// TestBrowserAtThePlatform: the platform's pages by the platform's names and by that of
// the sandbox, of the web login too.
func TestBrowserAtThePlatform(t *testing.T) {
	b, _ := browser(t)
	site := wxtest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.URL.Query().Encode()) }))
	to := "&redirect_uri=" + url.QueryEscape(site+"/?a=1")
	for _, address := range []string{
		"https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1" + to + "&response_type=code&scope=snsapi_base&state=s#wechat_redirect",
		b.Sandbox + "/connect/oauth2/authorize?appid=wx1" + to + "&response_type=code&scope=snsapi_base&state=s#wechat_redirect",
		"https://open.work.weixin.qq.com/wwopen/sso/qrConnect?appid=ww1&agentid=1" + to + "&state=s",
		"https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=CorpApp&appid=ww1&agentid=1" + to + "&state=s",
	} {
		v := open(t, b, address)
		if !v.OK || !v.Asked || !strings.HasPrefix(v.Title, "a=1&code=") || !strings.HasSuffix(v.Title, "&state=s") {
			t.Errorf("%s: %+v", address, v)
		}
		for _, note := range v.Steps[0].Notes {
			if strings.Contains(note, "wechat_redirect") {
				t.Errorf("%s: %s", address, note)
			}
		}
	}
	if v := open(t, b, "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1"); v.OK || v.Steps[0].Code != 10011 || v.Steps[0].Error != "redirect_uri不能为空" {
		t.Errorf("%+v", v)
	}
}

// TestBrowserFails: at addresses that are none, at servers that do not answer, and at
// one that is not a sandbox.
func TestBrowserFails(t *testing.T) {
	b, _ := browser(t)
	var refused *sandbox.ActError
	for _, address := range []string{"", "ftp://x/", "http://", "http://%zz/"} {
		if _, err := b.Open(t.Context(), address); !errors.As(err, &refused) {
			t.Errorf("%q: %v", address, err)
		}
	}
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	var unreached *sandbox.TransportError
	if _, err := b.Open(t.Context(), closed.URL); !errors.As(err, &unreached) || unreached.At != closed.URL {
		t.Errorf("%v", err)
	}
	b.Sandbox = wxtest.Serve(t, http.NotFoundHandler())
	if _, err := b.Open(t.Context(), "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1"); !errors.Is(err, sandbox.ErrNotSandbox) {
		t.Errorf("%v", err)
	}
	b.User = ""
	if _, err := b.Open(t.Context(), closed.URL); !errors.As(err, &refused) {
		t.Errorf("%v", err)
	}
}

// hosts records whom a client asks, and answers for hosts that are not this machine.
type hosts struct {
	http.RoundTripper
	asked []string
}

func (h *hosts) RoundTrip(r *http.Request) (*http.Response, error) {
	h.asked = append(h.asked, r.URL.Host)
	if r.URL.Hostname() == "127.0.0.1" {
		return h.RoundTripper.RoundTrip(r)
	}
	res := httptest.NewRecorder()
	http.Redirect(res, r, "http://stranger.example/", http.StatusFound)
	return res.Result(), nil
}

// TestBrowserLeavesNoNamedHost: a redirect to another machine is followed only if the
// user named it: in the URL, or as oauth_domain.
func TestBrowserLeavesNoNamedHost(t *testing.T) {
	site := wxtest.Serve(t, http.RedirectHandler("http://stranger.example/?secret=1", http.StatusFound))
	w := newAPISandbox()
	config := w.config(sandbox.Limits{})
	config.Accounts[0].OAuthDomains = []string{"shop.example"}
	w.Server = sandbox.New(config)
	h := &hosts{RoundTripper: &http.Transport{}}
	b := &sandbox.Browser{Sandbox: wxtest.Serve(t, w.Server), HTTP: h, User: "lily", Answer: "allow"}
	login := "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=http%3A%2F%2Fshop.example%2Flogin&response_type=code&scope=snsapi_base&state=1#wechat_redirect"
	sandboxHost := strings.TrimPrefix(b.Sandbox, "http://")
	for address, want := range map[string][]string{
		site:                       {strings.TrimPrefix(site, "http://")},
		"http://shop.example/home": {"shop.example"},
		login:                      {sandboxHost, "shop.example"},
	} {
		h.asked = nil
		v := open(t, b, address)
		last := v.Steps[len(v.Steps)-1]
		if !slices.Equal(h.asked, want) || len(last.Notes) == 0 || !strings.Contains(last.Notes[len(last.Notes)-1], "leads to stranger.example") {
			t.Errorf("%s: asked %q, want %q; %+v", address, h.asked, want, last)
		}
	}
}
