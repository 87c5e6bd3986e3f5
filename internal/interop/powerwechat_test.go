package interop

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ArtisanCloud/PowerLibs/v3/logger/drivers"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/contract"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/work"
)

type powerGuard interface {
	VerifyURL(*http.Request) (*http.Response, error)
}

type powerNotify func(*http.Request, func(contract.EventInterface) any) (*http.Response, error)

// powerServer serves a guard of the SDK; answer is the result of the handler.
func powerServer(t *testing.T, guard powerGuard, notify powerNotify, in *inbox, answer *atomic.Value) string {
	return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var res *http.Response
		var err error
		if r.Method == http.MethodGet {
			res, err = guard.VerifyURL(r)
		} else {
			res, err = notify(r, func(e contract.EventInterface) any {
				var body struct{ Content string }
				e.ReadMessage(&body)
				in.add(fields{
					"ToUserName": e.GetToUserName(), "FromUserName": e.GetFromUserName(), "CreateTime": strconv.Itoa(e.GetCreateTime()),
					"MsgType": e.GetMsgType(), "Content": body.Content, "Event": e.GetEvent(), "EventKey": e.GetEventKey(),
					"Ticket": e.GetTicket(), "ChangeType": e.GetChangeType(),
				})
				return answer.Load()
			})
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		io.Copy(w, res.Body)
	}))
}

func powerOfficialApp(t *testing.T) *officialAccount.OfficialAccount {
	app, err := officialAccount.NewOfficialAccount(&officialAccount.UserConfig{
		AppID: official.id, Secret: "secret", Token: official.token, AESKey: official.key,
		Log: officialAccount.Log{Driver: &drivers.DummyLogger{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func powerOfficial(t *testing.T, in *inbox, answer *atomic.Value) string {
	app := powerOfficialApp(t)
	return powerServer(t, app.Server, app.Server.Notify, in, answer)
}

func powerWorkApp(t *testing.T) *work.Work {
	app, err := work.NewWork(&work.UserConfig{
		CorpID: corp.id, AgentID: 1000002, Secret: "secret", Token: corp.token, AESKey: corp.key,
		Log: work.Log{Driver: &drivers.DummyLogger{}}, OAuth: work.OAuth{Callback: "https://example.com/", Scopes: []string{"snsapi_base"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func powerWork(t *testing.T, in *inbox, answer *atomic.Value) string {
	app := powerWorkApp(t)
	return powerServer(t, app.Server, app.Server.Notify, in, answer)
}

func TestPowerWeChatOfficial(t *testing.T) {
	in, answer := &inbox{}, &atomic.Value{}
	to := powerOfficial(t, in, answer)
	t.Run("handshake", func(t *testing.T) { shakeOK(t, official, to) })
	for _, mode := range []string{"plain", "compatible", "safe"} {
		t.Run(mode, func(t *testing.T) { checkPower(t, official, to, mode, in, officialPushes, answer, never) })
	}
}

func TestPowerWeChatWork(t *testing.T) {
	in, answer := &inbox{}, &atomic.Value{}
	to := powerWork(t, in, answer)
	t.Run("handshake", func(t *testing.T) { shakeOK(t, corp, to) })
	t.Run("safe", func(t *testing.T) { checkPower(t, corp, to, "safe", in, corpPushes, answer, powerBreaks) })
}

// powerBreaks: the header has Text and Event of type string. encoding/json matches them
// with the objects text and event of a bot.
func powerBreaks(_ *testing.T, message string) string {
	var top struct{ Text, Event any }
	if strings.HasPrefix(message, "{") && json.Unmarshal([]byte(message), &top) == nil {
		for _, value := range []any{top.Text, top.Event} {
			if _, object := value.(map[string]any); object {
				return "http-status"
			}
		}
	}
	return ""
}

// checkPower: pushes are parsed and success is valid, but all passive replies of this SDK
// are wrong, because their CreateTime is a time.Time encoded as JSON.
func checkPower(t *testing.T, a account, to, mode string, in *inbox, pushes []push, answer *atomic.Value, breaks func(*testing.T, string) string) {
	answer.Store("success")
	for _, p := range pushes {
		sendOK(t, a, to, p, "--mode", mode)
		got, want := in.take(t, 1)[0], fields{}
		for name, value := range p.set {
			if _, known := got[name]; known {
				want[name] = value
			}
		}
		wantFields(t, got, want)
	}
	checkAll(t, a, to, mode, in, breaks)

	answer.Store(answered)
	d := send(t, a, to, pushes[0], "--mode", mode)
	wantProblem(t, d.Reply.Problems, "create-time", "is not a whole number of seconds")
	wantFields(t, fieldsOf(t, d.Reply.XML), fields{"Content": answered, "ToUserName": in.take(t, 1)[0]["FromUserName"]})
	if encrypted := mode != "plain"; d.Reply.Encrypted != encrypted {
		t.Errorf("reply encrypted: %v", d.Reply.Encrypted)
	}
}
