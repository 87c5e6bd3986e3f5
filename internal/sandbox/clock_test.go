package sandbox_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// TestMovedClock: tokens, windows, codes and counts follow the clock, the signatures of
// pushes do not.
func TestMovedClock(t *testing.T) {
	w := newPushing(t)
	lily := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"}).User.OpenID
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "text", Value: "hi"})
	var code struct{ Ticket string }
	w.call("wx1", "qrcode/create", `{"action_name":"QR_SCENE","expire_seconds":3600,"action_info":{"scene":{"scene_id":1}}}`, &code)
	token := w.accessToken("wx1")
	w.pushes()
	move := func(d time.Duration) {
		t.Helper()
		if _, err := w.MoveClock(sandbox.ClockMove{Seconds: d.Seconds()}); err != nil {
			t.Fatal(err)
		}
	}
	move(2 * time.Hour)
	if res := w.ask("GET", "/cgi-bin/getcallbackip?access_token="+token, ""); !strings.Contains(res.Body.String(), `"errcode":42001`) {
		t.Errorf("the token is not expired: %s", res.Body)
	}
	if got := w.sendText(lily, "x"); got != done {
		t.Errorf("after two hours: %s", got)
	}
	if out := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "scan", Value: code.Ticket}); strings.Join(out.Phone, "|") != "二维码已过期" {
		t.Errorf("the code is not expired: %+v", out)
	}
	out := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "report"})
	got := w.pushes()
	if len(got) != 1 || got[0].text("CreateTime") != "1751335200" || got[0].query.Get("timestamp") != "1751328000" || out.Time.Unix() != 1751335200 {
		t.Errorf("%+v, %v", got, out.Time)
	}
	move(46 * time.Hour)
	if got := w.sendText(lily, "x"); got != mp("45015", tooLate) {
		t.Errorf("after 48 hours: %s", got)
	}
	move(-46 * time.Hour)
	if got := w.sendText(lily, "x"); got != done {
		t.Errorf("moved back: %s", got)
	}
	clock, err := w.MoveClock(sandbox.ClockMove{Real: true})
	if err != nil || clock.Offset != 0 || clock.Time.Unix() != 1751328000 {
		t.Errorf("%+v, %v", clock, err)
	}
	var refused *sandbox.ActError
	for _, seconds := range []float64{1e300, -1e300, 101 * 365 * 86400} {
		if _, err := w.MoveClock(sandbox.ClockMove{Seconds: seconds}); !errors.As(err, &refused) {
			t.Errorf("moved by %v: %v", seconds, err)
		}
	}
}

// TestClockSetBack: what was given out when the clock was ahead is not given out again
// with a life that the platform never answers.
func TestClockSetBack(t *testing.T) {
	w := newAPISandbox()
	if _, err := w.MoveClock(sandbox.ClockMove{Seconds: 49 * 3600}); err != nil {
		t.Fatal(err)
	}
	given := func() (list []string) {
		t.Helper()
		for _, one := range []string{
			w.ask("gettoken?corpid=ww2&corpsecret=s4", ""),
			w.ask("stable_token", `{"grant_type":"client_credential","appid":"wx1","secret":"s1"}`),
			w.ask("ticket/getticket?type=jsapi&access_token="+w.token(t, "token?grant_type=client_credential&appid=wx1&secret=s1", ""), ""),
		} {
			if !strings.Contains(one, `"expires_in":7200`) {
				t.Errorf("%s", one)
			}
			list = append(list, one)
		}
		return list
	}
	ahead := given()
	if _, err := w.MoveClock(sandbox.ClockMove{Real: true}); err != nil {
		t.Fatal(err)
	}
	for i, now := range given() {
		if now == ahead[i] {
			t.Errorf("given out again: %s", now)
		}
	}
}

// TestClockAndResetOverHTTP: only programs of this machine may use them.
func TestClockAndResetOverHTTP(t *testing.T) {
	w := newPushing(t)
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"})
	for _, tt := range []struct {
		path, body, want string
		status           int
	}{
		{"clock", `{"seconds":60.5}`, `{"time":"2025-07-01T00:01:00.5Z","offset_seconds":60.5}`, 200},
		{"clock", `{}`, `{"time":"2025-07-01T00:01:00.5Z","offset_seconds":60.5}`, 200},
		{"clock", `{"real":true}`, `{"time":"2025-07-01T00:00:00Z","offset_seconds":0}`, 200},
		{"clock", `{"second":1}`, `{"error":"body: unknown field \"second\""}`, 400},
		{"clock", `{"seconds":1e300}`, `{"error":"clock: cannot be moved by more than 100 years"}`, 400},
		{"reset", `{"x":1}`, `{"error":"body: unknown field \"x\""}`, 400},
		{"reset", `{}`, `{"reset":true}`, 200},
	} {
		if res := w.ask("POST", "/sandbox/"+tt.path, tt.body); res.Code != tt.status || res.Body.String() != tt.want {
			t.Errorf("%s %s: %d %s", tt.path, tt.body, res.Code, res.Body)
		}
	}
	if users := w.Users(); len(users) > 0 {
		t.Errorf("after reset: %+v", users)
	}
	for _, path := range []string{"/sandbox/clock", "/sandbox/reset"} {
		if res := w.ask("POST", path, "{}", "Origin", "https://evil.example"); res.Code != 403 {
			t.Errorf("%s: %d", path, res.Code)
		}
		if res := w.ask("GET", path, ""); res.Code != 405 {
			t.Errorf("%s: %d", path, res.Code)
		}
		if res := w.ask("POST", path, "{}", "Content-Type", "text/plain"); res.Code != 400 {
			t.Errorf("%s: %d", path, res.Code)
		}
	}
}
