package wxapi_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wxtool/internal/sandbox"
	"wxtool/internal/wxapi"
	"wxtool/internal/wxtest"
)

const secret = "canary-secret-7d793037a0760186"

// platform is a sandbox over HTTP with a clock that the test sets.
type platform struct {
	*httptest.Server
	clock wxtest.Clock
	mu    sync.Mutex
	calls []sandbox.Event
}

func newPlatform(t *testing.T, limits sandbox.Limits) *platform {
	p := &platform{}
	p.Server = httptest.NewServer(sandbox.New(sandbox.Config{
		Accounts: []sandbox.Account{
			{Platform: sandbox.MP, AppID: "wx1", Secret: secret},
			{Platform: sandbox.MP, AppID: "wxfenced", Secret: secret, AllowIPs: []netip.Prefix{netip.MustParsePrefix("1.2.3.4/32")}},
			{Platform: sandbox.Work, AppID: "ww1", Secret: secret},
			{Platform: sandbox.Work, AppID: "wwfenced", Secret: secret, AllowIPs: []netip.Prefix{netip.MustParsePrefix("1.2.3.4/32")}},
		},
		Now: p.clock.Now, Rand: wxtest.Random(1), Limits: limits,
		Observe: func(e sandbox.Event) { p.mu.Lock(); p.calls = append(p.calls, e); p.mu.Unlock() },
	}))
	t.Cleanup(p.Close)
	return p
}

// asked returns the paths that were called since its last call, with their errcodes.
func (p *platform) asked() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var words []string
	for _, e := range p.calls {
		word := strings.TrimPrefix(e.Path, "/cgi-bin/")
		if e.Code != 0 {
			word += "!"
		}
		words = append(words, word)
	}
	p.calls = nil
	return strings.Join(words, " ")
}

func (p *platform) client(platform, id string) *wxapi.Client {
	return &wxapi.Client{
		Account: wxapi.Account{Platform: platform, AppID: id, Secret: secret},
		Origin:  p.URL, HTTP: http.DefaultTransport, Now: p.clock.Now, Cache: &wxapi.Memory{},
	}
}

func TestTokenIsKeptAndRenewedEarly(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	for _, who := range []struct{ platform, id, path string }{{wxapi.MP, "wx1", "stable_token"}, {wxapi.Work, "ww1", "gettoken"}} {
		c := p.client(who.platform, who.id)
		first, err := c.AccessToken(t.Context(), wxapi.Keep)
		if err != nil || first.Cached || len(first.Value) < 100 {
			t.Fatalf("%+v, %v", first, err)
		}
		p.clock.Advance(115*time.Minute - time.Second)
		again, err := c.AccessToken(t.Context(), wxapi.Keep)
		if err != nil || again.Value != first.Value || !again.Cached || p.asked() != who.path {
			t.Errorf("%s: %+v, %v", who.platform, again, err)
		}
		p.clock.Advance(time.Second)
		renewed, err := c.AccessToken(t.Context(), wxapi.Keep)
		if err != nil || renewed.Cached || p.asked() != who.path || (renewed.Value == first.Value) != (who.platform == wxapi.Work) {
			t.Errorf("%s: %+v, %v", who.platform, renewed, err)
		}
		c.AccessToken(t.Context(), wxapi.Keep)
		if calls := p.asked(); calls != "" {
			t.Errorf("%s: asked %s again at once", who.platform, calls)
		}
	}
}

// TestRefusedTokenIsRenewedOnce: 40001, 40014 and 42001.
func TestRefusedTokenIsRenewedOnce(t *testing.T) {
	const renewal = "qrcode/create! stable_token qrcode/create"
	for name, tt := range map[string]struct {
		spoil func(*platform, *wxapi.Client)
		want  string
	}{
		"overwritten": {func(p *platform, _ *wxapi.Client) {
			other := p.client(wxapi.MP, "wx1")
			other.FetchToken(context.Background(), true)
		}, renewal},
		"of a platform that began anew": {func(p *platform, _ *wxapi.Client) {
			fresh := newPlatform(t, sandbox.Limits{})
			p.Config.Handler = fresh.Config.Handler
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform(t, sandbox.Limits{})
			c := p.client(wxapi.MP, "wx1")
			if _, err := c.AccessToken(t.Context(), wxapi.Keep); err != nil {
				t.Fatal(err)
			}
			p.asked()
			tt.spoil(p, c)
			if tt.want != "" {
				p.asked()
			}
			if _, err := c.QRCodeCreate(t.Context(), wxapi.QRCode{SceneID: 1}); err != nil {
				t.Error(err)
			}
			if got := p.asked(); got != tt.want {
				t.Errorf("calls: %s", got)
			}
		})
	}
}

// TestTokenRejectedTwice: if the platform returns the rejected token again, a new one is
// forced. If that one is rejected too, the error is returned.
func TestTokenRejectedTwice(t *testing.T) {
	var forced, created atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch {
		case strings.HasSuffix(r.URL.Path, "stable_token") && bytes.Contains(body, []byte(`"force_refresh":true`)):
			forced.Add(1)
			io.WriteString(w, `{"access_token":"new","expires_in":7200}`)
		case strings.HasSuffix(r.URL.Path, "stable_token"):
			io.WriteString(w, `{"access_token":"old","expires_in":7200}`)
		default:
			created.Add(1)
			io.WriteString(w, `{"errcode":40001,"errmsg":"invalid credential rid: 6860aaaa-1-2"}`)
		}
	}))
	defer server.Close()
	c := &wxapi.Client{Account: wxapi.Account{Platform: wxapi.MP, AppID: "wx1", Secret: secret}, Origin: server.URL, HTTP: http.DefaultTransport, Now: time.Now, Cache: &wxapi.Memory{}}
	_, err := c.QRCodeCreate(t.Context(), wxapi.QRCode{SceneID: 1})
	if err == nil || err.Error() != "qrcode/create: errcode 40001: invalid credential (rid 6860aaaa-1-2)" || forced.Load() != 1 || created.Load() != 2 {
		t.Errorf("%v, forced %d, created %d", err, forced.Load(), created.Load())
	}
}

func TestQRCodes(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	c := p.client(wxapi.MP, "wx1")
	for action, tt := range map[string]struct {
		code   wxapi.QRCode
		expire int64
	}{
		"QR_SCENE":           {wxapi.QRCode{SceneID: 4294967295, Expire: wxapi.MaxExpire}, 2592000},
		"QR_STR_SCENE":       {wxapi.QRCode{SceneStr: strings.Repeat("中", 64)}, 60},
		"QR_LIMIT_SCENE":     {wxapi.QRCode{SceneID: 100000, Permanent: true}, 0},
		"QR_LIMIT_STR_SCENE": {wxapi.QRCode{SceneStr: "<a&b>\u2028", Permanent: true}, 0},
	} {
		ticket, err := c.QRCodeCreate(t.Context(), tt.code)
		if err != nil || tt.code.ActionName() != action || ticket.ExpireSeconds != tt.expire {
			t.Errorf("%s: %+v, %v", action, ticket, err)
			continue
		}
		if info, ok := wxapi.ReadTicket(ticket.Ticket); !ok || info.URL != ticket.URL || !info.Created.Equal(p.clock.Now()) {
			t.Errorf("%s: the ticket contains %+v", action, info)
		}
		image, err := c.ShowQRCode(t.Context(), ticket.Ticket)
		if err != nil || image.Type != "image/jpeg" {
			t.Errorf("%s: %v", action, err)
		}
	}
	if _, err := c.ShowQRCode(t.Context(), "no/+=such"); !errors.Is(err, wxapi.ErrNoTicket) {
		t.Errorf("unknown ticket: %v", err)
	}
}

func TestLimitsAreNamedBeforeAnythingIsSent(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	c := p.client(wxapi.MP, "wx1")
	for want, q := range map[string]wxapi.QRCode{
		"scene_id: 0 is not one of 1 to 4294967295, the range of QR_SCENE":          {},
		"scene_id: 4294967296 is not one of 1 to 4294967295, the range of QR_SCENE": {SceneID: 1 << 32},
		"scene_id: 100001 is not one of 1 to 100000, the range of QR_LIMIT_SCENE":   {SceneID: 100001, Permanent: true},
		"scene: both scene_id and scene_str are given; use only one":                {SceneID: 1, SceneStr: "a"},
		"expire_seconds: 2592001 is not one of 1 to 2592000 (30 days)":              {SceneID: 1, Expire: 2592001 * time.Second},
		"expire_seconds: a permanent code has none":                                 {SceneID: 1, Permanent: true, Expire: time.Hour},
		"scene_str: has 65 characters, but the platform accepts at most 64":         {SceneStr: strings.Repeat("中", 65)},
		"scene_str: must be UTF-8 without control characters":                       {SceneStr: "a\x00"},
	} {
		_, err := c.QRCodeCreate(t.Context(), q)
		var limit *wxapi.LimitError
		if !errors.As(err, &limit) || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if calls := p.asked(); calls != "" {
		t.Errorf("sent: %s", calls)
	}
}

func TestContactWay(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{ContactWays: 1}) // and as many temporary ones a day
	c := p.client(wxapi.Work, "ww1")
	contact, err := c.AddContactWay(t.Context(), wxapi.ContactWay{Users: []string{"zhangsan"}, State: "店", Expire: wxapi.MaxContactExpire})
	if err != nil || len(contact.ConfigID) != 32 {
		t.Fatalf("%+v, %v", contact, err)
	}
	if image, err := c.FetchImage(t.Context(), contact.QRCode); err != nil || image.Type != "image/png" {
		t.Errorf("%v", err)
	}
	c.AddContactWay(t.Context(), wxapi.ContactWay{Users: []string{"a", "b"}})
	_, err = c.AddContactWay(t.Context(), wxapi.ContactWay{Users: []string{"a", "b"}})
	refusedWith(t, err, 41045)
	for want, w := range map[string]wxapi.ContactWay{
		"user: a contact way needs at least one":                        {},
		"user: a temporary contact way must have exactly one":           {Users: []string{"a", "b"}, Expire: time.Hour},
		"state: has 31 characters, but the platform accepts at most 30": {Users: []string{"a"}, State: strings.Repeat("x", 31)},
		"expires_in: 1209601 is not one of 1 to 1209600 (14 days)":      {Users: []string{"a"}, Expire: 1209601 * time.Second},
	} {
		if _, err := c.AddContactWay(t.Context(), w); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func refusedWith(t *testing.T, err error, code int) {
	t.Helper()
	var refusal *wxapi.Error
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Errorf("%v, want errcode %d", err, code)
	}
	if err != nil && strings.Contains(err.Error(), secret) {
		t.Errorf("the error contains the secret: %v", err)
	}
}

func TestRefusedAccounts(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	spoiled := func(platform, id, secret string) *wxapi.Client {
		c := p.client(platform, id)
		c.Account.Secret = secret
		return c
	}
	for _, tt := range []struct {
		client *wxapi.Client
		code   int
	}{
		{spoiled(wxapi.MP, "", ""), 41002},
		{spoiled(wxapi.MP, "wxnone", secret), 40013},
		{spoiled(wxapi.MP, "ww1", secret), 40013},
		{spoiled(wxapi.MP, "wxfenced", ""), 40164},
		{spoiled(wxapi.MP, "wx1", ""), 41004},
		{spoiled(wxapi.MP, "wx1", "wrong-secret"), 40125},
		{spoiled(wxapi.Work, "", ""), 41004},
		{spoiled(wxapi.Work, "", secret), 41002},
		{spoiled(wxapi.Work, "wwnone", secret), 40013},
		{spoiled(wxapi.Work, "ww1", ""), 41004},
		{spoiled(wxapi.Work, "ww1", "wrong-secret"), 40001},
	} {
		_, err := tt.client.AccessToken(t.Context(), wxapi.Keep)
		refusedWith(t, err, tt.code)
	}
	_, err := p.client(wxapi.Work, "wwfenced").AddContactWay(t.Context(), wxapi.ContactWay{Users: []string{"a"}})
	refusedWith(t, err, 60020)
	_, err = p.client(wxapi.MP, "wxfenced").AccessToken(t.Context(), wxapi.Keep)
	want := "stable_token: errcode 40164: invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist (rid 68632500-"
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v", err)
	}
}

func TestQuota(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{PermanentCodes: 1, Daily: map[string]int{"/cgi-bin/qrcode/create": 4}})
	c := p.client(wxapi.MP, "wx1")
	create := func(id int64) error {
		_, err := c.QRCodeCreate(t.Context(), wxapi.QRCode{SceneID: id, Permanent: true})
		return err
	}
	if err := errors.Join(create(1), create(1)); err != nil {
		t.Fatal(err)
	}
	refusedWith(t, create(2), 45029)
	refusedWith(t, create(3), 45029)
	refusedWith(t, create(1), 45009)
	p.clock.Advance(24 * time.Hour)
	if err := create(1); err != nil {
		t.Errorf("the next day: %v", err)
	}
}

func TestAnswersThatAreNotTheAPIs(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"", "<html>" + secret, "{", "[]", `{}`, `{"access_token":"x"}`, strings.Repeat("x", 11<<20)} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) }))
		c := &wxapi.Client{Account: wxapi.Account{Platform: wxapi.Work, AppID: "ww1", Secret: secret}, Origin: server.URL, HTTP: http.DefaultTransport, Now: time.Now, Cache: &wxapi.Memory{}}
		_, err := c.AccessToken(t.Context(), wxapi.Keep)
		if !errors.Is(err, wxapi.ErrTransport) || strings.Contains(err.Error(), secret) {
			t.Errorf("%.20q: %v", answer, err)
		}
		server.Close()
	}
}

func TestTraceMasksSecrets(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	c := p.client(wxapi.Work, "ww1")
	var urls []string
	c.Observe = func(trace wxapi.Trace) { urls = append(urls, strings.TrimPrefix(trace.URL, p.URL)) }
	c.AddContactWay(t.Context(), wxapi.ContactWay{Users: []string{"a"}})
	want := "/cgi-bin/gettoken?corpid=ww1&corpsecret=*** /cgi-bin/externalcontact/add_contact_way?access_token=***"
	if got := strings.Join(urls, " "); got != want {
		t.Errorf("%s", got)
	}
}

func TestMarshalIsRaw(t *testing.T) {
	got, err := wxapi.Marshal(map[string]string{"a": "<中&\u2028\u2029\\u0041\"\n>"})
	if err != nil || string(got) != "{\"a\":\"<中&\u2028\u2029\\\\u0041\\\"\\n>\"}" {
		t.Errorf("%s, %v", got, err)
	}
	for _, bad := range []string{"\x01", "\xff"} {
		if _, err := wxapi.Marshal(bad); !errors.Is(err, wxapi.ErrText) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
