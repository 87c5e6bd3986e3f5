package sandbox_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// wants are the expected elements of a push.
type wants map[string]string

const absent = "(not there)"

func (w *pushing) check(name string, got []received, want []wants) {
	w.t.Helper()
	if len(got) != len(want) {
		w.t.Errorf("%s: %d pushes, want %d", name, len(got), len(want))
		return
	}
	for i, elements := range want {
		for path, value := range elements {
			text, ok := got[i].Get(path)
			if ok != (value != absent) || ok && text != value {
				w.t.Errorf("%s: push %d: %s is %q, want %q", name, i+1, path, text, value)
			}
		}
	}
}

// TestActions: what each action of an Official Account's user pushes, in plain
// and in safe mode.
func TestActions(t *testing.T) {
	for _, app := range []string{"wx1", "wx2"} {
		w := newPushing(t)
		for _, tt := range []struct {
			action, value string
			want          []wants
		}{
			{"follow", "", []wants{{"MsgType": "event", "Event": "subscribe", "EventKey": "", "Ticket": absent, "CreateTime": "1751328000"}}},
			{"follow", "", nil},
			{"text", "你好", []wants{{"MsgType": "text", "Content": "你好"}}},
			{"image", "", []wants{{"MsgType": "image"}}},
			{"image", "http://example.com/1.jpg", []wants{{"MsgType": "image", "PicUrl": "http://example.com/1.jpg"}}},
			{"voice", "m1", []wants{{"MsgType": "voice", "MediaId": "m1", "Format": "amr"}}},
			{"video", "m2", []wants{{"MsgType": "video", "MediaId": "m2"}}},
			{"shortvideo", "m3", []wants{{"MsgType": "shortvideo", "MediaId": "m3"}}},
			{"file", "报价单.pdf", []wants{{"MsgType": "file", "Title": "报价单.pdf"}}},
			{"link", "https://example.com/", []wants{{"MsgType": "link", "Url": "https://example.com/"}}},
			{"location", "23.134521,113.358803,广州, 天河", []wants{{"MsgType": "location", "Location_X": "23.134521", "Location_Y": "113.358803", "Label": "广州, 天河"}}},
			{"location", "-1,2", []wants{{"MsgType": "location", "Location_X": "-1", "Location_Y": "2", "Label": ""}}},
			{"enter", "", []wants{{"MsgType": "event", "Event": "LOCATION"}}},
			{"report", "23.137466,113.352425", []wants{{"MsgType": "event", "Event": "LOCATION", "Latitude": "23.137466", "Longitude": "113.352425"}}},
			{"push", "template-send-job-finish", []wants{{"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "Status": "success"}}},
			{"push", "mp/debug-demo", []wants{{"Event": "debug_demo"}}},
			{"tag", "2,3", nil},
			{"unfollow", "", []wants{{"MsgType": "event", "Event": "unsubscribe"}}},
			{"unfollow", "", nil},
		} {
			out := w.do(sandbox.Act{AppID: app, User: "anna", Action: tt.action, Value: tt.value})
			got := w.pushes()
			w.check(app+" "+tt.action+" "+tt.value, got, tt.want)
			for _, r := range got {
				w.addressed(r, out.User.OpenID)
			}
			if !out.OK || len(out.Pushes) != len(tt.want) || len(tt.want) == 0 && out.Note == "" && tt.action != "tag" {
				t.Errorf("%s %s: %+v", app, tt.action, out)
			}
		}
	}
}

// addressed checks that a push is from the user to the account's original id.
func (w *pushing) addressed(r received, openID string) {
	w.t.Helper()
	if from := r.text("FromUserName"); from != openID || r.query.Get("openid") != openID {
		w.t.Errorf("FromUserName is %q and openid %q, want %q", from, r.query.Get("openid"), openID)
	}
	if to := r.text("ToUserName"); !regexp.MustCompile(`^gh_[0-9a-f]{12}$`).MatchString(to) {
		w.t.Errorf("ToUserName is %q", to)
	}
}

func TestOpenIDs(t *testing.T) {
	id := func(w *pushing, app, name string) string {
		return w.do(sandbox.Act{AppID: app, User: name, Action: "tag"}).User.OpenID
	}
	w := newPushing(t)
	anna := id(w, "wx1", "anna")
	if !regexp.MustCompile(`^o[A-Za-z0-9_-]{27}$`).MatchString(anna) {
		t.Errorf("%q is no OpenID", anna)
	}
	if again := id(newPushing(t), "wx1", "anna"); again != anna {
		t.Errorf("in another run %s is %s", anna, again)
	}
	if id(w, "wx2", "anna") == anna || id(w, "wx1", "ben") == anna {
		t.Error("the same OpenID for two")
	}
	if out := w.do(sandbox.Act{AppID: "wx1", User: anna, Action: "tag"}); out.User.Name != "anna" {
		t.Errorf("the OpenID of anna is taken for %q", out.User.Name)
	}
	if id := id(w, "ww1", "anna"); id != "anna" {
		t.Errorf("the userid is %q", id)
	}
}

// TestScan: a scan pushes subscribe with qrscene_ for a new follower, SCAN for others.
func TestScan(t *testing.T) {
	w := newPushing(t)
	var c, other code
	w.call("wx1", "qrcode/create", `{"expire_seconds":600,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"摊位 7"}}}`, &c)
	w.call("wx2", "qrcode/create", `{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":123}}}`, &other)
	image := "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" + strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(c.Ticket)
	first := []wants{{"Event": "subscribe", "EventKey": "qrscene_摊位 7", "Ticket": c.Ticket}}
	again := []wants{{"Event": "SCAN", "EventKey": "摊位 7", "Ticket": c.Ticket}}
	for _, tt := range []struct {
		user, value string
		want        []wants
	}{
		{"anna", c.Ticket, first}, {"anna", c.Ticket, again}, {"anna", c.URL, again}, {"anna", image, again}, {"ben", c.URL, first},
	} {
		out := w.do(sandbox.Act{AppID: "wx1", User: tt.user, Action: "scan", Value: tt.value})
		w.check(tt.user+" "+tt.value, w.pushes(), tt.want)
		if !out.User.Following {
			t.Errorf("%s does not follow", tt.user)
		}
	}
	w.do(sandbox.Act{AppID: "wx2", User: "anna", Action: "scan", Value: other.Ticket})
	w.check("permanent", w.pushes(), []wants{{"Event": "subscribe", "EventKey": "qrscene_123"}})

	w.clock.Advance(600 * time.Second)
	for value, phone := range map[string]string{c.Ticket: "二维码已过期"} {
		out := w.do(sandbox.Act{AppID: "wx1", User: "carl", Action: "scan", Value: value})
		if len(w.pushes()) > 0 || out.User.Following || strings.Join(out.Phone, "|") != phone || out.Note == "" {
			t.Errorf("scan %s: %+v", value, out)
		}
	}
}

// TestWords: a text arrives unchanged.
func TestWords(t *testing.T) {
	w := newPushing(t)
	for _, words := range []string{"@x", "<b>&amp;", "]]>", "a]]>b]]>", "<![CDATA[x]]>", "\"'", "-", " blank ", "😀", "https://a?b=c&d=e", "${NAME}", strings.Repeat("长", 1000)} {
		for _, app := range []string{"wx1", "wx2", "ww1"} {
			w.do(sandbox.Act{AppID: app, User: "anna", Action: "text", Value: words})
			w.check(words, w.pushes(), []wants{{"Content": words}})
		}
	}
}

// TestNoTagsOverHTTP: in JSON too, an empty list of tags differs from no list.
func TestNoTagsOverHTTP(t *testing.T) {
	w := newPushing(t)
	for _, tt := range []struct{ given, has []string }{
		{[]string{"2", "3"}, []string{"2", "3"}},
		{nil, []string{"2", "3"}},
		{[]string{}, []string{}},
		{nil, []string{}},
	} {
		body, err := json.Marshal(sandbox.Act{AppID: "wx1", User: "anna", Action: "text", Value: "hi", Tags: tt.given})
		if err != nil {
			t.Fatal(err)
		}
		res := w.ask("POST", "/sandbox/do", string(body))
		var out sandbox.Outcome
		if err := json.Unmarshal(res.Body.Bytes(), &out); err != nil || res.Code != 200 || !slices.Equal(out.User.Tags, tt.has) {
			t.Errorf("%s: %d %s, want the tags %q", body, res.Code, res.Body, tt.has)
		}
	}
}
