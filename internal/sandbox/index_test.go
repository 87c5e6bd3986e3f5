package sandbox_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// permanentCode is a request for the permanent code of a scene.
func permanentCode(scene string) string {
	return fmt.Sprintf(`{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":%q}}}`, scene)
}

// TestFoundAfterLoad: a sandbox finds codes by scene and by content, and counts them, in
// the same way after loading a state.
func TestFoundAfterLoad(t *testing.T) {
	w := newAPISandbox()
	config := w.config(sandbox.Limits{PermanentCodes: 2, ContactWays: 1})
	w.Server = sandbox.New(config)
	query := "?access_token=" + w.token(t, mpToken, "")
	corp := "?access_token=" + w.token(t, corpToken, "")
	const way = `{"type":1,"scene":2,"user":["lisi"]}`
	first, second := w.ask("qrcode/create"+query, permanentCode("1")), w.ask("qrcode/create"+query, permanentCode("2"))
	number := `{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":1}}}`
	w.ask("externalcontact/add_contact_way"+corp, way)
	for _, place := range []string{"made", "loaded"} {
		w.said(t, "qrcode/create"+query, permanentCode("1"), first)
		w.said(t, "qrcode/create"+query, permanentCode("2"), second)
		w.said(t, "qrcode/create"+query, number, mp("45029", "qrcode count out of limit"))
		w.said(t, "externalcontact/add_contact_way"+corp, way, `{"errcode":41045,"errmsg":"contact way count out of limit`+workTail(41045))
		if place == "made" {
			file := w.saved(t)
			w.Server = sandbox.New(config)
			if err := w.World().Load(strings.NewReader(file)); err != nil {
				t.Fatal(err)
			}
		}
	}
	other := "?access_token=" + w.token(t, "token?grant_type=client_credential&appid=wx2&secret=s2", "")
	var theirs code
	if err := json.Unmarshal([]byte(w.ask("qrcode/create"+other, permanentCode("1"))), &theirs); err != nil || theirs.Ticket == "" {
		t.Errorf("another account's code is counted: %+v", theirs)
	}
}

// TestScanByAddressAfterLoad: a code is found by its content.
func TestScanByAddressAfterLoad(t *testing.T) {
	w := newPushing(t)
	var c code
	w.call("wx1", "qrcode/create", permanentCode("7"), &c)
	w.reopen()
	w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "scan", Value: c.URL})
	w.check("loaded", w.pushes(), []wants{{"Event": "subscribe", "EventKey": "qrscene_7", "Ticket": c.Ticket}})
}

// BenchmarkTickets makes one more ticket where there are 20,000.
func BenchmarkTickets(b *testing.B) {
	const many = 20000
	w := newAPISandbox()
	limits := sandbox.Limits{PermanentCodes: math.MaxInt, Daily: map[string]int{"/cgi-bin/qrcode/create": math.MaxInt}}
	w.Server = sandbox.New(w.config(limits))
	var granted struct {
		AccessToken string `json:"access_token"`
	}
	json.Unmarshal([]byte(w.ask(plainToken, "")), &granted)
	path := "qrcode/create?access_token=" + granted.AccessToken
	made := 0
	create := func() {
		made++
		w.ask(path, permanentCode(fmt.Sprint("scene ", made)))
	}
	for range many {
		create()
	}
	for b.Loop() {
		create()
	}
}
