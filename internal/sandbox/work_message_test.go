package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"

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
	sent(`"touser":"lisi|WangWu|Nobody","toparty":"1","totag":"2"`, `"msgtype":"news","news":{"articles":[{"title":"新闻"}]}`,
		`{"errcode":0,"errmsg":"ok","invalidparty":"1","invalidtag":"2","invaliduser":"wangwu|nobody"}`)
	var media struct {
		ID string `json:"media_id"`
	}
	if err := json.Unmarshal([]byte(w.post("ww1", "media/upload?type=image", mediaForm, form("media", "a.jpg", picture()))), &media); err != nil {
		t.Fatal(err)
	}
	sent(`"touser":"lisi"`, `"msgtype":"image","image":{"media_id":"`+media.ID+`"}`, reached)
	sent(`"touser":"lisi"`, `"msgtype":"markdown","markdown":{"content":"**x**"}`, reached)
	sent(`"touser":"lisi"`, `"msgtype":"template_card","template_card":{"main_title":{"title":"卡"}}`, reached)
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
	} {
		w.worked("message/send", `{`+tt.body+`}`, tt.want)
	}
	w.worked("message/send", "", work(43002, "require POST method"))
}

// TestMembers: what an application can ask about members. 60111 was seen.
//
// Official pages: https://developer.work.weixin.qq.com/document/path/90196 and 90208
func TestMembers(t *testing.T) {
	w := newPushing(t)
	w.do(sandbox.Act{AppID: "ww1", User: "lisi", Action: "follow"})
	w.worked("user/get?userid=lisi", "", `{"errcode":0,"errmsg":"ok","userid":"lisi","name":"lisi","department":[1],"order":[0],"position":"","is_leader_in_dept":[0],"status":1,"main_department":1}`)
	w.worked("user/get?userid=nobody", "", work(60111, "userid not found"))
	w.worked("user/get", "", work(41009, "missing userid")) // a guess
	root := `{"errcode":0,"errmsg":"ok","department":[{"id":1,"name":"ww1","parentid":0,"order":100000000}]}`
	w.worked("department/list", "", root)
	w.worked("department/list?id=1", "", root)
	w.worked("department/list?id=9", "", `{"errcode":0,"errmsg":"ok","department":[]}`) // a guess
	w.worked("department/list", "{}", work(43001, "require GET method"))
}
