package sandbox_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// mass sends a mass message of wx1, which must succeed, and returns the event after it.
func (w *pushing) mass(path, to, message string) received {
	w.t.Helper()
	w.pushes()
	answer := w.say("wx1", "message/mass/"+path, `{`+to+`,`+message+`}`)
	var reply struct {
		Errmsg string
		MsgID  json.Number `json:"msg_id"`
		DataID json.Number `json:"msg_data_id"`
	}
	if err := json.Unmarshal([]byte(answer), &reply); err != nil || reply.Errmsg != "send job submission success" || len(reply.MsgID) != 10 || (reply.DataID != "") != strings.Contains(message, "mpnews") {
		w.t.Fatalf("%s: %s", path, answer)
	}
	w.Wait()
	got := w.pushes()
	if len(got) != 1 || got[0].text("Event") != "MASSSENDJOBFINISH" || got[0].text("MsgID") != reply.MsgID.String() || got[0].text("Status") != "send success" {
		w.t.Fatalf("%s: pushed %+v", path, got)
	}
	return got[0]
}

// TestMass: the answers were seen, as were the texts of 40130 and 40152:
//
//	{"errcode":0,"errmsg":"send job submission success","msg_id":1000000050,"msg_data_id":2247484313}
//
// Official pages: https://developers.weixin.qq.com/doc/service/api/notify/message/api_sendall
// and …/api_masssend, …/api_preview. A follower gets four messages a month; the others
// are not in FilterCount, as the page of the event says. What a list with users who do
// not follow brings about is a guess.
func TestMass(t *testing.T) {
	w := newPushing(t)
	var ids []string
	for _, name := range []string{"lily", "tom", "ben"} {
		ids = append(ids, w.do(sandbox.Act{AppID: "wx1", User: name, Action: "follow"}).User.OpenID)
	}
	gone := w.do(sandbox.Act{AppID: "wx1", User: "gone", Action: "tag"}).User.OpenID
	w.call("wx1", "tags/create", `{"tag":{"name":"vip"}}`, nil)
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "tag", Value: "100"})
	text := `"msgtype":"text","text":{"content":"新品"}`
	image, voice, video := w.material("wx1", "image", picture()), w.material("wx1", "voice", amr), w.uploaded("wx1", "video", mp4)
	draft := w.draft("wx1", 1)
	counts := func(r received, want string) {
		t.Helper()
		if got := strings.Join([]string{r.text("TotalCount"), r.text("FilterCount"), r.text("SentCount"), r.text("ErrorCount")}, " "); got != want {
			t.Errorf("counts are %s, want %s", got, want)
		}
	}
	list := func(openIDs ...string) string {
		data, _ := json.Marshal(openIDs)
		return `"touser":` + string(data)
	}
	counts(w.mass("sendall", `"filter":{"is_to_all":true}`, text), "3 3 3 0")
	counts(w.mass("sendall", `"filter":{"is_to_all":false,"tag_id":100}`, `"msgtype":"mpnews","mpnews":{"media_id":"`+draft+`"}`), "1 1 1 0")
	counts(w.mass("send", list(ids[0], ids[1], gone), `"msgtype":"image","images":{"media_ids":["`+image+`"]}`), "3 2 2 0")
	counts(w.mass("send", list(ids[0], ids[1]), `"msgtype":"mpvideo","mpvideo":{"media_id":"`+video+`"}`), "2 2 2 0")
	counts(w.mass("send", list(ids[0], ids[1]), `"msgtype":"wxcard","wxcard":{"card_id":"C"}`), "2 1 1 0") // the fifth for lily
	w.clock.Advance(31 * 24 * time.Hour)
	counts(w.mass("send", list(ids[2], ids[2], ids[1]), `"msgtype":"text","text":{"content":"twice"}`), "3 2 2 0")
	if chats, err := w.Chats("ben"); err != nil || len(chats) != 1 || chats[0].Lines[len(chats[0].Lines)-1].Text != "twice" || chats[0].Lines[len(chats[0].Lines)-2].Text == "twice" {
		t.Errorf("%+v, %v", chats, err)
	}
	counts(w.mass("send", list(ids[0], ids[1]), `"msgtype":"voice","voice":{"media_id":"`+voice+`"}`), "2 2 2 0")
	chats, err := w.Chats("lily")
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, line := range chats[0].Lines {
		if line.From == "message" {
			shown = append(shown, line.Text)
		}
	}
	if got := fmt.Sprint(shown); got != "[新品 [图文] [图片] [视频] [语音]]" {
		t.Errorf("the phone shows %s", got)
	}
	for _, tt := range []struct{ path, body, want string }{
		{"sendall", `"filter":{"is_to_all":false,"tag_id":"7"},` + text, mp("40152", "invalid group id")},
		{"sendall", text, mp("40152", "invalid group id")},
		{"sendall", `"filter":{"is_to_all":true},"msgtype":"news"`, mp("40008", "invalid message type")},
		{"sendall", `"filter":{"is_to_all":true},"msgtype":"text"`, mp("44004", "empty content")},
		{"sendall", `"filter":{"is_to_all":true},"msgtype":"mpnews"`, mp("41006", "media_id missing")},
		{"sendall", `"filter":{"is_to_all":true},"msgtype":"mpnews","mpnews":{"media_id":"` + draft + `"}`, mp("40007", "invalid media_id")}, // sent
		{"sendall", `"filter":{"is_to_all":true},"msgtype":"image","images":{"media_ids":["` + image + `","M"]}`, mp("40007", "invalid media_id")},
		{"sendall", `"filter":{"is_to_all":true},"msgtype":"image","image":{"media_id":"M"}`, mp("40007", "invalid media_id")},
		{"sendall", `"filter":{"is_to_all":true},"msgtype":"text","text":"x"`, mp("47001", "data format error")},
		{"send", list(ids[0]) + `,` + text, mp("40130", "invalid openid list size, at least two openid")},
		{"send", text, mp("40130", "invalid openid list size, at least two openid")},
		{"send", `"touser":"` + ids[0] + `",` + text, mp("47001", "data format error")},
		{"send", list(make([]string, 10001)...) + `,` + text, mp("40032", "invalid openid list size")},
		{"send", list(gone, "oNobody") + `,` + text, mp("40003", "invalid openid")},
	} {
		if got := w.say("wx1", "message/mass/"+tt.path, `{`+tt.body+`}`); got != tt.want {
			t.Errorf("%s %.100s: %s, want %s", tt.path, tt.body, got, tt.want)
		}
	}
	for _, path := range []string{"sendall", "send", "preview"} {
		if got := w.say("wx1", "message/mass/"+path, ""); got != mp("43002", "require POST method") {
			t.Errorf("%s: %s", path, got)
		}
	}
	w.Wait()
	if len(w.pushes()) > 0 {
		t.Error("a refused message is pushed about")
	}
}

// TestPreviewMass: to one follower, whose WeChat id counts more than the OpenID.
func TestPreviewMass(t *testing.T) {
	w := newPushing(t)
	lily := w.follow("lily")
	w.follow("tom")
	const text = `"msgtype":"text","text":{"content":"预览"}`
	for to, want := range map[string]string{
		`"touser":"` + lily + `"`:                  "lily",
		`"towxname":"tom"`:                         "tom",
		`"touser":"` + lily + `","towxname":"tom"`: "tom",
	} {
		if got := w.say("wx0", "message/mass/preview", `{`+to+`,`+text+`}`); !strings.HasPrefix(got, `{"errcode":0,"errmsg":"preview success","msg_id":1`) {
			t.Errorf("%s: %s", to, got)
		}
		chats, err := w.Chats(want)
		if err != nil {
			t.Fatal(err)
		}
		if last := chats[0].Lines[len(chats[0].Lines)-1]; last.Text != "预览" {
			t.Errorf("%s: %+v", to, last)
		}
	}
	for to, want := range map[string]string{
		`"towxname":"nobody"`:       mp("40132", "invalid username"), // a guess
		`"touser":"oNobody"`:        mp("40003", "invalid openid"),
		`"touser":["` + lily + `"]`: mp("40003", "invalid openid"), // a guess
	} {
		if got := w.say("wx0", "message/mass/preview", `{`+to+`,`+text+`}`); got != want {
			t.Errorf("%s: %s", to, got)
		}
	}
}

// TestUploadMassVideo: the form of the answer is that of the official page. 40007 for
// other media is a guess.
//
// https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
func TestUploadMassVideo(t *testing.T) {
	w := newPushing(t)
	video := w.uploaded("wx0", "video", mp4)
	w.clock.Advance(time.Minute)
	w.said("media/uploadvideo", `{"media_id":"`+video+`","title":"电影","description":"简介"}`, `{"type":"video","media_id":"`+video+`","created_at":1751328060}`)
	for _, id := range []string{"", w.uploaded("wx0", "image", picture()), w.uploaded("wx2", "video", mp4)} {
		w.said("media/uploadvideo", `{"media_id":"`+id+`"}`, mp("40007", "invalid media_id"))
	}
	w.said("media/uploadvideo", "", mp("43002", "require POST method"))
}
