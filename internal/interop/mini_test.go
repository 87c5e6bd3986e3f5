package interop

import (
	"bytes"
	"image/jpeg"
	"io"
	"net/http"
	"testing"

	"github.com/ArtisanCloud/PowerLibs/v3/cache"
	"github.com/ArtisanCloud/PowerLibs/v3/logger/drivers"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/power"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/miniProgram"
	mpoauth2 "github.com/chanxuehong/wechat/mp/oauth2"
)

// codeOf lets lily open the mini program, or press its button, and returns the code.
func codeOf(t *testing.T, origin, action string) string {
	t.Helper()
	type outcome struct{ Code string }
	args := []string{"sandbox", "do", "--json", "--user", "lily", "--app-id", demoAppID, "--api-base", origin, action}
	out := line[outcome](t, must(t, nil, args...))
	if out.Code == "" {
		t.Fatalf("%s: no code", action)
	}
	return out.Code
}

func wantJPEG(t *testing.T, what string, picture []byte, err error) {
	t.Helper()
	if err == nil {
		_, err = jpeg.Decode(bytes.NewReader(picture))
	}
	noError(t, what, err)
}

func TestPowerWeChatMini(t *testing.T) {
	origin := startSandbox(t)
	cache.ACCache = nil
	app, err := miniProgram.NewMiniProgram(&miniProgram.UserConfig{
		AppID: demoAppID, Secret: demoSecret, Http: miniProgram.Http{BaseURI: origin + "/"}, Log: miniProgram.Log{Driver: &drivers.DummyLogger{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	session, err := app.Auth.Session(t.Context(), codeOf(t, origin, "login"))
	if err != nil || session.ErrCode != 0 || session.OpenID == "" || session.SessionKey == "" {
		t.Errorf("%+v, %v", session, err)
	}
	phone, err := app.PhoneNumber.GetUserPhoneNumber(t.Context(), codeOf(t, origin, "phone"))
	if err != nil || phone.PhoneInfo == nil || phone.PhoneInfo.Watermark.AppID != demoAppID {
		t.Errorf("%+v, %v", phone, err)
	}
	for what, make := range map[string]func() (*http.Response, error){
		"QR code": func() (*http.Response, error) { return app.WXACode.CreateQRCode(t.Context(), "pages/index?table=7", 0) },
		"path": func() (*http.Response, error) {
			return app.WXACode.Get(t.Context(), "pages/index?table=7", 0, false, &power.HashMap{"r": 0, "g": 0, "b": 0}, false, "release")
		},
		"unlimited": func() (*http.Response, error) {
			return app.WXACode.GetUnlimited(t.Context(), "table=7", "pages/index", false, "release", 0, false, &power.HashMap{"r": 0, "g": 0, "b": 0}, false)
		},
	} {
		res, err := make()
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		defer res.Body.Close()
		picture, err := io.ReadAll(res.Body)
		wantJPEG(t, what, picture, err)
	}
}

func TestChanxuehongMini(t *testing.T) {
	origin := startSandbox(t)
	_, way := chanxuehongAt(t, origin, demoSecret)
	at := mpoauth2.NewEndpoint(demoAppID, demoSecret)
	session, err := mpoauth2.GetSessionWithClient(at, codeOf(t, origin, "login"), way)
	if err != nil || session.OpenId == "" || session.SessionKey == "" {
		t.Errorf("%+v, %v", session, err)
	}
	if _, err := mpoauth2.GetSessionWithClient(at, "no code", way); err == nil {
		t.Error("a code that there is not")
	}
}
