package sandbox_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wxtool/internal/sandbox"
	"wxtool/internal/wxtest"
)

const fault = "该公众号提供的服务出现故障，请稍后再试"

func reply(r received, rest string) string {
	return fmt.Sprintf("<xml><ToUserName><![CDATA[%s]]></ToUserName><FromUserName><![CDATA[%s]]></FromUserName><CreateTime>1751328000</CreateTime>%s</xml>",
		r.text("FromUserName"), r.text("ToUserName"), rest)
}

// TestPhone: what the phone shows of an answer.
func TestPhone(t *testing.T) {
	text := "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[您好]]></Content>"
	for name, tt := range map[string]struct {
		act         sandbox.Act
		answer      string
		phone, kind string
	}{
		"success":      {sandbox.Act{AppID: "wx1", Action: "text"}, "success", "", "success"},
		"nothing":      {sandbox.Act{AppID: "wx1", Action: "text"}, "", "", "empty"},
		"text":         {sandbox.Act{AppID: "wx1", Action: "text"}, text, "您好", "text"},
		"encrypted":    {sandbox.Act{AppID: "wx2", Action: "text"}, text, "您好", "text"},
		"work":         {sandbox.Act{AppID: "ww1", Action: "text"}, text, "您好", "text"},
		"follow":       {sandbox.Act{AppID: "wx1", Action: "follow"}, text, "您好", "text"},
		"image":        {sandbox.Act{AppID: "wx1", Action: "text"}, "<MsgType><![CDATA[image]]></MsgType><Image><MediaId><![CDATA[m]]></MediaId></Image>", "[图片]", "image"},
		"news":         {sandbox.Act{AppID: "wx1", Action: "text"}, "<MsgType><![CDATA[news]]></MsgType><ArticleCount>1</ArticleCount><Articles><item><Title><![CDATA[新品]]></Title><Description><![CDATA[d]]></Description><PicUrl><![CDATA[http://e.com/1.jpg]]></PicUrl><Url><![CDATA[http://e.com/]]></Url></item></Articles>", "[图文] 新品", "news"},
		"to service":   {sandbox.Act{AppID: "wx1", Action: "text"}, "<MsgType><![CDATA[transfer_customer_service]]></MsgType>", "", "transfer_customer_service"},
		"no XML":       {sandbox.Act{AppID: "wx1", Action: "text"}, "ok", fault, "other"},
		"empty text":   {sandbox.Act{AppID: "wx1", Action: "text"}, "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[]]></Content>", fault, "text"},
		"hang up":      {sandbox.Act{AppID: "wx1", Action: "text"}, "hang up", fault, "none"},
		"work, no XML": {sandbox.Act{AppID: "ww1", Action: "text"}, "ok", "", "other"},
	} {
		w := newPushing(t)
		w.answer = func(r received) string {
			if strings.HasPrefix(tt.answer, "<") {
				return reply(r, tt.answer)
			}
			return tt.answer
		}
		tt.act.User = "anna"
		if tt.act.Action == "text" {
			tt.act.Value = "hi"
		}
		out := w.do(tt.act)
		if got := strings.Join(out.Phone, "|"); got != tt.phone || out.Pushes[0].Reply.Kind != tt.kind || out.OK != (len(out.Pushes[0].Reply.Problems) == 0) {
			t.Errorf("%s: the phone shows %q, want %q; %+v", name, got, tt.phone, out.Pushes[0].Reply)
		}
	}
}

// TestPhoneArticles: the phone shows one article in the answer to a message to an
// Official Account, and up to eight elsewhere.
func TestPhoneArticles(t *testing.T) {
	for name, tt := range map[string]struct {
		appID, action string
		articles      int
		phone         string
	}{
		"one":                     {"wx1", "text", 1, "[图文] 新品"},
		"three to a user":         {"wx1", "text", 3, "[图文] 新品"},
		"three to a new follower": {"wx1", "follow", 3, "[图文] 新品 (+2)"},
		"nine to a new follower":  {"wx1", "follow", 9, "[图文] 新品 (+7)"},
		"nine to a member":        {"ww1", "text", 9, "[图文] 新品 (+7)"},
	} {
		w := newPushing(t)
		items := strings.Repeat("<item><Title>新品</Title><Url>http://e.com/</Url></item>", tt.articles)
		w.answer = func(r received) string {
			return reply(r, fmt.Sprintf("<MsgType>news</MsgType><ArticleCount>%d</ArticleCount><Articles>%s</Articles>", tt.articles, items))
		}
		act := sandbox.Act{AppID: tt.appID, User: "anna", Action: tt.action}
		if act.Action == "text" {
			act.Value = "hi"
		}
		if out := w.do(act); !out.OK || strings.Join(out.Phone, "|") != tt.phone {
			t.Errorf("%s: the phone shows %q, want %q; %+v", name, out.Phone, tt.phone, out.Pushes[0].Reply)
		}
	}
}

// TestMiniProgramFault: the chat of a mini program has a fault notice of its own, also
// during a pause. After an event there is none.
func TestMiniProgramFault(t *testing.T) {
	const notice = "该小程序客服暂时无法提供服务，请稍后再试"
	w := newPushing(t)
	w.answer = func(received) string { return "oops" }
	message := sandbox.Act{AppID: "wx1", User: "anna", Action: "push", Value: "miniprogram/mini-text"}
	for i := range 6 {
		out := w.do(message)
		if paused := out.Pushes[0].PausedUntil != nil; out.OK || strings.Join(out.Phone, "|") != notice || paused != (i == 5) {
			t.Errorf("message %d: %+v, %+v", i+1, out.Phone, out.Pushes[0])
		}
	}
	w = newPushing(t)
	w.answer = func(received) string { return "hang up" }
	out := w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "push", Value: "miniprogram/wxa-media-check"})
	if out.OK || len(out.Phone) > 0 {
		t.Errorf("event: %+v, %+v", out.Phone, out.Pushes[0])
	}
}

// TestUnseenFault: a user who no longer follows sees no fault notice.
func TestUnseenFault(t *testing.T) {
	w := newPushing(t)
	w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "follow"})
	w.answer = func(received) string { return "hang up" }
	out := w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "unfollow"})
	if out.OK || len(out.Phone) > 0 || out.User.Following {
		t.Errorf("%+v", out)
	}
}

// TestAttempts: the same message three times, signed anew.
func TestAttempts(t *testing.T) {
	w := newPushing(t)
	var attempts atomic.Int32 // from several connections
	w.answer = func(received) string {
		if attempts.Add(1) < 3 {
			return "hang up"
		}
		return "success"
	}
	out := w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "text", Value: "hi"})
	got := w.pushes()
	if len(got) != 3 || len(out.Pushes[0].Attempts) != 3 || !out.OK || out.Pushes[0].Status != 200 || out.Pushes[0].Attempts[0].Error == "" {
		t.Fatalf("%d pushes, %+v", len(got), out)
	}
	for _, r := range got {
		if r.plain != out.Pushes[0].Message || r.text("MsgId") != got[0].text("MsgId") {
			t.Errorf("another message: %s", r.plain)
		}
	}
	if got[0].query.Get("nonce") == got[1].query.Get("nonce") {
		t.Error("the second attempt has the nonce of the first")
	}
}

// TestCallbackCallsSandbox: a callback server may call the API and act before it
// answers.
func TestCallbackCallsSandbox(t *testing.T) {
	w := newPushing(t)
	w.answer = func(r received) string {
		if r.text("Content") != "go" {
			return "success"
		}
		var c code
		w.call("wx1", "qrcode/create", `{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":7}}}`, &c)
		if users := w.Users(); len(users) != 1 || !users[0].Following {
			t.Errorf("while a push is delivered, users are %+v", users)
		}
		w.do(sandbox.Act{AppID: "wx1", User: "ben", Action: "text", Value: c.Ticket})
		return reply(r, "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA["+c.Ticket+"]]></Content>")
	}
	w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "follow"})
	out := w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "text", Value: "go"})
	got := w.pushes()
	if len(got) != 3 || len(out.Phone) != 1 || got[2].text("Content") != out.Phone[0] {
		t.Errorf("%d pushes, %+v", len(got), out)
	}
}

// TestTwoAtOnce: two pushes are delivered before either is answered.
func TestTwoAtOnce(t *testing.T) {
	const users = 8
	w := newPushing(t)
	var all sync.WaitGroup
	all.Add(users)
	w.answer = func(received) string { all.Done(); all.Wait(); return "success" }
	var done sync.WaitGroup
	for i := range users {
		done.Go(func() { w.do(sandbox.Act{AppID: "wx2", User: fmt.Sprint("user", i), Action: "follow"}) })
	}
	done.Wait()
	ids := map[string]bool{}
	for _, r := range w.pushes() {
		ids[r.text("FromUserName")] = true
	}
	if len(ids) != users || len(w.Users()) != users || len(w.seen) != users {
		t.Errorf("%d senders, %d users, %d seen", len(ids), len(w.Users()), len(w.seen))
	}
}

// TestPause: after five failures nothing is pushed for a minute.
func TestPause(t *testing.T) {
	w := newPushing(t)
	hi := sandbox.Act{AppID: "wx1", User: "anna", Action: "text", Value: "hi"}
	bad, good := func(received) string { return "oops" }, func(received) string { return "success" }
	fail := func(times int) *sandbox.Outcome {
		t.Helper()
		var out *sandbox.Outcome
		w.answer = bad
		for i := range times {
			out = w.do(hi)
			if last := i == times-1; !last && out.Pushes[0].Alarm != nil || out.Pushes[0].PausedUntil != nil || out.Phone[0] != fault {
				t.Errorf("failure %d: %+v", i+1, out.Pushes[0])
			}
		}
		return out
	}
	fail(4)
	w.answer = good
	w.do(hi) // forgets them
	began := w.clock.Now()
	alarm := fail(5).Pushes[0].Alarm
	if alarm == nil {
		t.Fatal("no alarm")
	}
	want := "Appid: wx1\n昵称: " + alarm.Nickname + "\n时间: 2025-07-01 08:00:00\n内容: 微信服务器向公众号推送消息或事件发生多次失败后，暂时不推送消息，一分钟后解除屏蔽\n次数: 5分钟 5次\n错误样例: [OpenID=" + w.Users()[0].OpenID + "][Stamp=1751328000][IP=127.0.0.1][Event=text]"
	if alarm.Text() != want {
		t.Errorf("got  %s\nwant %s", alarm.Text(), want)
	}
	w.pushes()
	w.answer = good
	w.clock.Advance(time.Minute - time.Second)
	held := w.do(hi)
	if p := held.Pushes[0]; held.OK || p.PausedUntil == nil || !p.PausedUntil.Equal(began.Add(time.Minute)) || held.Phone[0] != fault || len(p.Attempts) != 0 || len(w.pushes()) != 0 {
		t.Errorf("within the pause: %+v", held)
	}
	w.do(sandbox.Act{AppID: "wx2", User: "anna", Action: "text", Value: "hi"})
	w.check("another account", w.pushes(), []wants{{"Content": "hi"}})
	w.clock.Advance(time.Second)
	if out := w.do(hi); !out.OK || len(w.pushes()) != 1 {
		t.Errorf("after a minute: %+v", out)
	}
	fail(4)
	w.clock.Advance(5 * time.Minute) // the first of them is too old to count
	if fail(1).Pushes[0].Alarm != nil {
		t.Error("failures of more than five minutes ago are counted")
	}
}

// TestWorkIsNotPaused: WeCom has no such rule.
func TestWorkIsNotPaused(t *testing.T) {
	w := newPushing(t)
	w.answer = func(received) string { return "oops" }
	for range 7 {
		if out := w.do(sandbox.Act{AppID: "ww1", User: "anna", Action: "enter"}); out.Pushes[0].PausedUntil != nil || out.Pushes[0].Alarm != nil {
			t.Errorf("%+v", out)
		}
	}
}

// TestNobodyListens: a server that is not there is a failure, not an error.
func TestNobodyListens(t *testing.T) {
	w := newPushing(t)
	w.Server = w.newServer(wxtest.Closed())
	out := w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "follow"})
	if out.OK || out.Phone[0] != fault || len(out.Pushes[0].Attempts) != 3 || !out.User.Following {
		t.Errorf("%+v", out)
	}
}
