package interop

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	subscribe "github.com/ArtisanCloud/PowerWeChat/v3/src/basicService/subscribeMessage/request"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/messages"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/power"
	kernelresponse "github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/response"
	mass "github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount/broadcasting/request"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount/broadcasting/response"
	template "github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount/templateMessage/request"
	userrequest "github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount/user/request"
)

// saved writes a file for the SDK to upload.
func saved(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// powerOK fails the test unless an answer has errcode 0.
func powerOK(t *testing.T, what string, reply *kernelresponse.ResponseOfficialAccount, err error) {
	t.Helper()
	if err != nil || reply.ErrCode != 0 {
		t.Errorf("%s: %+v, %v", what, reply, err)
	}
}

func TestPowerWeChatPeople(t *testing.T) {
	origin := startSandbox(t)
	app, ctx := powerOfficialAt(t, origin, demoSecret, true), t.Context()
	openID := actor{t, origin, demoAppID}.do("follow").User.OpenID
	all := []string{openID}

	made, err := app.UserTag.Create(ctx, "会员")
	if err != nil || made.Tag == nil || made.Tag.Name != "会员" {
		t.Fatalf("%+v, %v", made, err)
	}
	id := fmt.Sprint(made.Tag.ID) // the SDK sends ids as strings
	again, err := app.UserTag.Create(ctx, "会员")
	noError(t, "the same name", err)
	wantRefused(t, "the same name", powerRefused(again.ResponseOfficialAccount), 45157, officialEnd)
	tagged, err := app.UserTag.TagUsers(ctx, all, made.Tag.ID)
	powerOK(t, "tag", &tagged.ResponseOfficialAccount, err)
	reply, err := app.UserTag.Update(ctx, id, "老会员")
	powerOK(t, "rename", reply, err)
	reply, err = app.User.Remark(ctx, openID, "七号桌")
	powerOK(t, "remark", reply, err)
	if tags, err := app.UserTag.List(ctx); err != nil || len(tags.Tags) != 2 || tags.Tags[1].Name != "老会员" || tags.Tags[1].Count != 1 {
		t.Errorf("%+v, %v", tags, err)
	}
	if members, err := app.UserTag.UsersOfTag(ctx, id, ""); err != nil || members.Count != 1 || !slices.Equal(members.Data.Openid, all) {
		t.Errorf("%+v, %v", members, err)
	}
	if tags, err := app.UserTag.UserTags(ctx, openID); err != nil || !slices.Equal(tags.TagIDList, []int{made.Tag.ID}) {
		t.Errorf("%+v, %v", tags, err)
	}
	one, err := app.User.Get(ctx, openID, "zh_CN")
	if err != nil || one.Subscribe != 1 || one.OpenID != openID || one.Remark != "七号桌" || one.GroupID != made.Tag.ID || one.SubscribeScene != "ADD_SCENE_SEARCH" {
		t.Errorf("%+v, %v", one, err)
	}
	several, err := app.User.BatchGet(ctx, &userrequest.RequestBatchGetUserInfo{UserList: []*userrequest.UserList{{Openid: openID, Lang: "zh_CN"}}})
	if err != nil || len(several.ResponseGetUserInfo) != 1 || several.ResponseGetUserInfo[0].Remark != one.Remark {
		t.Errorf("%+v, %v", several, err)
	}
	if listed, err := app.User.List(ctx, ""); err != nil || listed.Total != 1 || !slices.Equal(listed.Data.OpenID, all) || listed.NextOpenID != openID {
		t.Errorf("%+v, %v", listed, err)
	}
	untagged, err := app.UserTag.UntagUsers(ctx, all, made.Tag.ID)
	powerOK(t, "untag", &untagged.ResponseOfficialAccount, err)
	reply, err = app.UserTag.Delete(ctx, id)
	powerOK(t, "delete", reply, err)
	nobody, err := app.User.Get(ctx, "oNobody", "")
	noError(t, "nobody", err)
	wantRefused(t, "nobody", powerRefused(nobody.ResponseOfficialAccount), 40003, officialEnd)
}

func TestPowerWeChatMessages(t *testing.T) {
	origin := startSandbox(t)
	app, ctx := powerOfficialAt(t, origin, demoSecret, true), t.Context()
	lily := actor{t, origin, demoAppID}
	openID := lily.do("follow").User.OpenID
	lily.do("text", "hi")

	picture, err := app.Media.UploadImage(ctx, saved(t, "dot.png", pngDot))
	if err != nil || picture.ErrCode != 0 || picture.Type != "image" || picture.MediaID == "" || picture.CreatedAt == 0 {
		t.Fatalf("%+v, %v", picture, err)
	}
	thumb, err := app.Media.UploadThumb(ctx, saved(t, "thumb.jpg", jpegDot))
	if err != nil || thumb.ThumbMediaID == "" || thumb.MediaID != "" {
		t.Errorf("%+v, %v", thumb, err)
	}
	res, err := app.Media.Get(ctx, picture.MediaID)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if back, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(back, pngDot) {
		t.Errorf("%.200s, %v", back, err)
	}

	reply, err := app.CustomerService.Create(ctx, "test1@test", "客服1")
	powerOK(t, "kf account", reply, err)
	if list, err := app.CustomerService.List(ctx); err != nil || len(list.KFList) != 1 || list.KFList[0].KFAccount != "test1@test" || list.KFList[0].KFNick != "客服1" {
		t.Errorf("%+v, %v", list, err)
	}
	reply, err = app.CustomerService.ShowTypingStatusToUser(ctx, openID)
	powerOK(t, "typing", reply, err)
	for what, send := range map[string]func() (any, error){
		"text": func() (any, error) {
			return app.CustomerService.Message(ctx, messages.NewText("您好")).SetTo(openID).Send(ctx)
		},
		"image": func() (any, error) {
			return app.CustomerService.Message(ctx, messages.NewImage(picture.MediaID, &power.HashMap{})).SetTo(openID).From("test1@test").Send(ctx)
		},
	} {
		sent, err := send()
		if got, is := sent.(*kernelresponse.ResponseOfficialAccount); !is || err != nil || got.ErrCode != 0 {
			t.Errorf("%s: %+v, %v", what, sent, err)
		}
	}
	reply, err = app.CustomerService.Delete(ctx, "test1@test")
	powerOK(t, "kf account", reply, err)
}

func TestPowerWeChatMass(t *testing.T) {
	origin := startSandbox(t)
	app, ctx := powerOfficialAt(t, origin, demoSecret, true), t.Context()
	openID := actor{t, origin, demoAppID}.do("follow").User.OpenID
	sent, err := app.TemplateMessage.Send(ctx, &template.RequestTemlateMessage{
		ToUser: openID, TemplateID: "T1", URL: "https://example.com/", Data: &power.HashMap{"thing1": &power.HashMap{"value": "七号桌"}},
	})
	if err != nil || sent.ErrCode != 0 || sent.MsgID == 0 {
		t.Errorf("%+v, %v", sent, err)
	}
	answer, err := app.SubscribeMessage.BizSend(ctx, &subscribe.RequestSubscribeMessageBizSend{ToUser: openID, TemplateId: "T1", Data: &power.HashMap{"thing1": &power.HashMap{"value": "七号桌"}}})
	noError(t, "subscribe", err)
	wantRefused(t, "no subscription", refused{int64(answer.ErrCode), answer.ErrMsg}, 43101, officialEnd)
	all, err := app.Broadcasting.SendText(ctx, "新品", &mass.Reception{}, &power.HashMap{})
	if got, is := all.(*response.ResponseBroadcastingSend); !is || err != nil || got.ErrCode != 0 || got.MsgID == 0 {
		t.Errorf("%+v, %v", all, err)
	}
	one, err := app.Broadcasting.SendText(ctx, "新品", &mass.Reception{ToUser: []string{openID}}, &power.HashMap{})
	if got, is := one.(*response.ResponseBroadcastingSend); !is || err != nil {
		t.Errorf("%+v, %v", one, err)
	} else {
		wantRefused(t, "one user", powerRefused(got.ResponseOfficialAccount), 40130, officialEnd)
	}
}

// TestPowerWeChatTickets: the ticket signs a page as verify --jsapi expects it.
func TestPowerWeChatTickets(t *testing.T) {
	app, ctx := powerOfficialAt(t, startSandbox(t), demoSecret, true), t.Context()
	const page = "https://shop.example/order?id=1"
	ticket, err := app.JSSDK.GetTicket(ctx, false, "jsapi")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := app.JSSDK.ConfigSignature(ctx, page, "n0nce", 1700000000)
	if err != nil {
		t.Fatal(err)
	}
	given := fmt.Sprintf("signature=%s&timestamp=1700000000&nonceStr=n0nce", (*signed)["signature"])
	must(t, nil, "verify", "--jsapi", page, "--ticket", (*ticket)["ticket"].(string), given)
}

// TestPowerWeChatLogsIn: the SDK does not encode its redirect_uri, which is a note.
func TestPowerWeChatLogsIn(t *testing.T) {
	origin := startSandbox(t)
	mux := http.NewServeMux()
	site := serve(t, mux)
	app := powerOfficialAt(t, origin, demoSecret, true)
	app.OAuth.SetBaseUrl(origin + "/sns")
	app.OAuth.SetScopes([]string{"snsapi_userinfo"}) // the configured ones are ignored
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		to, err := app.OAuth.Redirect(site + "/login")
		noError(t, "redirect", err)
		http.Redirect(w, r, to, http.StatusFound)
	})
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		user, err := app.OAuth.UserFromCode(r.FormValue("code"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		fmt.Fprintf(w, "%s %v", user.GetNickname(), user.GetOpenID() != "")
	})
	if v := openPage(t, origin, site); !v.OK || v.Title != "lily true" {
		t.Errorf("%+v", v)
	}
}
