package interop

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/chanxuehong/wechat/mp/core"
	"github.com/chanxuehong/wechat/mp/dkf"
	dkfaccount "github.com/chanxuehong/wechat/mp/dkf/account"
	"github.com/chanxuehong/wechat/mp/jssdk"
	"github.com/chanxuehong/wechat/mp/media"
	"github.com/chanxuehong/wechat/mp/message/custom"
	"github.com/chanxuehong/wechat/mp/message/mass/mass2all"
	"github.com/chanxuehong/wechat/mp/message/mass/mass2users"
	"github.com/chanxuehong/wechat/mp/message/mass/preview"
	"github.com/chanxuehong/wechat/mp/message/template"
	mpoauth2 "github.com/chanxuehong/wechat/mp/oauth2"
	"github.com/chanxuehong/wechat/mp/user"
	"github.com/chanxuehong/wechat/mp/user/tag"
	"github.com/chanxuehong/wechat/oauth2"
)

// TestChanxuehongPeople: what the SDK says of a follower and of tags is what the test did
// with them.
func TestChanxuehongPeople(t *testing.T) {
	origin := startSandbox(t)
	sdk, _ := chanxuehongAt(t, origin, demoSecret)
	openID := actor{t, origin, demoAppID}.do("follow").User.OpenID
	all := []string{openID}

	made, err := tag.Create(sdk, "会员")
	if err != nil || made.Name != "会员" || made.Id < 100 { // 0 to 2 are the platform's
		t.Fatalf("%+v, %v", made, err)
	}
	_, err = tag.Create(sdk, "会员")
	wantRefused(t, "the same name", chanxuehongRefused(t, err), 45157, officialEnd)
	noError(t, "tag", tag.BatchTag(sdk, all, made.Id))
	noError(t, "rename", tag.Update(sdk, made.Id, "老会员"))
	noError(t, "remark", user.UpdateRemark(sdk, openID, "七号桌"))
	tags, err := tag.List(sdk)
	if err != nil || !slices.Contains(tags, tag.Tag{Id: made.Id, Name: "老会员", UserCount: 1}) {
		t.Errorf("%+v, %v", tags, err)
	}
	members, err := tag.TagGet(sdk, made.Id, "")
	if err != nil || members.Count != 1 || !slices.Equal(members.Data.OpenIdList, all) || members.NextOpenId != openID {
		t.Errorf("%+v, %v", members, err)
	}
	one, err := user.Get(sdk, openID, "")
	if err != nil || one.IsSubscriber != 1 || one.OpenId != openID || one.Remark != "七号桌" || !slices.Equal(one.TagIdList, []int{made.Id}) || one.SubscribeTime == 0 || one.SubscribeScene != "ADD_SCENE_SEARCH" || one.Language != "zh_CN" {
		t.Errorf("%+v, %v", one, err)
	}
	several, err := user.BatchGet(sdk, all, "")
	if err != nil || len(several) != 1 || fmt.Sprint(several[0]) != fmt.Sprint(*one) {
		t.Errorf("%+v instead of %+v, %v", several, one, err)
	}
	pages, err := user.NewUserIterator(sdk, "")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for range 3 { // the last page is empty
		if !pages.HasNext() {
			break
		}
		page, err := pages.NextPage()
		noError(t, "next page", err)
		listed = append(listed, page...)
	}
	if pages.HasNext() || pages.TotalCount() != 1 || !slices.Equal(listed, all) {
		t.Errorf("%v of %d", listed, pages.TotalCount())
	}
	noError(t, "untag", tag.BatchUntag(sdk, all, made.Id))
	noError(t, "delete", tag.Delete(sdk, made.Id))
	wantRefused(t, "a deleted tag", chanxuehongRefused(t, tag.BatchTag(sdk, all, made.Id)), 45159, officialEnd)
	wantRefused(t, "the platform's tag", chanxuehongRefused(t, tag.Delete(sdk, 2)), 45058, officialEnd)
	_, err = user.Get(sdk, "oNobody", "")
	wantRefused(t, "nobody", chanxuehongRefused(t, err), 40003, officialEnd)
}

func TestChanxuehongMessages(t *testing.T) {
	origin := startSandbox(t)
	sdk, _ := chanxuehongAt(t, origin, demoSecret)
	lily := actor{t, origin, demoAppID}
	wantRefused(t, "a stranger", chanxuehongRefused(t, custom.Send(sdk, custom.NewText("oNobody", "x", ""))), 40003, officialEnd)
	openID := lily.do("follow").User.OpenID
	lily.do("text", "hi")

	picture, err := media.UploadImageFromReader(sdk, "dot.png", bytes.NewReader(pngDot))
	if err != nil || picture.MediaType != "image" || picture.CreatedAt == 0 {
		t.Fatalf("%+v, %v", picture, err)
	}
	var back bytes.Buffer
	if n, err := media.DownloadToWriter(sdk, picture.MediaId, &back); err != nil || n != int64(len(pngDot)) || !bytes.Equal(back.Bytes(), pngDot) {
		t.Errorf("%d bytes of %d, %v", n, len(pngDot), err)
	}
	_, err = media.DownloadToWriter(sdk, "none", &back)
	wantRefused(t, "no such media", chanxuehongRefused(t, err), 40007, officialEnd)
	thumb, err := media.UploadThumbFromReader(sdk, "thumb.jpg", bytes.NewReader(jpegDot))
	if err != nil || thumb.MediaId == "" || thumb.MediaType != "thumb" {
		t.Fatalf("%+v, %v", thumb, err)
	}

	noError(t, "kf account", dkfaccount.Add(sdk, "test1@test", "客服1", "pswmd5", false))
	for what, message := range map[string]any{
		"text":  custom.NewText(openID, "您好 <b>&", ""),
		"image": custom.NewImage(openID, picture.MediaId, "test1@test"),
		"news":  custom.NewNews(openID, []custom.Article{{Title: "标题", URL: "https://example.com/?a=1&b=2"}}, ""),
		"music": custom.NewMusic(openID, thumb.MediaId, "https://example.com/a.mp3", "https://example.com/b.mp3", "曲", "", ""),
		"menu":  custom.NewMenu(openID, "满意吗", "谢谢", "", []custom.MenuItem{{Id: 101, Content: "满意"}}),
	} {
		noError(t, what, custom.Send(sdk, message))
	}
	servants, err := dkf.KfList(sdk)
	if err != nil || len(servants) != 1 || servants[0].Account != "test1@test" || servants[0].Nickname != "客服1" {
		t.Errorf("%+v, %v", servants, err)
	}
	wantRefused(t, "no such servant", chanxuehongRefused(t, custom.Send(sdk, custom.NewText(openID, "x", "none@test"))), 65401, officialEnd)
	wantRefused(t, "no text", chanxuehongRefused(t, custom.Send(sdk, custom.NewText(openID, "", ""))), 44004, officialEnd)
}

func TestChanxuehongMass(t *testing.T) {
	origin := startSandbox(t)
	sdk, _ := chanxuehongAt(t, origin, demoSecret)
	openID := actor{t, origin, demoAppID}.do("follow").User.OpenID
	id, err := template.Send(sdk, template.TemplateMessage{ToUser: openID, TemplateId: "T1", Data: json.RawMessage(`{"thing1":{"value":"七号桌"}}`)})
	if err != nil || id == 0 {
		t.Errorf("%d, %v", id, err)
	}
	_, err = template.Send(sdk, template.TemplateMessage{ToUser: openID, Data: json.RawMessage(`{}`)})
	wantRefused(t, "no template", chanxuehongRefused(t, err), 40037, officialEnd)
	noError(t, "preview", preview.Send(sdk, preview.NewText(openID, "新品")))
	sent, err := mass2all.Send(sdk, mass2all.NewText("新品"))
	if err != nil || sent.MsgId == 0 {
		t.Errorf("%+v, %v", sent, err)
	}
	_, err = mass2users.Send(sdk, mass2users.NewText([]string{openID}, "新品"))
	wantRefused(t, "one user", chanxuehongRefused(t, err), 40130, officialEnd)
}

// TestChanxuehongLogsIn: the code of the visitor is good once, and the SDK reads who came.
func TestChanxuehongLogsIn(t *testing.T) {
	origin := startSandbox(t)
	_, way := chanxuehongAt(t, origin, demoSecret)
	client := &oauth2.Client{Endpoint: mpoauth2.NewEndpoint(demoAppID, demoSecret), HttpClient: way}
	mux := http.NewServeMux()
	site := httptest.NewServer(mux)
	defer site.Close()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, mpoauth2.AuthCodeURL(demoAppID, site.URL+"/login", "snsapi_userinfo", "s1"), http.StatusFound)
	})
	var last oauth2.Token
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		token, err := client.ExchangeToken(r.FormValue("code"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		last = *token
		someone, err := mpoauth2.GetUserInfo(token.AccessToken, token.OpenId, "", way)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "%s %v %q", someone.Nickname, someone.OpenId == token.OpenId, token.Scope)
	})
	if v := openPage(t, origin, site.URL); !v.OK || v.Title != `lily true "snsapi_userinfo"` {
		t.Errorf("%+v", v)
	}
	if good, err := mpoauth2.Auth(last.AccessToken, last.OpenId, way); err != nil || !good {
		t.Errorf("%v, %v", good, err)
	}
	if good, err := mpoauth2.Auth(last.AccessToken, "oOther", way); err != nil || good {
		t.Errorf("a token is good for another user: %v", err)
	}
	if again, err := client.RefreshToken(last.RefreshToken); err != nil || again.OpenId != last.OpenId {
		t.Errorf("%+v, %v", again, err)
	}
	_, err := client.ExchangeToken("no code")
	var apiErr *oauth2.Error
	if !errors.As(err, &apiErr) || apiErr.ErrCode != 40029 {
		t.Errorf("%v", err)
	}
	if v := openPage(t, origin, site.URL, "--twice"); v.OK || v.Status != http.StatusForbidden {
		t.Errorf("a code is good twice: %+v", v)
	}
}

func TestChanxuehongTickets(t *testing.T) {
	sdk, _ := chanxuehongAt(t, startSandbox(t), demoSecret)
	pages, cards := jssdk.NewDefaultTicketServer(sdk), jssdk.NewDefaultCardTicketServer(sdk)
	page, err := pages.Ticket()
	if err != nil || page == "" {
		t.Errorf("%q, %v", page, err)
	}
	if card, err := cards.Ticket(); err != nil || card == "" || card == page {
		t.Errorf("%q, %v", card, err)
	}
	if again, err := pages.RefreshTicket(page); err != nil || again != page { // the same while it is valid
		t.Errorf("%q, %v", again, err)
	}
	sdk, _ = chanxuehongAt(t, startSandbox(t), wrongSecret)
	_, err = jssdk.NewDefaultTicketServer(sdk).Ticket()
	var apiErr *core.Error
	if !errors.As(err, &apiErr) || apiErr.ErrCode != 40125 {
		t.Errorf("%v", err)
	}
}
