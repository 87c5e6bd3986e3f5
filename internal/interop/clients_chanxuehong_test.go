package interop

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chanxuehong/wechat/mp/base"
	"github.com/chanxuehong/wechat/mp/core"
	"github.com/chanxuehong/wechat/mp/menu"
	"github.com/chanxuehong/wechat/mp/qrcode"
)

// redirect sends requests for the platform to origin, because the addresses are constants
// in the SDK.
type redirect struct{ origin *url.URL }

func (e redirect) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.URL.Scheme, r.URL.Host, r.Host = e.origin.Scheme, e.origin.Host, e.origin.Host
	return http.DefaultTransport.RoundTrip(r)
}

func chanxuehongAt(t *testing.T, origin, secret string) (*core.Client, *http.Client) {
	t.Helper()
	to, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	way := &http.Client{Transport: redirect{to}}
	return core.NewClient(core.NewDefaultAccessTokenServer(demoAppID, secret, way), way), way
}

func chanxuehongRefused(t *testing.T, err error) refused {
	t.Helper()
	var apiErr *core.Error
	if !errors.As(err, &apiErr) {
		t.Fatalf("%v", err)
	}
	return refused{apiErr.ErrCode, apiErr.ErrMsg}
}

func TestChanxuehongClient(t *testing.T) {
	sdk, way := chanxuehongAt(t, startSandbox(t), demoSecret)
	permanent := func(q *qrcode.PermQrcode, err error) (*qrcode.TempQrcode, error) {
		if err != nil {
			return nil, err
		}
		return &qrcode.TempQrcode{PermQrcode: *q}, nil
	}
	for what, create := range map[string]func() (*qrcode.TempQrcode, error){
		"QR_SCENE":           func() (*qrcode.TempQrcode, error) { return qrcode.CreateTempQrcode(sdk, 123, 600) },
		"QR_STR_SCENE":       func() (*qrcode.TempQrcode, error) { return qrcode.CreateStrSceneTempQrcode(sdk, "桌子", 600) },
		"QR_LIMIT_SCENE":     func() (*qrcode.TempQrcode, error) { return permanent(qrcode.CreatePermQrcode(sdk, 123)) },
		"QR_LIMIT_STR_SCENE": func() (*qrcode.TempQrcode, error) { return permanent(qrcode.CreateStrScenePermQrcode(sdk, "桌子")) },
	} {
		ticket, err := create()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		var expires int64
		if !strings.Contains(what, "LIMIT") {
			expires = 600
		}
		var picture bytes.Buffer
		if _, err := qrcode.DownloadToWriter(ticket.Ticket, &picture, way); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		wantTicket(t, what, ticket.URL, int64(ticket.ExpireSeconds), expires, picture.Bytes())
	}
	if _, err := qrcode.DownloadToWriter("no ticket", &bytes.Buffer{}, way); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("no ticket: %v", err)
	}
	_, err := qrcode.CreatePermQrcode(sdk, 0)
	wantRefused(t, "scene 0", chanxuehongRefused(t, err), 40053, officialEnd)
}

// stale has a token that is not the latest. After 40001 the SDK requests another.
type stale struct{ core.AccessTokenServer }

func (s stale) Token() (string, error)               { return forged, nil }
func (s stale) RefreshToken(string) (string, error)  { return s.AccessTokenServer.RefreshToken("") }
func (s stale) IID01332E16DF5011E5A9D5A4DB30FED8E1() {}

func TestChanxuehongClientTokens(t *testing.T) {
	origin := startSandbox(t)
	sdk, _ := chanxuehongAt(t, origin, demoSecret)
	sdk.AccessTokenServer = stale{sdk.AccessTokenServer}
	if ips, err := base.GetCallbackIP(sdk); err != nil || len(ips) != 1 || ips[0] != "127.0.0.1" {
		t.Errorf("%v, %v", ips, err)
	}
	sdk, _ = chanxuehongAt(t, origin, wrongSecret)
	_, err := base.GetCallbackIP(sdk)
	wantRefused(t, "a wrong secret", chanxuehongRefused(t, err), 40125, officialEnd)
}

func TestChanxuehongClientMenu(t *testing.T) {
	sdk, _ := chanxuehongAt(t, startSandbox(t), demoSecret)
	set, special := &menu.Menu{}, &menu.Menu{MatchRule: &menu.MatchRule{ClientPlatformType: "2"}}
	convert(t, everyone, &set.Buttons)
	convert(t, androids, &special.Buttons)

	_, err := menu.AddConditionalMenu(sdk, special)
	wantRefused(t, "no default menu", chanxuehongRefused(t, err), 65303, officialEnd)
	if err := menu.Create(sdk, set); err != nil {
		t.Fatal(err)
	}
	got, conditional, err := menu.Get(sdk)
	if err != nil || menuOf(t, got.Buttons) != menuOf(t, everyone) || conditional != nil || got.MenuId != 0 {
		t.Errorf("%+v, %v, %v", got, conditional, err)
	}
	for _, r := range refusedMenus {
		bad := &menu.Menu{}
		convert(t, r.buttons, &bad.Buttons)
		wantRefused(t, r.name, chanxuehongRefused(t, menu.Create(sdk, bad)), r.code, officialEnd)
	}
	// the SDK expects a number as menuid, but it is a string
	if _, err := menu.AddConditionalMenu(sdk, special); err == nil || !strings.Contains(err.Error(), "cannot unmarshal string") {
		t.Errorf("the SDK reads a menuid: %v", err)
	}
	wantRefused(t, "no such menuid", chanxuehongRefused(t, menu.DeleteConditionalMenu(sdk, 1)), 65301, officialEnd)
	_, err = menu.TryMatch(sdk, "nobody")
	wantRefused(t, "nobody", chanxuehongRefused(t, err), 65302, officialEnd)
	if err := menu.Delete(sdk); err != nil {
		t.Error(err)
	}
	_, _, err = menu.Get(sdk)
	wantRefused(t, "a deleted menu", chanxuehongRefused(t, err), 46003, officialEnd)
}
