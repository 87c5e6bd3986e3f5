package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// TestWorkMedia: upload and download. 44001 was seen:
//
//	{"errcode":44001,"errmsg":"empty media data, hint: […], from ip: …, more info at …"}
//
// Official pages: https://developer.work.weixin.qq.com/document/path/90253 and 90254.
// The codes of wrong types, content and sizes are guesses.
func TestWorkMedia(t *testing.T) {
	w := newPushing(t)
	w.do(sandbox.Act{AppID: "ww1", User: "lisi", Action: "follow"})
	upload := func(kind, body string) string {
		t.Helper()
		return strings.ReplaceAll(w.post("ww1", "media/upload?type="+kind, mediaForm, body), "from ip: 127.0.0.1", "from ip: 192.0.2.1")
	}
	ids := map[string]string{}
	for kind, content := range map[string]string{"image": picture(), "voice": amr, "video": mp4, "file": "mytext"} {
		var reply struct {
			Errcode   int
			Type      string
			MediaID   string `json:"media_id"`
			CreatedAt string `json:"created_at"`
		}
		answer := upload(kind, form("file", "测试.bin", content)) // the name of the part does not matter
		if err := json.Unmarshal([]byte(answer), &reply); err != nil || reply.Type != kind || reply.MediaID == "" || reply.CreatedAt != "1751328000" {
			t.Fatalf("%s: %s, %v", kind, answer, err)
		}
		ids[kind] = reply.MediaID
		if res := w.get("ww1", "media/get?media_id="+reply.MediaID); res.Body.String() != content {
			t.Errorf("%s: %d bytes, %v", kind, res.Body.Len(), res.Header())
		}
	}
	for _, tt := range []struct{ kind, body, want string }{
		{"thumb", form("media", "a.jpg", picture()), work(40005, "invalid type")},
		{"", form("media", "a.jpg", picture()), work(40005, "invalid type")},
		{"file", form("media", "", "mytext"), work(44001, "empty media data")},
		{"file", form("media", "a", ""), work(44001, "empty media data")},
		{"file", form("media", "a", "12345"), work(40006, "invalid file size")},
		{"file", form("media", "a", strings.Repeat("x", 20<<20+1)), work(40006, "invalid file size")},
		{"image", form("media", "a.gif", "GIF89a"), work(40004, "invalid media type")},
		{"voice", form("media", "a.mp3", mp3), work(40004, "invalid media type")},
	} {
		if got := upload(tt.kind, tt.body); got != tt.want {
			t.Errorf("%s %.80q\n got %s\nwant %s", tt.kind, tt.body, got, tt.want)
		}
	}
	file := func(id string) string {
		return `{"touser":"lisi","agentid":1000007,"msgtype":"file","file":{"media_id":"` + id + `"}}`
	}
	if got := w.say("ww1", "message/send", file(ids["file"])); !strings.Contains(got, `"errcode":0`) {
		t.Error(got)
	}
	w.worked("message/send", file("M"), work(40007, "invalid media_id"))
	w.worked("media/get?media_id=M", "{}", work(40007, "invalid media_id")) // posted, as PowerWeChat does
	w.worked("media/get?media_id=M", "", work(40007, "invalid media_id"))
	w.worked("media/get?media_id=", "", work(41006, "missing media_id"))
	w.clock.Advance(3 * 24 * time.Hour)
	w.worked("media/get?media_id="+ids["file"], "", work(40007, "invalid media_id"))
}
