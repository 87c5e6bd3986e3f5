package interop

import (
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/work/addresslist"
	"github.com/xen0n/go-workwx"
)

// TestWorkwxContactWays: the SDK reads, lists, changes and deletes what it has added.
func TestWorkwxContactWays(t *testing.T) {
	app := workwx.New(demoCorpID, workwx.WithQYAPIHost(startSandbox(t))).WithApp(demoSecret, demoAgent)
	made, err := workwxContact(app, 1)
	if err != nil {
		t.Fatal(err)
	}
	way, err := app.ExternalContactGetContactWay(made.ConfigID)
	if err != nil || way.ConfigID != made.ConfigID || way.QRCode != made.QRCode || way.Type != 1 || way.Scene != 2 || way.State != "店" || !way.SkipVerify || len(way.User) != 1 {
		t.Errorf("%+v, %v", way, err)
	}
	list, err := app.ExternalContactListContactWayChat(0, 0, "", 10)
	if err != nil || list.NextCursor != "" || len(list.ContactWay) != 1 || list.ContactWay[0].ConfigID != made.ConfigID {
		t.Errorf("%+v, %v", list, err)
	}
	noError(t, "update", app.ExternalContactUpdateContactWay(made.ConfigID, "新", false, 1, "展会", []string{"lisi"}, nil, 0, 0, "", workwx.Conclusions{}))
	if way, err = app.ExternalContactGetContactWay(made.ConfigID); err != nil || way.Remark != "新" || way.State != "展会" || way.SkipVerify || way.User[0] != "lisi" {
		t.Errorf("%+v, %v", way, err)
	}
	noError(t, "delete", app.ExternalContactDelContactWay(made.ConfigID))
	_, err = app.ExternalContactGetContactWay(made.ConfigID)
	wantRefused(t, "deleted", workwxRefused(t, err), 41044, workEnd)
}

// TestWorkwxCustomers: after a scan the SDK finds the customer at the member.
func TestWorkwxCustomers(t *testing.T) {
	origin := startSandbox(t)
	app := workwx.New(demoCorpID, workwx.WithQYAPIHost(origin)).WithApp(demoSecret, demoAgent)
	made, err := workwxContact(app, 1)
	if err != nil {
		t.Fatal(err)
	}
	out := actor{t, origin, demoCorpID}.do("scan", made.QRCode)
	ids, err := app.ListExternalContact("zhangsan")
	if err != nil || len(ids) != 1 || ids[0] != out.User.OpenID || !strings.HasPrefix(ids[0], "wm") {
		t.Fatalf("%v, %v, %+v", ids, err, out)
	}
	customer, err := app.GetExternalContact(ids[0])
	if err != nil || customer.ExternalContact.Name != "lily" || customer.ExternalContact.Type != workwx.ExternalUserTypeWeChat || len(customer.FollowUser) != 1 {
		t.Fatalf("%+v, %v", customer, err)
	}
	if f := customer.FollowUser[0]; f.UserID != "zhangsan" || f.State != "店" || f.AddWay != workwx.FollowUserAddWayQRCode || f.OperUserID != ids[0] || f.Createtime == 0 {
		t.Errorf("%+v", f)
	}
	_, err = app.GetExternalContact("zhangsan")
	wantRefused(t, "a member", workwxRefused(t, err), 40096, workEnd)
	_, err = app.GetUser("lily")
	wantRefused(t, "a customer", workwxRefused(t, err), 60111, workEnd)
	_, err = app.GetUserIDByMobile("13912345678")
	wantRefused(t, "an unknown number", workwxRefused(t, err), 46004, workEnd)
}

// TestPowerWeChatTags: the SDK tags a member and a department, and sends to the tag.
func TestPowerWeChatTags(t *testing.T) {
	origin := startSandbox(t)
	tags, ctx := powerWorkAt(t, origin, demoSecret).UserTag, t.Context()
	actor{t, origin, demoCorpID}.do("follow")
	made, err := tags.Create(ctx, "店员", 12)
	if err != nil || made.ErrCode != 0 || made.ErrMsg != "created" || made.TagID != 12 {
		t.Fatalf("%+v, %v", made, err)
	}
	renamed, err := tags.Update(ctx, "店长", 12)
	if err != nil || renamed.ErrCode != 0 || renamed.ErrMsg != "updated" {
		t.Errorf("%+v, %v", renamed, err)
	}
	added, err := tags.TagUsers(ctx, 12, []string{"lily", "nobody"})
	if err != nil || added.ErrCode != 0 {
		t.Errorf("%+v, %v", added, err)
	}
	if party, err := tags.TagDepartments(ctx, 12, []string{"1", "7"}); err != nil || party.ErrCode != 0 || len(party.InvalidParty) != 1 || party.InvalidParty[0] != 7 {
		t.Errorf("%+v, %v", party, err)
	}
	found, err := tags.Get(ctx, 12)
	if err != nil || found.TagName != "店长" || len(found.UserList) != 1 || found.UserList[0].UserID != "lily" || len(found.PartyList) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
	removed, err := tags.TagDelUsers(ctx, 12, []string{"lily", "nobody"}, []string{})
	if err != nil || removed.ErrCode != 0 || removed.ErrMsg != "deleted" || removed.InvalidUser != "nobody" {
		t.Errorf("%+v, %v", removed, err)
	}
	list, err := tags.List(ctx)
	if err != nil || len(list.TagList) != 1 || list.TagList[0].TagName != "店长" {
		t.Errorf("%+v, %v", list, err)
	}
	if gone, err := tags.Delete(ctx, 12); err != nil || gone.ErrCode != 0 || gone.ErrMsg != "deleted" {
		t.Errorf("%+v, %v", gone, err)
	}
	gone, err := tags.Delete(ctx, 12)
	noError(t, "again", err)
	wantRefused(t, "again", powerWorkRefused(*gone), 40068, workEnd)
}

// TestSilenceperTags: the same by another SDK, which chooses no id.
func TestSilenceperTags(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	sdk := silenceperWork().GetAddressList()
	actor{t, origin, demoCorpID}.do("follow")
	made, err := sdk.CreateTag(&addresslist.CreateTagRequest{TagName: "店员"})
	if err != nil || made.TagID != 1 {
		t.Fatalf("%+v, %v", made, err)
	}
	added, err := sdk.AddTagUsers(&addresslist.AddTagUsersRequest{TagID: 1, UserList: []string{"lily", "nobody"}})
	if err != nil || added.InvalidList != "nobody" || len(added.InvalidParty) > 0 {
		t.Errorf("%+v, %v", added, err)
	}
	_, err = sdk.AddTagUsers(&addresslist.AddTagUsersRequest{TagID: 1, PartyList: []int{7}})
	wantRefused(t, "an unknown department", silenceperRefused(t, err), 40070, workEnd)
	_, err = sdk.CreateTag(&addresslist.CreateTagRequest{TagName: "店员"})
	wantRefused(t, "the same name", silenceperRefused(t, err), 40071, workEnd)
}
