package sandbox_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// TestMassRepeated: a clientmsgid is good once in 24 hours, and without one the same
// receivers and content. "clientmsgid exist" was seen:
// https://developers.weixin.qq.com/community/personal/oCJUsw1A_41WbDqABtBj6SJCfO6M/question
// That the answer has the msg_id of the first message is on the official page:
// https://developers.weixin.qq.com/doc/service/guide/product/message/Batch_Sends_and_Originality_Checks.html
// The text of 45067 is a guess.
func TestMassRepeated(t *testing.T) {
	w := newPushing(t)
	w.follow("lily")
	w.do(sandbox.Act{AppID: "wx0", User: "lily", Action: "tag", Value: "2"})
	send := func(more string) (code int, id int64) {
		t.Helper()
		var reply struct {
			Errcode int
			Errmsg  string
			MsgID   int64 `json:"msg_id"`
		}
		answer := w.say("wx0", "message/mass/sendall", `{"msgtype":"text"`+more+`}`)
		if err := json.Unmarshal([]byte(answer), &reply); err != nil || reply.Errcode != 0 && reply.Errmsg != "clientmsgid exist RID" {
			t.Fatalf("%s: %s", more, answer)
		}
		return reply.Errcode, reply.MsgID
	}
	const all, tagged = `,"filter":{"is_to_all":true}`, `,"filter":{"tag_id":2}`
	const text, other = `,"text":{"content":"新品"}`, `,"text":{"content":"旧品"}`
	ids := map[string]int64{}
	for _, tt := range []struct {
		body string
		same string // an earlier body
	}{
		{all + text + `,"clientmsgid":"a"`, ""},
		{all + other + `,"clientmsgid":"a"`, all + text + `,"clientmsgid":"a"`},
		{all + text + `,"clientmsgid":"b"`, ""},
		{all + text, ""},
		{all + text + ` `, all + text},
		{tagged + text, ""},
		{all + other, ""},
	} {
		code, id := send(tt.body)
		if want := ids[tt.same]; tt.same != "" && (code != 45065 || id != want) || tt.same == "" && code != 0 {
			t.Errorf("%s: %d %d, want that of %q: %d", tt.body, code, id, tt.same, want)
		}
		ids[tt.body] = id
	}
	w.clock.Advance(24*time.Hour - 1)
	if code, _ := send(all + text); code != 45065 {
		t.Errorf("a moment before its end: %d", code)
	}
	w.clock.Advance(1)
	if code, id := send(all + text); code != 0 || id == ids[all+text] {
		t.Errorf("after 24 hours: %d", code)
	}
	w.said("message/mass/sendall", `{"msgtype":"text"`+all+text+`,"clientmsgid":"`+strings.Repeat("x", 65)+`"}`, mp("45067", "clientmsgid size out of limit"))
}

// TestMassJob: the states are those of the official page. 40059 was seen, also for no
// msg_id; that 40008 is for a text that is deleted is a guess.
//
// https://developers.weixin.qq.com/community/personal/oCJUsw2NbjQa6qcl-l11ATGYToB0/question
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_massmsgget
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_deletemassmsg
func TestMassJob(t *testing.T) {
	w := newPushing(t)
	w.follow("lily")
	send := func(content string) int64 {
		t.Helper()
		var reply struct {
			MsgID int64 `json:"msg_id"`
		}
		w.call("wx0", "message/mass/sendall", `{"filter":{"is_to_all":true},`+content+`}`, &reply)
		return reply.MsgID
	}
	text := send(`"msgtype":"text","text":{"content":"新品"}`)
	news := send(`"msgtype":"mpnews","mpnews":{"media_id":"` + w.draft("wx0", 1) + `"}`)
	var uploaded struct {
		Type    string
		MediaID string `json:"media_id"`
	}
	w.call("wx0", "media/uploadnews", `{"articles":[{"title":"a","content":"b","thumb_media_id":"`+w.uploaded("wx0", "image", picture())+`"}]}`, &uploaded)
	again := send(`"msgtype":"mpnews","mpnews":{"media_id":"` + uploaded.MediaID + `"}`)
	if uploaded.Type != "news" || again == news {
		t.Errorf("%+v", uploaded)
	}
	state := func(id int64, want string) {
		t.Helper()
		for _, form := range []string{`%d`, `"%d"`} {
			w.said("message/mass/get", fmt.Sprintf(`{"msg_id":`+form+`}`, id), fmt.Sprintf(`{"msg_id":%d,"msg_status":"%s"}`, id, want))
		}
	}
	state(text, "SEND_SUCCESS")
	state(news, "SEND_SUCCESS")
	w.reopen()
	w.said("message/mass/delete", fmt.Sprintf(`{"msg_id":%d,"article_idx":1}`, news), done)
	state(news, "DELETE")
	w.said("message/mass/delete", fmt.Sprintf(`{"msg_id":%d}`, text), mp("40008", "invalid message type"))
	state(text, "SEND_SUCCESS")
	unknown := mp("40059", "invalid msg id")
	for _, path := range []string{"get", "delete"} {
		w.said("message/mass/"+path, `{"msg_id":1}`, unknown)
		w.said("message/mass/"+path, `{}`, unknown)
		w.said("message/mass/"+path, "", mp("43002", "require POST method"))
		if got := w.say("wx2", "message/mass/"+path, fmt.Sprintf(`{"msg_id":%d}`, text)); got != unknown {
			t.Errorf("of another account: %s", got)
		}
	}
}

// TestMassSpeed: the levels and the codes are those of the official page. The default is
// a guess.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_getspeed
func TestMassSpeed(t *testing.T) {
	w := newPushing(t)
	w.said("message/mass/speed/get", "{}", `{"speed":0,"realspeed":80}`)
	for speed, real := range []int{80, 60, 45, 30, 10} {
		w.said("message/mass/speed/set", fmt.Sprintf(`{"speed":%d}`, speed), done)
		w.said("message/mass/speed/get", "{}", fmt.Sprintf(`{"speed":%d,"realspeed":%d}`, speed, real))
	}
	w.said("message/mass/speed/set", `{"speed":5}`, mp("45083", "speed out of range, must be 0 to 4"))
	w.said("message/mass/speed/set", `{"speed":-1}`, mp("45083", "speed out of range, must be 0 to 4"))
	w.said("message/mass/speed/set", `{}`, mp("45084", "speed missing"))
	w.said("message/mass/speed/set", "", mp("43002", "require POST method"))
	w.said("message/mass/speed/get", "", mp("43002", "require POST method"))
	w.reopen()
	w.said("message/mass/speed/get", "{}", `{"speed":4,"realspeed":10}`)
}
