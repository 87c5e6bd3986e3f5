package sandbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// sendText sends a text of wx1 to a user.
func (w *pushing) sendText(openID, text string) string {
	w.t.Helper()
	return w.say("wx1", "message/custom/send", `{"touser":"`+openID+`","msgtype":"text","text":{"content":"`+text+`"}}`)
}

const (
	tooLate = "response out of time limit or subscription is canceled"
	tooMany = "out of response count limit"
)

// TestAllowances: after a message 5 within 48 hours; after a click, follow or scan 3
// within a minute; of menu items only those of three types count.
//
// Official page: https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
// 45015 and 45047 were seen, with these texts.
func TestAllowances(t *testing.T) {
	for name, tt := range map[string]struct {
		act     sandbox.Act
		count   int
		lasting time.Duration
	}{
		"text":     {sandbox.Act{Action: "text", Value: "hi"}, 5, 48 * time.Hour},
		"location": {sandbox.Act{Action: "location", Value: "23,113"}, 5, 48 * time.Hour},
		"click":    {sandbox.Act{Action: "click", Value: "key"}, 3, time.Minute},
		"scan":     {sandbox.Act{Action: "push", Value: "mp/scan"}, 3, time.Minute},
		"scancode": {sandbox.Act{Action: "push", Value: "mp/scancode-waitmsg"}, 3, time.Minute},
		"view":     {sandbox.Act{Action: "click", Value: "link"}, 0, 0},
		"report":   {sandbox.Act{Action: "report"}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newPushing(t)
			w.setMenu("wx1", "", `{"button":[{"type":"click","name":"key","key":"K"},{"type":"view","name":"link","url":"http://e.com"}]}`)
			lily := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"}).User.OpenID
			w.clock.Advance(time.Hour)
			tt.act.AppID, tt.act.User = "wx1", "lily"
			if got := w.sendText(lily, "x"); got != mp("45015", tooLate) {
				t.Errorf("an hour after follow: %s", got)
			}
			w.do(tt.act)
			w.clock.Advance(tt.lasting - time.Second)
			for i := range tt.count {
				if got := w.sendText(lily, "x"); got != done {
					t.Errorf("message %d: %s", i+1, got)
				}
			}
			if got := w.sendText(lily, "x"); tt.count > 0 && got != mp("45047", tooMany) || tt.count == 0 && got != mp("45015", tooLate) {
				t.Errorf("one more: %s", got)
			}
			w.clock.Advance(time.Second)
			if got := w.sendText(lily, "x"); got != mp("45015", tooLate) {
				t.Errorf("after the end: %s", got)
			}
		})
	}
}

// TestAllowanceOfBoth: a follow and a message allow 3 and 5; that they add up is a
// guess. A new message opens the 5 again. Who does not follow gets none.
func TestAllowanceOfBoth(t *testing.T) {
	w := newPushing(t)
	lily := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"}).User.OpenID
	count := func(want int) {
		t.Helper()
		got := 0
		for w.sendText(lily, "x") == done {
			got++
		}
		if got != want {
			t.Errorf("%d messages, want %d", got, want)
		}
	}
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "text", Value: "hi"})
	count(8)
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "text", Value: "hi"})
	count(5)
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "text", Value: "hi"})
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "unfollow"})
	if got := w.sendText(lily, "x"); got != mp("45015", tooLate) {
		t.Errorf("after unfollow: %s", got)
	}
}

// TestCustomMessages: what the phone shows of each type, and the checks of the content.
// The codes of missing members are guesses, but for 45008, which the official page has.
func TestCustomMessages(t *testing.T) {
	w := newPushing(t)
	lily := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"}).User.OpenID
	w.say("wx1", "/customservice/kfaccount/add", `{"kf_account":"test1@shop","nickname":"客服1"}`)
	m1 := w.uploaded("wx1", "image", picture())
	foreign := w.uploaded("wx2", "image", picture())
	m2, news, article := w.material("wx1", "image", picture()), w.draft("wx1", 1), w.article("wx1")
	for _, tt := range []struct{ message, want, phone string }{
		{`"msgtype":"text","text":{"content":"你好"}`, done, "你好"},
		{`"msgtype":"text","text":{"content":"a"},"customservice":{"kf_account":"test1@shop"}`, done, "a"},
		{`"msgtype":"text","text":{"content":"` + strings.Repeat("x", 2048) + `"}`, done, strings.Repeat("x", 2048)},
		{`"msgtype":"image","image":{"media_id":"` + m1 + `"}`, done, "[图片] " + m1},
		{`"msgtype":"voice","voice":{"media_id":"` + m1 + `"}`, done, "[语音] " + m1},
		{`"msgtype":"video","video":{"media_id":"` + m1 + `","thumb_media_id":"M2","title":"电影"}`, done, "[视频] 电影 " + m1},
		{`"msgtype":"music","music":{"title":"歌","musicurl":"http://e.com"}`, done, "[音乐] 歌"},
		{`"msgtype":"news","news":{"articles":[{"title":"新品"}]}`, done, "[图文] 新品"},
		{`"msgtype":"mpnews","mpnews":{"media_id":"` + news + `"}`, done, "[图文] " + news},
		{`"msgtype":"mpnewsarticle","mpnewsarticle":{"article_id":"` + article + `"}`, done, "[图文]"},
		{`"msgtype":"msgmenu","msgmenu":{"head_content":"满意吗?","list":[{"id":"101","content":"满意"},{"id":"102","content":"不满意"}],"tail_content":"谢谢"}`, done, "满意吗?\n满意\n不满意\n谢谢"},
		{`"msgtype":"wxcard","wxcard":{"card_id":"C"}`, done, "[卡券]"},
		{`"msgtype":"miniprogrampage","miniprogrampage":{"title":"店","appid":"wx","pagepath":"p","thumb_media_id":"` + m2 + `"}`, done, "[小程序] 店"},
		{`"msgtype":"miniprogrampage","miniprogrampage":{"title":"店","pagepath":"p"}`, done, "[小程序] 店"},
		{`"msgtype":"link","link":{"title":"新品","description":"d","url":"http://e.com","thumb_url":"http://e.com/1.jpg"}`, done, "[链接] 新品"},
		{`"msgtype":"text","text":{"content":"a"},"aimsgcontext":{"is_ai_msg":1}`, done, "a"},

		{`"msgtype":"text","text":{}`, mp("44004", "empty content"), ""},
		{`"msgtype":"text"`, mp("44004", "empty content"), ""},
		{`"msgtype":"text","text":"x"`, mp("47001", "data format error"), ""},
		{`"msgtype":"text","text":{"content":"` + strings.Repeat("x", 2049) + `"}`, mp("45002", "content size out of limit"), ""},
		{`"msgtype":"mpnews","mpnews":{"media_id":"` + article + `"}`, mp("40007", "invalid media_id"), ""}, // seen
		{`"msgtype":"mpnews","mpnews":{"media_id":"` + m2 + `"}`, mp("40007", "invalid media_id"), ""},
		{`"msgtype":"mpnews","mpnews":{}`, mp("41006", "media_id missing"), ""},
		{`"msgtype":"mpnewsarticle","mpnewsarticle":{"article_id":"` + news + `"}`, mp("53600", "invalid article id"), ""},
		{`"msgtype":"miniprogrampage","miniprogrampage":{"thumb_media_id":"T"}`, mp("40007", "invalid media_id"), ""},
		{`"msgtype":"image","image":{"media_id":"M1"}`, mp("40007", "invalid media_id"), ""},
		{`"msgtype":"image","image":{"media_id":"` + foreign + `"}`, mp("40007", "invalid media_id"), ""},
		{`"msgtype":"image","image":{}`, mp("41006", "media_id missing"), ""},
		{`"msgtype":"news","news":{"articles":[]}`, mp("44003", "empty news data"), ""},
		{`"msgtype":"news","news":{"articles":[{},{}]}`, mp("45008", "article size out of limit"), ""},
		{`"msgtype":"gif"`, mp("40008", "invalid message type"), ""},
		{`"text":{"content":"x"}`, mp("40008", "invalid message type"), ""},
		{`"msgtype":"text","text":{"content":"a"},"customservice":{"kf_account":"test2@shop"}`, mp("65401", "invalid custom service account"), ""},
	} {
		w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "text", Value: "hi"}) // allows five more
		if got := w.say("wx1", "message/custom/send", `{"touser":"`+lily+`",`+tt.message+`}`); got != tt.want {
			t.Errorf("%.80s\n got %s\nwant %s", tt.message, got, tt.want)
		}
		if tt.want != done {
			continue
		}
		chats, err := w.Chats("lily")
		if err != nil || len(chats) != 1 {
			t.Fatal(err)
		}
		last := chats[0].Lines[len(chats[0].Lines)-1]
		if shown := strings.TrimSpace(last.Text + " " + last.Media); shown != tt.phone || last.From != "message" || !strings.Contains(tt.message, `"msgtype":"`+last.Type+`"`) {
			t.Errorf("%.80s: the phone shows %+v, want %s", tt.message, last, tt.phone)
		}
	}
	for _, openID := range []string{"", "oNobody", "lily"} {
		if got := w.sendText(openID, "x"); got != mp("40003", "invalid openid") {
			t.Errorf("to %q: %s", openID, got)
		}
	}
	if got := w.say("wx1", "message/custom/send", ""); got != mp("43002", "require POST method") {
		t.Error(got)
	}
}

// TestTyping: for 15 seconds, not twice, and within 30 seconds after a message.
//
// Official pages: https://developers.weixin.qq.com/doc/service/api/customer/message/api_typing
// https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/customer-message/typing.html
func TestTyping(t *testing.T) {
	w := newPushing(t)
	lily := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"}).User.OpenID
	typing := func(command, want string) {
		t.Helper()
		if got := w.say("wx1", "message/custom/typing", `{"touser":"`+lily+`","command":"`+command+`"}`); got != want {
			t.Errorf("%s: %s, want %s", command, got, want)
		}
	}
	already := mp("45081", "you are already typing")
	early := mp("45080", "need sending message to user, or recving message from user in the last 30 seconds before typing")
	typing("Typing", early) // a follow is no message: a guess
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "text", Value: "hi"})
	typing("Typing", done)
	w.clock.Advance(15*time.Second - 1)
	typing("Typing", already)
	w.clock.Advance(1)
	typing("Typing", done)
	typing("CancelTyping", done)
	typing("Typing", done)
	w.sendText(lily, "x") // ends it
	typing("Typing", done)
	w.clock.Advance(31 * time.Second)
	typing("Typing", early)
	w.clock.Advance(48 * time.Hour)
	typing("Typing", mp("45015", tooLate))
	typing("typing", mp("45072", "invalid command"))
	typing("", mp("45072", "invalid command"))
}

// TestServants: the customer service accounts.
//
// Official pages: https://developers.weixin.qq.com/doc/service/api/customer/servicermanage/
func TestServants(t *testing.T) {
	w := newPushing(t)
	ask := func(path, body, want string) {
		t.Helper()
		w.said("/customservice/kfaccount/"+path, body, want)
	}
	ask("add", `{"kf_account":"test1@test","nickname":"客服1"}`, done)
	ask("add", `{"kf_account":"test1@test","nickname":"x"}`, mp("65406", "custom service account exists"))
	for _, account := range []string{"", "test1", "@test", "elevenchars@test", "客服@test", "a@" + strings.Repeat("x", 31)} {
		ask("add", `{"kf_account":"`+account+`","nickname":"x"}`, mp("65404", "illegal custom service account"))
	}
	ask("add", `{"kf_account":"b@test","nickname":""}`, mp("65403", "illegal nickname")) // a guess
	ask("add", `{"kf_account":"b@test","nickname":"12345678901234567"}`, mp("65403", "illegal nickname"))
	ask("update", `{"kf_account":"test1@test","nickname":"新"}`, done)
	ask("update", `{"kf_account":"c@test","nickname":"新"}`, mp("65401", "invalid custom service account"))
	w.said("customservice/getkflist", "", `{"kf_list":[{"kf_account":"test1@test","kf_headimgurl":"","kf_id":1001,"kf_nick":"新"}]}`)
	ask("del?kf_account=test1@test", "", done)
	ask("del", `{"kf_account":"test1@test"}`, mp("65401", "invalid custom service account"))
	w.said("customservice/getkflist", "", `{"kf_list":[]}`)
	w.said("customservice/getkflist", "{}", mp("43001", "require GET method"))
	for i := range 100 {
		ask("add", fmt.Sprintf(`{"kf_account":"k%d@test","nickname":"k"}`, i), done)
	}
	ask("add", `{"kf_account":"k100@test","nickname":"k"}`, mp("65405", "custom service account number reach limit"))
}

// TestChat: what the user sent, the answers and the messages, in order. What a server
// sends before it answers is shown by the act.
func TestChat(t *testing.T) {
	w := newPushing(t)
	w.answer = func(r received) string {
		if r.text("Content") == "hi" {
			w.sendText(r.text("FromUserName"), "one moment")
			return reply(r, "<MsgType>text</MsgType><Content>hello</Content>")
		}
		return "success"
	}
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"})
	w.clock.Advance(time.Second)
	out := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "text", Value: "hi"})
	if got := strings.Join(out.Phone, "|"); got != "one moment|hello" {
		t.Errorf("the phone shows %s", got)
	}
	if out = w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "image"}); len(out.Phone) > 0 {
		t.Errorf("shown twice: %v", out.Phone)
	}
	w.do(sandbox.Act{AppID: "wx2", User: "lily", Action: "text", Value: "other account"})
	want := "user subscribe [关注]\nuser text hi\nmessage text one moment\nreply text hello\nuser image [图片]\n"
	check := func(chats []sandbox.Chat, err error) {
		t.Helper()
		if err != nil || len(chats) != 2 || chats[0].User.AppID != "wx1" || chats[1].User.AppID != "wx2" {
			t.Fatalf("%+v, %v", chats, err)
		}
		var got strings.Builder
		for _, line := range chats[0].Lines {
			fmt.Fprintln(&got, line.From, line.Type, line.Text)
		}
		if got.String() != want {
			t.Errorf("got\n%s\nwant\n%s", got.String(), want)
		}
		if passed := chats[0].Lines[1].Time.Sub(chats[0].Lines[0].Time); passed != time.Second {
			t.Errorf("the second line is %v after the first", passed)
		}
	}
	check(w.Chats("lily"))
	w.reopen()
	check(w.Chats("lily"))
	res := w.ask("GET", "/sandbox/chat?user=lily", "")
	if res.Code != 200 || !strings.HasPrefix(res.Body.String(), `{"chats":[{"user":{"platform":"mp","app_id":"wx1","name":"lily"`) {
		t.Errorf("%d %s", res.Code, res.Body)
	}
	if res := w.ask("GET", "/sandbox/chat?user=nobody", ""); res.Code != 404 || res.Body.String() != `{"error":"user: the sandbox has no user \"nobody\"","hint":"wxtool sandbox users lists them"}` {
		t.Errorf("%d %s", res.Code, res.Body)
	}
	if res := w.ask("GET", "/sandbox/chat?user=lily", "", "Origin", "https://evil.example"); res.Code != 403 {
		t.Errorf("%d %s", res.Code, res.Body)
	}
	if res := w.ask("POST", "/sandbox/chat?user=lily", "{}"); res.Code != 405 {
		t.Errorf("%d %s", res.Code, res.Body)
	}
}

// TestChoose: a click on an item of a msgmenu is a text with bizmsgmenuid, and allows
// messages as a text does.
//
// Official page: https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
func TestChoose(t *testing.T) {
	w := newPushing(t)
	lily := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "choose", Value: "101,满意, 谢谢"}).User.OpenID
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"})
	w.check("choose", w.pushes(), []wants{{"MsgType": "text", "Content": "满意, 谢谢", "bizmsgmenuid": "101"}, {"Event": "subscribe"}})
	w.clock.Advance(time.Hour)
	if got := w.sendText(lily, "x"); got != done {
		t.Error(got)
	}
	chats, err := w.Chats("lily")
	if err != nil || chats[0].Lines[0].Text != "满意, 谢谢" {
		t.Errorf("%+v, %v", chats, err)
	}
	for _, value := range []string{"101", ",满意", "101,"} {
		if _, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: "lily", Action: "choose", Value: value}); err == nil {
			t.Errorf("%q is accepted", value)
		}
	}
}
