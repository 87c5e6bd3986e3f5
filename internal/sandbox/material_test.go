package sandbox_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// material uploads permanent material, which must succeed, and returns its media_id.
func (w *pushing) material(appID, kind, content string) string {
	w.t.Helper()
	answer := w.post(appID, "material/add_material?type="+kind, mediaForm, form("media", "test.bin", content))
	var reply struct {
		MediaID string `json:"media_id"`
		URL     string
	}
	picture := kind == "image" || kind == "thumb"
	if err := json.Unmarshal([]byte(answer), &reply); err != nil || len(reply.MediaID) != 64 || (reply.URL != "") != picture {
		w.t.Fatalf("%s: %s", kind, answer)
	}
	return reply.MediaID
}

// draft makes a draft of so many articles, and returns its media_id.
func (w *pushing) draft(appID string, articles int) string {
	w.t.Helper()
	one := `{"title":"新品","content":"<p>新</p>","thumb_media_id":"` + w.material(appID, "image", picture()) + `"}`
	var reply struct {
		MediaID string `json:"media_id"`
	}
	w.call(appID, "draft/add", `{"articles":[`+strings.TrimSuffix(strings.Repeat(one+",", articles), ",")+`]}`, &reply)
	return reply.MediaID
}

// publication publishes a draft, and returns its publish_id.
func (w *pushing) publication(appID, draft string) string {
	w.t.Helper()
	var reply struct {
		PublishID int64 `json:"publish_id"`
	}
	w.call(appID, "freepublish/submit", `{"media_id":"`+draft+`"}`, &reply)
	w.Wait()
	return strconv.FormatInt(reply.PublishID, 10)
}

// article publishes an article and returns its article_id. What is pushed about it is
// not among the next pushes.
func (w *pushing) article(appID string) string {
	w.t.Helper()
	var reply struct {
		ArticleID string `json:"article_id"`
	}
	w.call(appID, "freepublish/get", `{"publish_id":"`+w.publication(appID, w.draft(appID, 1))+`"}`, &reply)
	w.pushes()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = nil
	return reply.ArticleID
}

// TestAddMaterial: the answer was seen, of a picture in a public article of 2024 with
// an empty item:
//
//	{"media_id":"","url":"","item":[]}
//
// Official page: https://developers.weixin.qq.com/doc/service/api/material/permanent/api_addmaterial
// The codes of wrong formats and sizes are guesses, as those of temporary media.
func TestAddMaterial(t *testing.T) {
	w := newPushing(t)
	for _, tt := range []struct{ kind, content string }{
		{"image", picture()}, {"image", pngFile}, {"image", "GIF89a"}, {"image", "BM\x00\x00"},
		{"voice", amr}, {"voice", mp3}, {"voice", "RIFF\x00\x00\x00\x00WAVEfmt "}, {"voice", "\x30\x26\xB2\x75\x8E\x66\xCF\x11"},
		{"video", mp4}, {"thumb", picture()},
	} {
		w.material("wx1", tt.kind, tt.content)
	}
	for _, tt := range []struct{ query, body, want string }{
		{"", form("media", "a.jpg", picture()), mp("40004", "invalid media type")},
		{"?type=news", form("media", "a.jpg", picture()), mp("40004", "invalid media type")},
		{"?type=image", form("file", "a.jpg", picture()), mp("41005", "media data missing")},
		{"?type=image", "{}", mp("41005", "media data missing")},
		{"?type=image", form("media", "a.jpg", ""), mp("44001", "empty media data")},
		{"?type=image", form("media", "a.jpg", "<html>"), mp("40005", "invalid file type")},
		{"?type=thumb", form("media", "a.jpg", picture()+strings.Repeat("x", 64<<10)), mp("40012", "invalid thumb size")},
		{"?type=video", described(mp4, "x"), mp("47001", "data format error")}, // a guess
	} {
		if got := w.post("wx1", "material/add_material"+tt.query, mediaForm, tt.body); got != tt.want {
			t.Errorf("%s %.60q\n got %s\nwant %s", tt.query, tt.body, got, tt.want)
		}
	}
	w.said("material/add_material?type=image", "", mp("43002", "require POST method"))
	w.said("material/add_news", `{"articles":[]}`, mp("45103", "This API has been unsupported"))
	w.said("material/add_news", "", mp("43002", "require POST method"))
}

// described is a form with a video and its description.
func described(content, description string) string {
	return strings.TrimSuffix(form("media", "a.mp4", content), "--b0undary--\r\n") +
		"--b0undary\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n" + description + "\r\n--b0undary--\r\n"
}

// TestGetMaterial: material does not end, and is not that of another account. 40007 was
// seen for other ids.
//
// Official pages: https://developers.weixin.qq.com/doc/service/api/material/permanent/api_getmaterial
// and …/api_delmaterial. That a video without a description has an empty title is a
// guess.
func TestGetMaterial(t *testing.T) {
	w := newPushing(t)
	image, plain := w.material("wx1", "image", picture()), w.material("wx1", "video", mp4)
	var video struct {
		MediaID string `json:"media_id"`
	}
	if err := json.Unmarshal([]byte(w.post("wx1", "material/add_material?type=video", mediaForm, described(mp4, `{"title":"电影","introduction":"简介"}`))), &video); err != nil {
		t.Fatal(err)
	}
	w.clock.Advance(30 * 24 * time.Hour)
	temporary := w.uploaded("wx1", "image", pngFile)
	get := func(appID, id string) string {
		return w.say(appID, "material/get_material", `{"media_id":"`+id+`"}`)
	}
	if got := get("wx1", image); got != picture() {
		t.Errorf("%.80q", got)
	}
	url := `","down_url":"http://127.0.0.1:8090/sandbox/media?media_id=`
	if got := get("wx1", video.MediaID); got != `{"title":"电影","description":"简介`+url+video.MediaID+`"}` {
		t.Error(got)
	}
	if got := get("wx1", plain); got != `{"title":"","description":"`+url+plain+`"}` {
		t.Error(got)
	}
	invalid := mp("40007", "invalid media_id")
	for appID, id := range map[string]string{"wx2": image, "wx0": "", "wx1": temporary} {
		if got := get(appID, id); got != invalid {
			t.Errorf("%s %s: %s", appID, id, got)
		}
	}
	if got := w.get("wx1", "media/get?media_id="+image); got.Body.String() != picture() {
		t.Errorf("as other media, which is a guess: %s", got.Body)
	}
	remove := func(id, want string) {
		t.Helper()
		if got := w.say("wx1", "material/del_material", `{"media_id":"`+id+`"}`); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	remove(temporary, invalid)
	remove(image, done)
	remove(image, invalid)
	if got := get("wx1", image); got != invalid {
		t.Error(got)
	}
	for _, path := range []string{"get_material", "del_material"} {
		w.said("material/"+path, "", mp("43002", "require POST method"))
		w.said("material/"+path, "x", mp("47001", "data format error"))
	}
}

// TestListMaterial: by type, in pages of up to 20. The order and the codes are guesses.
//
// Official pages: https://developers.weixin.qq.com/doc/service/api/material/permanent/api_batchgetmaterial
// and …/api_getmaterialcount
func TestListMaterial(t *testing.T) {
	w := newPushing(t)
	w.said("material/get_materialcount", "", `{"voice_count":0,"video_count":0,"image_count":0,"news_count":0}`)
	first := w.material("wx0", "image", picture())
	w.clock.Advance(time.Second)
	second := w.material("wx0", "image", pngFile)
	w.material("wx0", "voice", amr)
	w.material("wx2", "image", pngFile)
	w.uploaded("wx0", "image", pngFile)
	w.said("material/get_materialcount", "", `{"voice_count":1,"video_count":0,"image_count":2,"news_count":0}`)
	entry := func(id, updated string) string {
		return `{"media_id":"` + id + `","name":"test.bin","update_time":` + updated + `,"url":"http://127.0.0.1:8090/sandbox/media?media_id=` + id + `"}`
	}
	list := func(kind string, offset, count int, want string) {
		t.Helper()
		w.said("material/batchget_material", fmt.Sprintf(`{"type":"%s","offset":%d,"count":%d}`, kind, offset, count), want)
	}
	list("image", 0, 20, `{"total_count":2,"item_count":2,"item":[`+entry(second, "1751328001")+`,`+entry(first, "1751328000")+`]}`)
	list("image", 1, 1, `{"total_count":2,"item_count":1,"item":[`+entry(first, "1751328000")+`]}`)
	list("image", 5, 1, `{"total_count":2,"item_count":0,"item":[]}`)
	list("news", 0, 1, `{"total_count":0,"item_count":0,"item":[]}`)
	list("thumb", 0, 1, mp("40004", "invalid media type"))
	for _, count := range []int{0, 21} {
		list("image", 0, count, mp("40035", "invalid parameter"))
	}
	list("image", -1, 1, mp("40035", "invalid parameter"))
	w.said("material/batchget_material", "", mp("43002", "require POST method"))
	w.said("material/get_materialcount", "{}", `{"voice_count":1,"video_count":0,"image_count":2,"news_count":0}`) // as PowerWeChat does
	res := httptest.NewRecorder()
	w.ServeHTTP(res, from("GET", "/cgi-bin/material/get_materialcount", ""))
	if got := changing.ReplaceAllString(res.Body.String(), "RID"); got != mp("41001", "access_token missing") {
		t.Error(got)
	}
}

// TestUploadNeedsAToken: the body of an upload is not kept for a caller whose token is
// not good, who still gets the answer about the token, or of more than an upload may
// have the answer about that: without it many clients see only that the connection ends.
func TestUploadNeedsAToken(t *testing.T) {
	w := newPushing(t)
	for _, path := range []string{"media/upload?type=image", "media/uploadimg", "material/add_material?type=image"} {
		for size, want := range map[int]string{24 << 20: mp("41001", "access_token missing"), 30 << 20: "the body is too large\n"} {
			read := &counted{r: strings.NewReader(strings.Repeat("x", size))}
			r := from("POST", "/cgi-bin/"+path, "", "Content-Type", mediaForm)
			r.Body = read
			res := httptest.NewRecorder()
			w.ServeHTTP(res, r)
			if got := changing.ReplaceAllString(res.Body.String(), "RID"); got != want || read.n > 25<<20 {
				t.Errorf("%s: %s, %d bytes read", path, got, read.n)
			}
		}
	}
}

// TestUploadOfWork: WeCom answers about its token as well.
func TestUploadOfWork(t *testing.T) {
	w := newPushing(t)
	for token, want := range map[string]string{
		w.accessToken("ww1"):     `{"errcode":0,"errmsg":"ok","type":"image","media_id":"`,
		strings.Repeat("x", 136): `{"errcode":40014,"errmsg":"invalid access_token, hint: `,
	} {
		res := httptest.NewRecorder()
		w.ServeHTTP(res, from("POST", "/cgi-bin/media/upload?type=image&access_token="+token, form("media", "a.png", pngFile), "Content-Type", mediaForm))
		if !strings.HasPrefix(res.Body.String(), want) {
			t.Errorf("%s, want %s", res.Body, want)
		}
	}
}

// counted counts what is read of it.
type counted struct {
	r *strings.Reader
	n int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += n
	return n, err
}

func (*counted) Close() error { return nil }

// TestUploadsAtOnce: more uploads than the sandbox has in memory wait, and all end.
func TestUploadsAtOnce(t *testing.T) {
	w := newPushing(t)
	token := w.accessToken("wx1")
	var answers [12]string
	done := make(chan int)
	for i := range answers {
		go func() {
			res := httptest.NewRecorder()
			w.ServeHTTP(res, from("POST", "/cgi-bin/media/upload?type=image&access_token="+token, form("media", "a.png", pngFile), "Content-Type", mediaForm))
			answers[i] = res.Body.String()
			done <- i
		}()
	}
	for range answers {
		if i := <-done; !strings.Contains(answers[i], `"media_id"`) {
			t.Error(answers[i])
		}
	}
}
