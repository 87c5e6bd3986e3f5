package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// TestDraft: 44003 for no articles, and 40007 for a thumb_media_id that is missing or
// not permanent, were seen:
//
//	{"errcode":44003,"errmsg":"empty news data hint: [s.Bk5a00101081] rid: 62a9a512-052ff585-5d7f737"}
//	{"errcode":40007,"errmsg":"invalid media_id hint: [hJfDkA01544357] rid: 65d56251-31349bbf-5f45a190"}
//
// Official pages: https://developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_add
// and …/api_getdraft, …/api_draft_delete, …/api_draft_count, …/api_draft_batchget. The
// order of the checks, and 44004, are guesses.
func TestDraft(t *testing.T) {
	w := newPushing(t)
	image, temporary := w.material("wx0", "image", picture()), w.uploaded("wx0", "image", picture())
	one := func(title, content, more string) string {
		return `{"title":"` + title + `","content":"` + content + `"` + more + `}`
	}
	thumb, invalid := `,"thumb_media_id":"`+image+`"`, mp("40007", "invalid media_id")
	for articles, want := range map[string]string{
		"": mp("44003", "empty news data"),
		strings.TrimSuffix(strings.Repeat(one("a", "b", thumb)+",", 9), ","): mp("45008", "article size out of limit"),
		one("a", "b", ""): invalid,
		one("a", "b", `,"thumb_media_id":"`+temporary+`"`): invalid,
		one("", "b", thumb):                                             mp("45003", "title size out of limit"),
		one(strings.Repeat("中", 65), "b", thumb):                        mp("45003", "title size out of limit"),
		one("a", strings.Repeat("中", 20001), thumb):                     mp("45002", "content size out of limit"),
		one("a", "b", thumb+`,"digest":"`+strings.Repeat("中", 129)+`"`): mp("45004", "description size out of limit"),
		one("a", "", thumb):                                             mp("44004", "empty content"),
		one("a", "", `,"article_type":"newspic","image_info":{"image_list":[{"image_media_id":"`+temporary+`"}]}`): invalid,
		one("a", "", `,"article_type":"newspic"`): invalid,
		`1`: mp("47001", "data format error"),
	} {
		w.said("draft/add", `{"articles":[`+articles+`]}`, want)
		if !strings.Contains(want, "40007") {
			w.said("media/uploadnews", `{"articles":[`+articles+`]}`, want)
		}
	}
	w.said("draft/add", `{}`, mp("44003", "empty news data"))
	w.call("wx0", "draft/add", `{"articles":[`+one("a", "", `,"article_type":"newspic","image_info":{"image_list":[{"image_media_id":"`+image+`"}]}`)+`]}`, nil)
	id := w.draft("wx0", 2)
	var got struct {
		Items []struct{ Title, Content, URL string } `json:"news_item"`
	}
	w.call("wx0", "draft/get", `{"media_id":"`+id+`"}`, &got)
	if len(got.Items) != 2 || got.Items[1].Title != "新品" || got.Items[1].Content != "<p>新</p>" || !strings.HasPrefix(got.Items[1].URL, "http://mp.weixin.qq.com/s?") {
		t.Errorf("%+v", got)
	}
	w.said("draft/count", "", `{"total_count":2}`)
	var list struct {
		Total int                                  `json:"total_count"`
		Items []struct{ Content *json.RawMessage } `json:"item"`
	}
	for _, tt := range []struct {
		noContent string
		with      bool
	}{{"0", true}, {"1", false}, {"false", true}, {"true", false}} { // the last as silenceper sends it
		w.call("wx0", "draft/batchget", `{"offset":0,"count":20,"no_content":`+tt.noContent+`}`, &list)
		if list.Total != 2 || len(list.Items) != 2 || (list.Items[0].Content != nil) != tt.with {
			t.Errorf("%s: %+v", tt.noContent, list)
		}
		list.Items = nil
	}
	w.said("draft/batchget", `{"count":20,"no_content":"x"}`, mp("47001", "data format error"))
	w.said("draft/batchget", `{"count":0}`, mp("40035", "invalid parameter")) // a guess
	if got := w.say("wx2", "draft/get", `{"media_id":"`+id+`"}`); got != invalid {
		t.Errorf("of another account: %s", got)
	}
	w.said("draft/delete", `{"media_id":"`+id+`"}`, done)
	w.said("draft/delete", `{"media_id":"`+id+`"}`, invalid)
	w.said("draft/get", `{"media_id":"`+id+`"}`, invalid)
	for _, path := range []string{"draft/add", "draft/get", "draft/delete", "draft/batchget", "media/uploadnews"} {
		w.said(path, "", mp("43002", "require POST method"))
	}
	w.said("draft/count", "{}", mp("43001", "require GET method"))
}

// TestPublish: a draft that is published leaves the draft box, as the page of draft/add
// says, and its article_id is in the push and in the answer to freepublish/get.
//
// Official pages: https://developers.weixin.qq.com/doc/service/api/public/api_freepublish_submit
// and …/api_freepublish_get, …/api_freepublishgetarticle. The codes of unknown ids are
// those of the official list; that these calls answer with them is a guess.
func TestPublish(t *testing.T) {
	w := newPushing(t)
	draft := w.draft("wx1", 2)
	id := w.publication("wx1", draft)
	pushed := w.pushes()
	const info = "PublishEventInfo/"
	w.check("published", pushed, []wants{{"Event": "PUBLISHJOBFINISH", info + "publish_id": id, info + "publish_status": "0", info + "article_detail/count": "2", info + "article_detail/item[2]/idx": "2"}})
	w.reopen()
	article := pushed[0].text(info + "article_id")
	var got struct {
		PublishID json.Number `json:"publish_id"`
		Status    *int        `json:"publish_status"`
		ArticleID string      `json:"article_id"`
		Detail    struct {
			Count int
			Item  []struct {
				Index int    `json:"idx"`
				URL   string `json:"article_url"`
			}
		} `json:"article_detail"`
	}
	w.call("wx1", "freepublish/get", `{"publish_id":`+id+`}`, &got)
	w.call("wx1", "freepublish/get", `{"publish_id":"`+id+`"}`, &got)
	if got.PublishID.String() != id || got.Status == nil || *got.Status != 0 || got.ArticleID != article || len(article) != 64 || got.Detail.Count != 2 || got.Detail.Item[1].Index != 2 || got.Detail.Item[1].URL != pushed[0].text(info+"article_detail/item[2]/article_url") {
		t.Errorf("%+v", got)
	}
	if got := w.say("wx1", "freepublish/getarticle", `{"article_id":"`+article+`"}`); !strings.Contains(got, `"title":"新品"`) || !strings.Contains(got, `"is_deleted":false`) {
		t.Error(got)
	}
	for body, want := range map[string]string{
		`submit {"media_id":"` + draft + `"}`: mp("40007", "invalid media_id"),
		`submit {"media_id":"x"}`:             mp("40007", "invalid media_id"),
		`get {"publish_id":"1"}`:              mp("53502", "publish id is invalid"),
		`get {}`:                              mp("53502", "publish id is invalid"),
		`getarticle {"article_id":"x"}`:       mp("53600", "invalid article id"),
		`getarticle {}`:                       mp("53600", "invalid article id"),
	} {
		path, body, _ := strings.Cut(body, " ")
		if got := w.say("wx1", "freepublish/"+path, body); got != want {
			t.Errorf("%s %s: %s", path, body, got)
		}
	}
	for _, path := range []string{"submit", "get", "getarticle"} {
		w.said("freepublish/"+path, "", mp("43002", "require POST method"))
	}
	if got := w.say("wx2", "freepublish/getarticle", `{"article_id":"`+article+`"}`); got != mp("53600", "invalid article id") {
		t.Errorf("of another account: %s", got)
	}
}

// TestMenuMedia: 40007 was seen for temporary media in a menu:
//
//	{"errcode":40007,"errmsg":"invalid media_id rid: 673344ca-47de84ff-2509ede5"}
//
// https://developers.weixin.qq.com/community/develop/doc/000e2487df88f806b3624449a66c00
// That view_limited accepts drafts, and 53600, are guesses.
func TestMenuMedia(t *testing.T) {
	w := newPushing(t)
	material, temporary, article, draft := w.material("wx0", "image", picture()), w.uploaded("wx0", "image", picture()), w.article("wx0"), w.draft("wx0", 1)
	foreign := w.material("wx2", "image", picture())
	w.said("menu/create", `{"button":[{"type":"click","name":"a","key":"A"}]}`, done)
	for _, tt := range []struct{ kind, member, id, want string }{
		{"media_id", "media_id", material, done},
		{"view_limited", "media_id", draft, done},
		{"article_id", "article_id", article, done},
		{"article_view_limited", "article_id", article, done},
		{"media_id", "media_id", temporary, mp("40007", "invalid media_id")},
		{"media_id", "media_id", draft, mp("40007", "invalid media_id")},
		{"media_id", "media_id", foreign, mp("40007", "invalid media_id")},
		{"view_limited", "media_id", "x", mp("40007", "invalid media_id")},
		{"article_id", "article_id", draft, mp("53600", "invalid article id")},
	} {
		item := `{"type":"` + tt.kind + `","name":"a","` + tt.member + `":"` + tt.id + `"}`
		w.said("menu/create", `{"button":[{"name":"p","sub_button":[`+item+`]}]}`, tt.want)
		if tt.want != done {
			w.said("menu/addconditional", `{"button":[`+item+`],"matchrule":{"tag_id":"2"}}`, tt.want)
		}
	}
	// What a menu names may be deleted later: the menu stays.
	w.said("material/del_material", `{"media_id":"`+material+`"}`, done)
	w.said("menu/create", `{"button":[{"type":"media_id","name":"a","media_id":"`+material+`"}]}`, mp("40007", "invalid media_id"))
	if out := w.do(sandbox.Act{AppID: "wx0", User: "lily", Action: "click", Value: "a"}); len(out.Phone) != 1 {
		t.Errorf("%+v", out)
	}
}
