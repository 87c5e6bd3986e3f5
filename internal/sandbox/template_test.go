package sandbox_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// TestTemplate: the message appears at the user, and the event follows the answer. The
// answer and the texts of 40037 and 43004 were seen:
//
//	{"errcode":0,"errmsg":"ok","msgid":401504797}
//	{"errcode":43004,"errmsg":"require subscribe hint: […]"}
//
// The order of the checks is a guess.
func TestTemplate(t *testing.T) {
	w := newPushing(t)
	lily := w.do(sandbox.Act{AppID: "wx2", User: "lily", Action: "follow"}).User.OpenID
	w.pushes()
	const data = `"template_id":"T1","url":"http://e.com","data":{"thing1":{"value":"七号桌","color":"#173177"},"time2":{"value":"12:00"}}`
	answer := w.say("wx2", "message/template/send", `{"touser":"`+lily+`",`+data+`}`)
	var reply struct {
		Errcode int
		Errmsg  string
		MsgID   json.Number
	}
	if err := json.Unmarshal([]byte(answer), &reply); err != nil || answer != `{"errcode":0,"errmsg":"ok","msgid":`+reply.MsgID.String()+`}` {
		t.Fatalf("%s, %v", answer, err)
	}
	w.Wait()
	w.check("finished", w.pushes(), []wants{{"Event": "TEMPLATESENDJOBFINISH", "MsgID": reply.MsgID.String(), "Status": "success", "FromUserName": lily}})
	if last := w.seen[len(w.seen)-1]; last.Action != "template" || !last.OK || len(last.Pushes) != 1 {
		t.Errorf("observed %+v", last)
	}
	chats, err := w.Chats("lily")
	if err != nil {
		t.Fatal(err)
	}
	lines := chats[0].Lines
	if got := fmt.Sprint(lines[len(lines)-1].Text); got != "[模板消息] 七号桌 12:00" {
		t.Errorf("the phone shows %s", got)
	}
	ben := w.do(sandbox.Act{AppID: "wx2", User: "ben", Action: "tag"}).User.OpenID
	for _, tt := range []struct{ body, want string }{
		{`{"touser":"oNobody",` + data + `}`, mp("40003", "invalid openid")},
		{`{` + data + `}`, mp("40003", "invalid openid")},
		{`{"touser":"` + ben + `",` + data + `}`, mp("43004", "require subscribe")},
		{`{"touser":"` + lily + `"}`, mp("40037", "invalid template_id")},
		{`{"touser":"` + lily + `","data":[]}`, mp("47001", "data format error")},
	} {
		if got := w.say("wx2", "message/template/send", tt.body); got != tt.want {
			t.Errorf("%s: %s", tt.body, got)
		}
	}
	if got := w.say("wx2", "message/template/send", ""); got != mp("43002", "require POST method") {
		t.Error(got)
	}
	w.Wait()
	if got := w.pushes(); len(got) > 0 {
		t.Errorf("pushed %s", got[0].plain)
	}

	// Without a callback URL nothing is pushed.
	tom := w.follow("tom")
	if got := w.say("wx0", "message/template/send", `{"touser":"`+tom+`",`+data+`}`); !strings.Contains(got, `"errcode":0`) {
		t.Error(got)
	}
}

// TestPushAfterClose: a server that does not answer does not keep the sandbox from
// ending.
func TestPushAfterClose(t *testing.T) {
	w := newPushing(t)
	lily := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"}).User.OpenID
	hang := make(chan struct{})
	asked := make(chan struct{}, 3)
	w.answer = func(received) string { asked <- struct{}{}; <-hang; return "success" }
	w.say("wx1", "message/template/send", `{"touser":"`+lily+`","template_id":"T1"}`)
	<-asked
	w.Close()
	close(hang)
	if last := w.seen[len(w.seen)-1]; last.OK || last.Note != "cut short: interrupted" {
		t.Errorf("observed %+v", last)
	}
}
