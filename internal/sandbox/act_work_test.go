package sandbox_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// TestWorkActions: what each action of a member pushes.
func TestWorkActions(t *testing.T) {
	w := newPushing(t)
	for _, tt := range []struct {
		action, value string
		want          []wants
	}{
		{"follow", "", []wants{{"MsgType": "event", "Event": "subscribe"}}},
		{"enter", "", []wants{{"MsgType": "event", "Event": "enter_agent", "EventKey": ""}}},
		{"text", "hi", []wants{{"MsgType": "text", "Content": "hi"}}},
		{"image", "", []wants{{"MsgType": "image"}}},
		{"voice", "", []wants{{"MsgType": "voice"}}},
		{"video", "", []wants{{"MsgType": "video"}}},
		{"link", "https://example.com/", []wants{{"MsgType": "link", "Url": "https://example.com/"}}},
		{"location", "23.134,113.358,广州", []wants{{"MsgType": "location", "Location_X": "23.134", "Location_Y": "113.358", "Label": "广州"}}},
		{"report", "23.134,113.358", []wants{{"Event": "LOCATION", "Latitude": "23.134", "Longitude": "113.358"}}},
		{"push", "taskcard-click", []wants{{"Event": "taskcard_click"}}},
		{"unfollow", "", []wants{{"MsgType": "event", "Event": "unsubscribe"}}},
	} {
		w.do(sandbox.Act{Platform: "work", User: "zhangsan", Action: tt.action, Value: tt.value})
		got := w.pushes()
		w.check(tt.action, got, tt.want)
		w.check(tt.action, got, []wants{{"ToUserName": "ww1", "FromUserName": "zhangsan", "AgentID": "1000007"}})
	}
	w.do(sandbox.Act{Platform: "work", AgentID: "42", User: "zhangsan", Action: "enter"})
	w.check("agent_id", w.pushes(), []wants{{"AgentID": "42"}})
	w.do(sandbox.Act{Platform: "work", User: "zhangsan", Action: "push", Value: "contact-create-user"})
	w.check("sys", w.pushes(), []wants{{"FromUserName": "sys", "ChangeType": "create_user"}})
	w.do(sandbox.Act{Platform: "work", User: "zhangsan", Action: "push", Value: "bot-enter-chat"})
	w.check("bot", w.pushes(), []wants{{"from/userid": "zhangsan"}})
}

// TestScanContact: a customer is added to the member of the contact way.
func TestScanContact(t *testing.T) {
	w := newPushing(t)
	var with, without code
	w.call("ww1", "externalcontact/add_contact_way", `{"type":1,"scene":2,"user":["lisi"],"state":"expo"}`, &with)
	w.call("ww1", "externalcontact/add_contact_way", `{"type":2,"scene":2,"user":["wangwu","lisi"]}`, &without)
	for _, tt := range []struct {
		value string
		want  wants
	}{
		{with.ConfigID, wants{"UserID": "lisi", "State": "expo"}},
		{with.QRCode, wants{"UserID": "lisi", "State": "expo"}},
		{without.ConfigID, wants{"UserID": "wangwu", "State": absent}},
	} {
		w.do(sandbox.Act{Platform: "work", User: "customer", Action: "scan", Value: tt.value})
		got := w.pushes()
		w.check(tt.value, got, []wants{{"MsgType": "event", "Event": "change_external_contact", "ChangeType": "add_external_contact", "FromUserName": "sys", "ToUserName": "ww1"}})
		w.check(tt.value, got, []wants{tt.want})
		if id := got[0].text("ExternalUserID"); !regexp.MustCompile(`^wm[A-Za-z0-9_-]{30}$`).MatchString(id) {
			t.Errorf("ExternalUserID is %q", id)
		}
	}
	_, err := w.Do(t.Context(), sandbox.Act{Platform: "work", User: "customer", Action: "scan", Value: "none"})
	if refused, ok := errors.AsType[*sandbox.ActError](err); !ok || !refused.Missing || len(w.pushes()) > 0 {
		t.Errorf("an unknown code: %v", err)
	}
}

// TestRemoveContact: a customer removes one member, or all of them.
func TestRemoveContact(t *testing.T) {
	w := newPushing(t)
	for _, member := range []string{"lisi", "zhangsan", "wangwu"} {
		var way code
		w.call("ww1", "externalcontact/add_contact_way", `{"type":1,"scene":2,"user":["`+member+`"]}`, &way)
		w.do(sandbox.Act{Platform: "work", User: "anna", Action: "scan", Value: way.ConfigID})
	}
	id := w.pushes()[0].text("ExternalUserID")
	removed := func(member string) wants {
		return wants{"FromUserName": "sys", "Event": "change_external_contact", "ChangeType": "del_follow_user", "UserID": member, "ExternalUserID": id}
	}
	out := w.do(sandbox.Act{Platform: "work", User: "anna", Action: "remove", Value: "zhangsan"})
	w.check("one", w.pushes(), []wants{removed("zhangsan")})
	if out.User.OpenID != id || strings.Join(out.User.CustomerOf, " ") != "lisi wangwu" {
		t.Errorf("%+v", out.User)
	}
	w.do(sandbox.Act{Platform: "work", User: "anna", Action: "tag", Value: "1"}) // does not make a member
	out = w.do(sandbox.Act{Platform: "work", User: "anna", Action: "remove"})
	w.check("all", w.pushes(), []wants{removed("lisi"), removed("wangwu")})
	if out.User.OpenID != id || out.User.CustomerOf != nil {
		t.Errorf("%+v", out.User)
	}
	for _, act := range []sandbox.Act{{User: "anna", Action: "remove"}, {User: "anna", Action: "remove", Value: "lisi"}, {User: "nobody", Action: "remove"}} {
		act.Platform = "work"
		_, err := w.Do(t.Context(), act)
		if refused, ok := errors.AsType[*sandbox.ActError](err); !ok || !refused.Missing || len(w.pushes()) > 0 {
			t.Errorf("%+v: %v", act, err)
		}
	}
}

// TestMemberWhoSeesNoApplication: the outcome says why a message would not arrive.
func TestMemberWhoSeesNoApplication(t *testing.T) {
	w := newPushing(t)
	const note = "lisi does not see the application, so message/send does not reach this member; follow comes first"
	for _, tt := range []struct{ action, value, note string }{
		{"text", "hi", note}, {"follow", "", ""}, {"text", "hi", ""}, {"unfollow", "", ""}, {"enter", "", note},
	} {
		if out := w.do(sandbox.Act{AppID: "ww1", User: "lisi", Action: tt.action, Value: tt.value}); out.Note != tt.note {
			t.Errorf("%s: %q", tt.action, out.Note)
		}
	}
}
