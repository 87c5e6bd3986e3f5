package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// worked checks the answer to a call of ww1.
func (w *pushing) worked(path, body, want string) {
	w.t.Helper()
	got := w.say("ww1", path, body)
	got = strings.ReplaceAll(got, "from ip: 127.0.0.1", "from ip: 192.0.2.1")
	if got != want {
		w.t.Errorf("%s %s\n got %s\nwant %s", path, body, got, want)
	}
}

func work(code int, text string) string {
	return `{"errcode":` + jsonOf(code) + `,"errmsg":"` + text + workTail(code)
}

func jsonOf(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}

// TestWorkMessage: a message to members who see the application. The answer with 81013
// was seen:
//
//	{"errcode":81013,"errmsg":"user & party & tag all invalid, hint: […], from ip: …, more info at …","invaliduser":"admin"}
//
// Official page: https://developer.work.weixin.qq.com/document/path/90236
// The order of the checks and the codes of missing members are guesses, as is the text
// of 82001.
func TestWorkMessage(t *testing.T) {
	w := newPushing(t)
	for _, name := range []string{"ZhangSan", "lisi"} {
		w.do(sandbox.Act{AppID: "ww1", User: name, Action: "follow"})
	}
	w.do(sandbox.Act{AppID: "ww1", User: "wangwu", Action: "tag"})
	sent := func(to, message, want string) {
		t.Helper()
		var reply map[string]any
		answer := w.say("ww1", "message/send", `{`+to+`,"agentid":1000007,`+message+`}`)
		if err := json.Unmarshal([]byte(answer), &reply); err != nil || reply["msgid"] == nil {
			t.Fatalf("%s: %s", to, answer)
		}
		delete(reply, "msgid")
		if got := jsonOf(reply); got != want {
			t.Errorf("%s: %s, want %s", to, got, want)
		}
	}
	const text, reached = `"msgtype":"text","text":{"content":"开会"}`, `{"errcode":0,"errmsg":"ok"}`
	sent(`"touser":"ZhangSan|lisi"`, text, reached)
	sent(`"touser":"@all"`, `"msgtype":"textcard","textcard":{"title":"通知","description":"d","url":"http://e.com"}`, reached)
	sent(`"touser":"lisi|WangWu|Nobody","toparty":"7","totag":"2"`, `"msgtype":"news","news":{"articles":[{"title":"新闻"}]}`,
		`{"errcode":0,"errmsg":"ok","invalidparty":"7","invalidtag":"2","invaliduser":"wangwu|nobody"}`)
	var media struct {
		ID string `json:"media_id"`
	}
	if err := json.Unmarshal([]byte(w.post("ww1", "media/upload?type=image", mediaForm, form("media", "a.jpg", picture()))), &media); err != nil {
		t.Fatal(err)
	}
	sent(`"touser":"lisi"`, `"msgtype":"image","image":{"media_id":"`+media.ID+`"}`, reached)
	sent(`"touser":"lisi"`, `"msgtype":"markdown","markdown":{"content":"**x**"}`, reached)
	sent(`"touser":"lisi"`, `"msgtype":"template_card","template_card":{"card_type":"text_notice","main_title":{"title":"卡"}}`, reached)
	for name, want := range map[string]string{"ZhangSan": "开会|[卡片] 通知", "lisi": "开会|[卡片] 通知|[图文] 新闻|[图片]|**x**|[卡片] 卡"} {
		chats, err := w.Chats(name)
		if err != nil {
			t.Fatal(err)
		}
		var shown []string
		for _, line := range chats[0].Lines {
			if line.From == "message" {
				shown = append(shown, line.Text)
			}
		}
		if got := strings.Join(shown, "|"); got != want {
			t.Errorf("%s sees %s, want %s", name, got, want)
		}
	}
	tail := strings.TrimSuffix(work(81013, "user & party & tag all invalid"), "}")
	for _, tt := range []struct{ body, want string }{
		{`"touser":"Admin","agentid":1000007,` + text, tail + `,"invaliduser":"admin"}`},
		{`"toparty":"7","agentid":1000007,` + text, tail + `,"invalidparty":"7"}`},
		{`"agentid":1000007,` + text, work(82001, "user & party & tag all empty")},
		{`"touser":"lisi",` + text, work(41011, "missing agentid")},
		{`"touser":"lisi","agentid":"x",` + text, work(47001, "data format error")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"gif"`, work(40008, "invalid message type")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"text"`, work(44004, "empty content")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"file","file":{}`, work(41006, "missing media_id")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"text","text":1`, work(47001, "data format error")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"textcard","textcard":{}`, work(41016, "missing title")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"textcard","textcard":{"title":"t"}`, work(41033, "missing description")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"textcard","textcard":{"title":"t","description":"d"}`, work(41010, "missing url")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"news","news":{"articles":[]}`, work(44003, "empty news message")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"news","news":{"articles":[{}]}`, work(41016, "missing title")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"news","news":{"articles":[{},{},{},{},{},{},{},{},{}]}`, work(45008, "article size out of limit")},
		{`"touser":"lisi","agentid":1000007,"msgtype":"template_card","template_card":{"card_type":"news"}`, work(40058, "invalid Request Parameter")},
		{`"touser":"lisi","agentid":1000007,"safe":1,"msgtype":"news","news":{"articles":[{"title":"t"}]}`, work(40074, "news message not support safe")},
		{`"touser":"lisi","agentid":1000007,"safe":2,` + text, work(40058, "invalid Request Parameter")},
	} {
		w.worked("message/send", `{`+tt.body+`}`, tt.want)
	}
	w.worked("message/send", "", work(43002, "require POST method"))
}

// seen lists what the phone of a member shows of messages.
func (w *pushing) seenBy(name string) string {
	w.t.Helper()
	chats, err := w.Chats(name)
	if err != nil {
		w.t.Fatal(err)
	}
	var shown []string
	for _, line := range chats[0].Lines {
		if line.From == "message" {
			shown = append(shown, line.Text)
		}
	}
	return strings.Join(shown, "|")
}

// sendTo sends a text, and returns the answer without the ids that are drawn.
func (w *pushing) sendTo(members string) string {
	w.t.Helper()
	var reply map[string]any
	answer := w.say("ww1", "message/send", `{"agentid":1000007,"msgtype":"text",`+members+`}`)
	if err := json.Unmarshal([]byte(answer), &reply); err != nil {
		w.t.Fatal(err)
	}
	delete(reply, "msgid")
	delete(reply, "errmsg")
	return jsonOf(reply)
}

// TestWorkReceivers: members, the department that all are in, and tags, by themselves or
// by their department. A userid may have any case.
//
// Official page: https://developer.work.weixin.qq.com/document/path/90236
func TestWorkReceivers(t *testing.T) {
	w := newPushing(t)
	for _, name := range []string{"zhangsan", "lisi"} {
		w.do(sandbox.Act{AppID: "ww1", User: name, Action: "follow"})
	}
	w.call("ww1", "tag/create", `{"tagname":"店员","tagid":12}`, nil)
	w.call("ww1", "tag/create", `{"tagname":"全员","tagid":13}`, nil)
	w.call("ww1", "tag/create", `{"tagname":"空","tagid":14}`, nil)
	w.call("ww1", "tag/addtagusers", `{"tagid":12,"userlist":["lisi"]}`, nil)
	w.call("ww1", "tag/addtagusers", `{"tagid":13,"partylist":[1]}`, nil)
	for i, tt := range []struct{ to, want string }{
		{`"touser":"LISI"`, `{"errcode":0}`},
		{`"toparty":"1 | 7"`, `{"errcode":0,"invalidparty":"7"}`},
		{`"totag":"12"`, `{"errcode":0}`},
		{`"totag":"13|99"`, `{"errcode":0,"invalidtag":"99"}`},
		{`"touser":"lisi|zhangsan","toparty":"1","totag":"12|13|14"`, `{"errcode":0}`},
		{`"totag":"14"`, `{"errcode":81013}`},
		{`"touser":"@all","toparty":"7","totag":"99"`, `{"errcode":0}`},
	} {
		if got := w.sendTo(tt.to + `,"text":{"content":"` + jsonOf(i) + `"}`); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.to, got, tt.want)
		}
	}
	for name, want := range map[string]string{"lisi": "0|1|2|3|4|6", "zhangsan": "1|3|4|6"} {
		if got := w.seenBy(name); got != want {
			t.Errorf("%s sees %s, want %s", name, got, want)
		}
	}
}

// TestWorkDuplicates: with enable_duplicate_check the same JSON is not delivered again
// within the interval, by default 1800 seconds and at most four hours. The answer to a
// repeated message is a guess.
//
// Official page: https://developer.work.weixin.qq.com/document/path/90236
func TestWorkDuplicates(t *testing.T) {
	w := newPushing(t)
	w.do(sandbox.Act{AppID: "ww1", User: "lisi", Action: "follow"})
	send := func(more, text string) {
		t.Helper()
		if got := w.sendTo(`"touser":"lisi",` + more + `"text":{"content":"` + text + `"}`); got != `{"errcode":0}` {
			t.Error(got)
		}
	}
	const check = `"enable_duplicate_check":1,`
	send("", "a")
	send("", "a")
	send(check, "b")
	send(check, "b")
	send(check, "c")
	w.clock.Advance(1799 * time.Second)
	send(check, "b")
	w.clock.Advance(time.Second)
	send(check, "b")
	if got := w.seenBy("lisi"); got != "a|a|b|c|b" {
		t.Errorf("lisi sees %s", got)
	}
	const long = check + `"duplicate_check_interval":99999,`
	send(long, "d")
	w.clock.Advance(4*time.Hour - time.Second)
	w.reopen()
	send(long, "d")
	w.clock.Advance(time.Second)
	send(long, "d")
	if got := w.seenBy("lisi"); got != "a|a|b|c|b|d|d" {
		t.Errorf("lisi sees %s", got)
	}
}

// TestWorkCardResponse: three types of cards, whose buttons the member can press, have a
// response_code in the answer.
//
// Official page: https://developer.work.weixin.qq.com/document/path/90236
func TestWorkCardResponse(t *testing.T) {
	w := newPushing(t)
	w.do(sandbox.Act{AppID: "ww1", User: "lisi", Action: "follow"})
	for kind, want := range map[string]bool{
		"text_notice": false, "news_notice": false, "button_interaction": true, "vote_interaction": true, "multiple_interaction": true,
	} {
		answer := w.say("ww1", "message/send", `{"touser":"lisi","agentid":1000007,"msgtype":"template_card","template_card":{"card_type":"`+kind+`","main_title":{"title":"卡"}}}`)
		var reply struct {
			Errcode int
			Code    string `json:"response_code"`
		}
		if err := json.Unmarshal([]byte(answer), &reply); err != nil || reply.Errcode != 0 || (reply.Code != "") != want {
			t.Errorf("%s: %s, %v", kind, answer, err)
		}
	}
}

// TestTooManyWorkMessages: an application's messages to one member are dropped after 30 in
// a minute and 1000 in an hour, which the answer does not show.
//
// Official page: https://developer.work.weixin.qq.com/document/path/90236
func TestTooManyWorkMessages(t *testing.T) {
	w := newPushing(t)
	for _, name := range []string{"lisi", "zhangsan"} {
		w.do(sandbox.Act{AppID: "ww1", User: name, Action: "follow"})
	}
	minute := func(n int, want int) {
		t.Helper()
		before, err := w.Chats("lisi")
		if err != nil {
			t.Fatal(err)
		}
		last := w.clock.Now()
		for range n {
			if got := w.sendTo(`"touser":"lisi","text":{"content":"x"}`); got != `{"errcode":0}` {
				t.Error(got)
			}
		}
		after, _ := w.Chats("lisi")
		got := 0
		for _, line := range after[0].Lines {
			if line.From == "message" && line.Time.Equal(last) {
				got++
			}
		}
		if got != want || len(before) != 1 {
			t.Errorf("%d of %d messages arrived, want %d", got, n, want)
		}
		w.clock.Advance(time.Minute)
	}
	minute(31, 30)
	if got := w.sendTo(`"touser":"zhangsan","text":{"content":"y"}`); got != `{"errcode":0}` || w.seenBy("zhangsan") != "y" {
		t.Error("another member gets no message")
	}
	for range 32 {
		minute(30, 30)
	}
	minute(30, 10)
	minute(1, 0)
	w.clock.Advance(26 * time.Minute)
	minute(1, 1)
}
