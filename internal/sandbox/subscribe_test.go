package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// TestRefusedConsent: an act that is refused changes nothing.
func TestRefusedConsent(t *testing.T) {
	w := newPushing(t)
	lily := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"}).User.OpenID
	wrong := map[string]string{"NoSuchElement": "x"}
	message := `{"touser":"` + lily + `","template_id":"T1","data":{}}`
	if _, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: "lily", Action: "consent", Value: "T1", Set: wrong}); err == nil {
		t.Fatal("the element is set")
	}
	if got := w.say("wx1", "message/subscribe/bizsend", message); got != mp("43101", "user refuse to accept the msg") {
		t.Error(got)
	}
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "consent", Value: "T1"})
	if _, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: "lily", Action: "withdraw", Value: "T1", Set: wrong}); err == nil {
		t.Fatal("the element is set")
	}
	if got := w.say("wx1", "message/subscribe/bizsend", message); got != done {
		t.Error(got)
	}
}

// TestSubscribeMessage: each consent allows one message. 43101 was seen:
//
//	{"errcode":43101,"errmsg":"user refuse to accept the msg rid: 67403316-467731bb-0e997a4d"}
//
// Official page: https://developers.weixin.qq.com/doc/service/api/notify/notify/api_sendnewsubscribemsg
// The order of the checks is a guess.
func TestSubscribeMessage(t *testing.T) {
	w := newPushing(t)
	const popup, sent = "SubscribeMsgPopupEvent/List/", "SubscribeMsgSentEvent/List/"
	allow := func(value string) *sandbox.Outcome {
		t.Helper()
		return w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "consent", Value: value})
	}
	out := allow("T1")
	allow("T1")
	allow("T2,reject")
	got := w.pushes()
	w.check("answers", got, []wants{
		{"Event": "subscribe_msg_popup_event", popup + "TemplateId": "T1", popup + "SubscribeStatusString": "accept"},
		{popup + "TemplateId": "T1"}, {popup + "TemplateId": "T2", popup + "SubscribeStatusString": "reject"},
	})
	if strings.Count(got[0].plain, "<List>") != 1 {
		t.Errorf("%s", got[0].plain)
	}
	lily := out.User.OpenID
	send := func(template, want string) {
		t.Helper()
		if got := w.say("wx1", "message/subscribe/bizsend", `{"touser":"`+lily+`","template_id":"`+template+`","data":{"thing1":{"value":"七号桌"}}}`); got != want {
			t.Errorf("%s: %s, want %s", template, got, want)
		}
		w.Wait()
	}
	refused := mp("43101", "user refuse to accept the msg")
	send("T1", done)
	w.check("sent", w.pushes(), []wants{{"Event": "subscribe_msg_sent_event", sent + "TemplateId": "T1", sent + "ErrorCode": "0", sent + "ErrorStatus": "success"}})
	w.reopen()
	send("T1", done)
	send("T1", refused)
	send("T2", refused)
	send("", mp("40037", "invalid template_id"))
	if got := w.say("wx1", "message/subscribe/bizsend", `{"touser":"oNobody","template_id":"T1"}`); got != mp("40003", "invalid openid") {
		t.Error(got)
	}
	if got := len(w.pushes()); got != 1 {
		t.Errorf("%d pushes, want one", got)
	}
	if got := w.say("wx1", "message/subscribe/bizsend", ""); got != mp("43002", "require POST method") {
		t.Error(got)
	}
	// A mini program gets a msgid as well: {"errcode":0,"errmsg":"ok","msgid":3395159288267931652}
	allow("T3")
	w.pushes()
	var mini struct {
		Errmsg string
		MsgID  json.Number
	}
	answer := w.say("wx1", "message/subscribe/send", `{"touser":"`+lily+`","template_id":"T3","page":"index","data":{"thing1":{"value":"七号桌"}}}`)
	if err := json.Unmarshal([]byte(answer), &mini); err != nil || answer != `{"errcode":0,"errmsg":"ok","msgid":`+mini.MsgID.String()+`}` {
		t.Errorf("%s, %v", answer, err)
	}
	w.Wait()
	w.check("sent by a mini program", w.pushes(), []wants{{"Event": "subscribe_msg_sent_event", sent + "MsgID": mini.MsgID.String()}})
	if got := w.say("wx1", "message/subscribe/send", `{"touser":"`+lily+`","template_id":"T3"}`); got != refused {
		t.Error(got)
	}
	if got := len(w.pushes()); got != 0 {
		t.Errorf("%d pushes, want none", got)
	}
	chats, err := w.Chats("lily")
	if err != nil {
		t.Fatal(err)
	}
	if last := chats[0].Lines[len(chats[0].Lines)-1]; last.Text != "[订阅通知] 七号桌" || last.Type != "subscribe" {
		t.Errorf("%+v", last)
	}
	for _, value := range []string{",reject", "a b", "a,b"} {
		if _, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: "lily", Action: "consent", Value: value}); err == nil {
			t.Errorf("%q is accepted", value)
		}
	}
}

// TestWithdraw: who takes back the consent gets no message, and an event reports it
// to the account, as the page says, with reject.
//
// https://developers.weixin.qq.com/doc/service/guide/product/subscription_messages/push.html
func TestWithdraw(t *testing.T) {
	w := newPushing(t)
	do := func(action, value string) *sandbox.Outcome {
		t.Helper()
		return w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: action, Value: value})
	}
	lily := do("consent", "T1").User.OpenID
	do("consent", "T1")
	do("consent", "T2")
	w.pushes()
	do("withdraw", "T1")
	const list = "SubscribeMsgChangeEvent/List/"
	w.check("withdrawn", w.pushes(), []wants{{"Event": "subscribe_msg_change_event", list + "TemplateId": "T1", list + "SubscribeStatusString": "reject"}})
	for template, want := range map[string]string{"T1": mp("43101", "user refuse to accept the msg"), "T2": done} {
		if got := w.say("wx1", "message/subscribe/bizsend", `{"touser":"`+lily+`","template_id":"`+template+`"}`); got != want {
			t.Errorf("%s: %s", template, got)
		}
	}
	w.Wait()
	do("withdraw", "T3") // never allowed
	for _, value := range []string{"a b", "a,reject"} {
		if _, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: "lily", Action: "withdraw", Value: value}); err == nil {
			t.Errorf("%q is accepted", value)
		}
	}
}
