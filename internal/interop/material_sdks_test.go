package interop

import (
	"bytes"
	"io"
	"slices"
	"testing"

	publish "github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount/publish/request"
	chanxuehongmaterial "github.com/chanxuehong/wechat/mp/material"
	"github.com/silenceper/wechat/v2/officialaccount/draft"
	"github.com/silenceper/wechat/v2/officialaccount/material"
	"github.com/silenceper/wechat/v2/officialaccount/user"
)

// TestSilenceperDraftPage: the SDK asks for drafts without their content with true.
func TestSilenceperDraftPage(t *testing.T) {
	silenceperAt(t, startSandbox(t))
	ctx := silenceper(t, demoSecret, true)
	cover, _, err := material.NewMaterial(ctx).AddMaterialFromReader(material.MediaTypeImage, "dot.png", bytes.NewReader(pngDot))
	if err != nil {
		t.Fatal(err)
	}
	made, err := draft.NewDraft(ctx).AddDraft([]*draft.Article{{Title: "新品", Content: "<p>上新</p>", ThumbMediaID: cover}})
	if err != nil {
		t.Fatal(err)
	}
	for _, without := range []bool{false, true} {
		page, err := draft.NewDraft(ctx).PaginateDraft(0, 20, without)
		if err != nil || page.TotalCount != 1 || len(page.Item) != 1 || page.Item[0].MediaID != made || (len(page.Item[0].Content.NewsItem) == 0) != without {
			t.Errorf("%v: %+v, %v", without, page, err)
		}
	}
}

func TestPowerWeChatMaterial(t *testing.T) {
	app, ctx := powerOfficialAt(t, startSandbox(t), demoSecret, true), t.Context()
	made, err := app.Material.UploadImage(ctx, saved(t, "dot.png", pngDot))
	if err != nil || made.ErrCode != 0 || made.MediaID == "" || made.URL == "" {
		t.Fatalf("%+v, %v", made, err)
	}
	if n, err := app.Material.Stats(ctx); err != nil || n.ErrCode != 0 || n.ImageCount != 1 {
		t.Errorf("%+v, %v", n, err)
	}
	res, err := app.Material.Get(ctx, made.MediaID)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if back, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(back, pngDot) {
		t.Errorf("%.200s, %v", back, err)
	}
	draft, err := app.Publish.DraftAdd(ctx, &publish.RequestDraftAdd{Articles: []*publish.Article{{Title: "新品", Content: "上新", ThumbMediaId: made.MediaID}}})
	if err != nil || draft.ErrCode != 0 || draft.MediaID == "" {
		t.Fatalf("%+v, %v", draft, err)
	}
	got, err := app.Publish.DraftGet(ctx, draft.MediaID)
	if err != nil || len(got.NewsItem) != 1 || got.NewsItem[0].Title != "新品" {
		t.Errorf("%+v, %v", got, err)
	}
	if n, err := app.Publish.DraftCount(ctx); err != nil || n.TotalCount != 1 {
		t.Errorf("%+v, %v", n, err)
	}
	job, err := app.Publish.PublishSubmit(ctx, draft.MediaID)
	if err != nil || job.ErrCode != 0 || job.PublishId == 0 {
		t.Fatalf("%+v, %v", job, err)
	}
	status, err := app.Publish.PublishGet(ctx, job.PublishId)
	if err != nil || status.PublishId != job.PublishId || status.PublishStatus != 0 || status.ArticleDetail == nil || status.ArticleDetail.Count != 1 {
		t.Errorf("%+v, %v", status, err)
	}
	reply, err := app.Material.Delete(ctx, made.MediaID)
	powerOK(t, "delete", reply, err)
}

func TestChanxuehongMaterial(t *testing.T) {
	sdk, _ := chanxuehongAt(t, startSandbox(t), demoSecret)
	id, url, err := chanxuehongmaterial.UploadImageFromReader(sdk, "dot.png", bytes.NewReader(pngDot))
	if err != nil || id == "" || url == "" {
		t.Fatalf("%s, %s, %v", id, url, err)
	}
	var back bytes.Buffer
	if _, err := chanxuehongmaterial.DownloadToWriter(sdk, id, &back); err != nil || !bytes.Equal(back.Bytes(), pngDot) {
		t.Errorf("%.200s, %v", back.Bytes(), err)
	}
	if n, err := chanxuehongmaterial.GetMaterialCount(sdk); err != nil || n.ImageCount != 1 {
		t.Errorf("%+v, %v", n, err)
	}
	list, err := chanxuehongmaterial.BatchGet(sdk, chanxuehongmaterial.MaterialTypeImage, 0, 20)
	if err != nil || list.TotalCount != 1 || list.Items[0].MediaId != id || list.Items[0].Name != "dot.png" || list.Items[0].URL != url {
		t.Errorf("%+v, %v", list, err)
	}
	noError(t, "delete", chanxuehongmaterial.Delete(sdk, id))
	wantRefused(t, "a deleted one", chanxuehongRefused(t, chanxuehongmaterial.Delete(sdk, id)), 40007, officialEnd)
}

// TestBlackLists: silenceper and PowerWeChat put a follower on the black list.
func TestBlackLists(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	people := user.NewUser(silenceper(t, demoSecret, true))
	app := powerOfficialAt(t, origin, demoSecret, true)
	openID := actor{t, origin, demoAppID}.do("follow").User.OpenID
	all := []string{openID}
	noError(t, "block", people.BatchBlackList(openID))
	if list, err := app.User.Blacklist(t.Context(), ""); err != nil || list.Total != 1 || !slices.Equal(list.Data.OpenID, all) {
		t.Errorf("%+v, %v", list, err)
	}
	if list, err := people.GetAllBlackList(); err != nil || !slices.Equal(list, all) {
		t.Errorf("%v, %v", list, err)
	}
	reply, err := app.User.Unblock(t.Context(), all)
	powerOK(t, "unblock", reply, err)
	if list, err := people.GetAllBlackList(); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}
