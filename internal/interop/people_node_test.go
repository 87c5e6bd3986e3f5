package interop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// shownUser is a follower, as the official pages have it.
type shownUser struct {
	Subscribe      int
	OpenID         string
	Remark         string
	TagIDList      []int  `json:"tagid_list"`
	SubscribeTime  int64  `json:"subscribe_time"`
	SubscribeScene string `json:"subscribe_scene"`
}

type shownTag struct {
	ID    int
	Name  string
	Count int
}

// openIDPage is a page of openids.
type openIDPage struct {
	Total, Count int
	Data         struct{ OpenID []string }
	NextOpenID   string `json:"next_openid"`
}

// tagMethods are the methods of the SDKs for tags.
type tagMethods struct{ sdk, create, list, update, members, tag, untag, of string }

// tagging returns a call whose arguments the SDKs order differently.
func (m tagMethods) tagging(method, openID string, id int) []any {
	if m.sdk == "wechat-api" {
		return []any{method, id, []string{openID}}
	}
	return []any{method, []string{openID}, id}
}

func TestWechatAPIPeople(t *testing.T) {
	for _, api := range []tagMethods{
		{"wechat-api", "createTag", "getTags", "editTag", "getTagUsers", "membersBatchtagging", "membersBatchuntagging", "getUserTags"},
		{"co-wechat-api", "createTags", "getTags", "updateTag", "getUsersFromTag", "batchTagging", "batchUnTagging", "getIdList"},
	} {
		t.Run(api.sdk, func(t *testing.T) {
			origin := startSandbox(t)
			c := nodeClientAt(t, api.sdk, origin, demoAppID, demoSecret)
			lily := actor{t, origin, demoAppID}
			openID := lily.do("follow").User.OpenID
			checkWechatAPITags(t, c, api, openID)
			lily.do("text", "hi")
			checkWechatAPIMessages(t, c, api.sdk, origin, openID)
		})
	}
}

func checkWechatAPITags(t *testing.T, c nodeClient, api tagMethods, openID string) {
	var made struct{ Tag shownTag }
	c.do(t, &made, api.create, "会员")
	wantRefused(t, "the same name", c.try(t, api.create, "会员").refused(), 45157, officialEnd)
	id := made.Tag.ID
	for _, call := range [][]any{api.tagging(api.tag, openID, id), {api.update, id, "老会员"}, {"updateRemark", openID, "七号桌"}} {
		if got := c.do(t, nil, call[0].(string), call[1:]...); string(got.Value) != success {
			t.Errorf("%s: %s", call[0], got.Value)
		}
	}
	var tags struct{ Tags []shownTag }
	if c.do(t, &tags, api.list); !slices.Contains(tags.Tags, shownTag{id, "老会员", 1}) {
		t.Errorf("%+v", tags)
	}
	var user shownUser
	if c.do(t, &user, "getUser", openID); user.Subscribe != 1 || user.OpenID != openID || user.Remark != "七号桌" || !slices.Equal(user.TagIDList, []int{id}) || user.SubscribeTime == 0 || user.SubscribeScene != "ADD_SCENE_SEARCH" {
		t.Errorf("%+v", user)
	}
	var several struct {
		List []shownUser `json:"user_info_list"`
	}
	if c.do(t, &several, "batchGetUsers", []string{openID}); len(several.List) != 1 || several.List[0].Remark != user.Remark {
		t.Errorf("%+v", several)
	}
	var all, members openIDPage
	if c.do(t, &all, "getFollowers"); all.Total != 1 || !slices.Equal(all.Data.OpenID, []string{openID}) || all.NextOpenID != openID {
		t.Errorf("%+v", all)
	}
	if c.do(t, &members, api.members, id, ""); members.Count != 1 || !slices.Equal(members.Data.OpenID, all.Data.OpenID) {
		t.Errorf("%+v", members)
	}
	var of shownUser
	if c.do(t, &of, api.of, openID); !slices.Equal(of.TagIDList, []int{id}) {
		t.Errorf("%+v", of)
	}
	for _, call := range [][]any{api.tagging(api.untag, openID, id), {"deleteTag", id}} {
		if got := c.do(t, nil, call[0].(string), call[1:]...); string(got.Value) != success {
			t.Errorf("%s: %s", call[0], got.Value)
		}
	}
	wantRefused(t, "nobody", c.try(t, "getUser", "oNobody").refused(), 40003, officialEnd)
}

func checkWechatAPIMessages(t *testing.T, c nodeClient, sdk, origin, openID string) {
	var media struct {
		Type      string
		MediaID   string `json:"media_id"`
		CreatedAt int64  `json:"created_at"`
	}
	if c.do(t, &media, "uploadMedia", saved(t, "dot.png", pngDot), "image"); media.Type != "image" || media.CreatedAt == 0 {
		t.Errorf("%+v", media)
	}
	if got := c.do(t, nil, "getMedia", media.MediaID); !bytes.Equal(got.Picture, pngDot) {
		t.Errorf("%d bytes of %d", len(got.Picture), len(pngDot))
	}
	none := c.try(t, "getMedia", "none")
	if sdk == "wechat-api" { // it expects a Content-Type without parameters, and takes the refusal for a medium
		none.Code, none.Message = errorOf(t, none.Picture)
	}
	wantRefused(t, "no such media", none.refused(), 40007, officialEnd)
	for _, call := range [][]any{
		{"sendText", openID, "您好"}, {"sendImage", openID, media.MediaID},
		{"sendNews", openID, []map[string]string{{"title": "标题", "description": "d", "url": "https://example.com/?a=1&b=2", "picurl": "https://example.com/a.png"}}},
		{"previewText", openID, "新品"},
	} {
		if got := c.try(t, call[0].(string), call[1:]...); got.Message != "" {
			t.Errorf("%s: %+v", call[0], got.refused())
		}
	}
	if got := shownTo(t, origin, "lily"); got != "您好|[图片]|[图文] 标题|新品" {
		t.Errorf("the phone shows %s", got)
	}
	var sent struct {
		ErrMsg string
		MsgID  int64 `json:"msg_id"`
	}
	if c.do(t, &sent, "massSendText", "新品", true); sent.MsgID == 0 || sent.ErrMsg != "send job submission success" {
		t.Errorf("%+v", sent)
	}
	wantRefused(t, "one user", c.try(t, "massSendText", "新品", []string{openID}).refused(), 40130, officialEnd)
	var ticket struct {
		Ticket string
	}
	if c.do(t, &ticket, "getTicket"); ticket.Ticket == "" {
		t.Error("no ticket")
	}
	const page = "https://shop.example/order?id=1"
	var signed struct{ Timestamp, NonceStr, Signature string }
	c.do(t, &signed, "getJsConfig", map[string]any{"url": page, "jsApiList": []string{}})
	given := url.Values{"signature": {signed.Signature}, "timestamp": {signed.Timestamp}, "nonceStr": {signed.NonceStr}}
	must(t, nil, "verify", "--jsapi", page, "--ticket", ticket.Ticket, given.Encode())
}

// errorOf reads the JSON of a refusal.
func errorOf(t *testing.T, answer []byte) (int64, string) {
	t.Helper()
	var read refusedAnswer
	if err := json.Unmarshal(answer, &read); err != nil {
		t.Errorf("%s: %v", answer, err)
	}
	return read.Errcode, read.Errmsg
}

func TestCoWechatOAuth(t *testing.T) {
	origin := startSandbox(t)
	c := nodeClientAt(t, "co-wechat-oauth", origin, demoAppID, demoSecret)
	mux := http.NewServeMux()
	site := serve(t, mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		var to string
		c.do(t, &to, "getAuthorizeURL", site+"/login", "s1", "snsapi_userinfo")
		http.Redirect(w, r, to, http.StatusFound)
	})
	var token struct {
		Data struct {
			OpenID       string
			RefreshToken string `json:"refresh_token"`
			Scope        string
		}
	}
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		answer := c.try(t, "getAccessToken", r.FormValue("code"))
		if answer.Message != "" {
			http.Error(w, answer.Message, http.StatusForbidden)
			return
		}
		convert(t, answer.Value, &token)
		var user struct{ OpenID, Nickname string }
		c.do(t, &user, "getUser", token.Data.OpenID)
		fmt.Fprintf(w, "%s %v %s", user.Nickname, user.OpenID == token.Data.OpenID, token.Data.Scope)
	})
	if v := openPage(t, origin, site); !v.OK || v.Title != "lily true snsapi_userinfo" {
		t.Errorf("%+v", v)
	}
	again := token
	if c.do(t, &again, "refreshAccessToken", token.Data.RefreshToken); again.Data.OpenID != token.Data.OpenID {
		t.Errorf("%+v", again)
	}
	if v := openPage(t, origin, site, "--twice"); v.OK || v.Status != http.StatusForbidden {
		t.Errorf("a code is good twice: %+v", v)
	}
	if got := c.try(t, "getAccessToken", "no code"); got.Code != 40029 {
		t.Errorf("%+v", got)
	}
}

// TestEasyWeChatLogsIn: the SDK has scope before response_type, and the page of the
// platform says that another order than its own cannot be opened.
func TestEasyWeChatLogsIn(t *testing.T) {
	origin := startSandbox(t)
	c := nodeClientAt(t, "node-easywechat", origin, demoAppID, demoSecret)
	mux := http.NewServeMux()
	site := serve(t, mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		var to string
		c.do(t, &to, "redirect", site+"/login")
		if r.URL.Path == "/ordered" {
			to = strings.Replace(to, "&response_type=code", "", 1)
			to = strings.Replace(to, "&scope=", "&response_type=code&scope=", 1)
		}
		http.Redirect(w, r, to, http.StatusFound)
	})
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		answer := c.try(t, "userFromCode", r.FormValue("code"))
		if answer.Message != "" {
			http.Error(w, answer.Message, http.StatusForbidden)
			return
		}
		var user struct{ ID, Nickname string }
		convert(t, answer.Value, &user)
		fmt.Fprintf(w, "%s %v", user.Nickname, user.ID != "")
	})
	if v := openPage(t, origin, site); v.OK || v.Steps[len(v.Steps)-1].Error != "该链接无法访问" {
		t.Errorf("%+v", v)
	}
	if v := openPage(t, origin, site+"/ordered"); !v.OK || v.Title != "lily true" {
		t.Errorf("%+v", v)
	}
	var ticket string
	c.do(t, &ticket, "ticket")
	const page = "https://shop.example/order?id=1"
	var signed struct {
		Timestamp           int64
		NonceStr, Signature string
	}
	c.do(t, &signed, "sign", page)
	given := url.Values{"signature": {signed.Signature}, "timestamp": {fmt.Sprint(signed.Timestamp)}, "nonceStr": {signed.NonceStr}}
	must(t, nil, "verify", "--jsapi", page, "--ticket", ticket, given.Encode())
}
