package interop

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/credential"
	"github.com/silenceper/wechat/v2/miniprogram"
	miniconfig "github.com/silenceper/wechat/v2/miniprogram/config"
	"github.com/silenceper/wechat/v2/miniprogram/qrcode"
	"github.com/silenceper/wechat/v2/officialaccount/broadcast"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/draft"
	"github.com/silenceper/wechat/v2/officialaccount/freepublish"
	"github.com/silenceper/wechat/v2/officialaccount/material"
	"github.com/silenceper/wechat/v2/officialaccount/user"
	"github.com/silenceper/wechat/v2/util"
)

// TestSilenceperMaterial: material, a draft that is published, a mass message and the
// black list by the SDK.
func TestSilenceperMaterial(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	ctx := &context.Context{Config: &config.Config{AppID: demoAppID, AppSecret: demoSecret}}
	ctx.AccessTokenHandle = credential.NewStableAccessToken(demoAppID, demoSecret, t.Name(), cache.NewMemory())
	openID := actor{t, origin, demoAppID}.do("follow").User.OpenID

	library := material.NewMaterial(ctx)
	image, url, err := library.AddMaterialFromReader(material.MediaTypeImage, "dot.png", bytes.NewReader(pngDot))
	if err != nil || image == "" || url == "" {
		t.Fatalf("%q, %q, %v", image, url, err)
	}
	mp4 := append([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42"), make([]byte, 16)...)
	if video, _, err := library.AddVideoFromReader("a.mp4", "电影", "简介", bytes.NewReader(mp4)); err != nil || video == "" {
		t.Errorf("video: %q, %v", video, err)
	}
	if list, err := library.BatchGetMaterial(material.PermanentMaterialTypeImage, 0, 20); err != nil || list.TotalCount != 1 || list.Item[0].MediaID != image || list.Item[0].Name != "dot.png" {
		t.Errorf("%+v, %v", list, err)
	}
	if count, err := library.GetMaterialCount(); err != nil || count.ImageCount != 1 || count.VideoCount != 1 {
		t.Errorf("%+v, %v", count, err)
	}

	drafts := draft.NewDraft(ctx)
	add := func() string {
		t.Helper()
		id, err := drafts.AddDraft([]*draft.Article{{Title: "新品", Content: "<p>新</p>", ThumbMediaID: image}})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	first := add()
	if got, err := drafts.GetDraft(first); err != nil || len(got) != 1 || got[0].Title != "新品" || got[0].ThumbMediaID != image {
		t.Errorf("%+v, %v", got, err)
	}
	releases := freepublish.NewFreePublish(ctx)
	id, err := releases.Publish(first)
	if err != nil {
		t.Fatal(err)
	}
	status, err := releases.SelectStatus(id)
	if err != nil || status.PublishID != id || status.ArticleID == "" || status.ArticleDetail.Count != 1 {
		t.Errorf("%+v, %v", status, err)
	}
	if got, err := releases.First(status.ArticleID); err != nil || len(got) != 1 || got[0].Content != "<p>新</p>" || got[0].IsDeleted {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := drafts.GetDraft(first); err == nil || !strings.Contains(err.Error(), "40007") {
		t.Errorf("the draft after it was published: %v", err)
	}

	mass := broadcast.NewBroadcast(ctx)
	sent, err := mass.SendNews(nil, add(), true)
	if err != nil || sent.MsgID == 0 || sent.MsgDataID == 0 {
		t.Fatalf("%+v, %v", sent, err)
	}
	if err := mass.Delete(sent.MsgID, 1); err != nil {
		t.Error(err)
	}
	if got, err := mass.GetMassStatus(strconv.FormatInt(sent.MsgID, 10)); err != nil || got.MsgID != sent.MsgID || got.MsgStatus != "DELETE" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := mass.SetSpeed(3); err != nil {
		t.Error(err)
	}
	if speed, err := mass.GetSpeed(); err != nil || speed.Speed != 3 || speed.RealSpeed != 30 {
		t.Errorf("%+v, %v", speed, err)
	}

	people := user.NewUser(ctx)
	if err := people.BatchBlackList(openID); err != nil {
		t.Error(err)
	}
	if list, err := people.GetAllBlackList(); err != nil || !slices.Equal(list, []string{openID}) {
		t.Errorf("%v, %v", list, err)
	}
	if err := people.BatchUnBlackList(openID); err != nil {
		t.Error(err)
	}
	if info, err := people.GetUserInfo(openID); err != nil || info.UnionID == "" {
		t.Errorf("%+v, %v", info, err)
	}
}

// TestSilenceperMiniProgram: the login of a mini program and its codes by the SDK.
func TestSilenceperMiniProgram(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	mini := miniprogram.NewMiniProgram(&miniconfig.Config{AppID: demoAppID, AppSecret: demoSecret, Cache: cache.NewMemory()})
	lily := actor{t, origin, demoAppID}
	login := lily.do("login")
	got, err := mini.GetAuth().Code2Session(login.Code)
	if err != nil || got.OpenID != login.User.OpenID || len(got.SessionKey) != 24 || got.UnionID == "" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := mini.GetAuth().Code2Session(login.Code); err == nil || !strings.Contains(err.Error(), "40163") {
		t.Errorf("a used code: %v", err)
	}
	if number, err := mini.GetAuth().GetPhoneNumber(lily.do("phone").Code); err != nil || len(number.PhoneInfo.PhoneNumber) != 11 {
		t.Errorf("%+v, %v", number, err)
	}
	to, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	util.DefaultHTTPClient = &http.Client{Transport: redirect{to}} // this call does not ask the URI modifier
	t.Cleanup(func() { util.DefaultHTTPClient = http.DefaultClient })
	code, err := mini.GetQRCode().GetWXACodeUnlimit(qrcode.QRCoder{Page: "pages/index", Scene: "table=7"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jpeg.Decode(bytes.NewReader(code)); err != nil {
		t.Error(err)
	}
	if _, err := mini.GetQRCode().GetWXACodeUnlimit(qrcode.QRCoder{Page: "/pages/index", Scene: "table=7"}); err == nil || !strings.Contains(err.Error(), "41030") {
		t.Errorf("a page with a slash: %v", err)
	}
}
