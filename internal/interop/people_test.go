package interop

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/credential"
	"github.com/silenceper/wechat/v2/officialaccount/broadcast"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/material"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/officialaccount/user"
)

// TestSilenceperPeople: users, tags, messages and media by the SDK as a client, and the
// events after messages by the SDK as a server.
func TestSilenceperPeople(t *testing.T) {
	in := &inbox{}
	origin := startSandbox(t, append(official.flags(), "--app-secret", demoSecret, "--mode", "safe", "--to", silenceperServer(t, official, in, false))...)
	silenceperAt(t, origin)
	ctx := &context.Context{Config: &config.Config{AppID: official.id, AppSecret: demoSecret}}
	ctx.AccessTokenHandle = credential.NewStableAccessToken(official.id, demoSecret, t.Name(), cache.NewMemory())
	lily := actor{t, origin, official.id}
	openID := lily.do("follow").User.OpenID
	ok := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}

	people := user.NewUser(ctx)
	ok("remark", people.UpdateRemark(openID, "七号桌"))
	tag, err := people.CreateTag("会员")
	if err != nil {
		t.Fatal(err)
	}
	ok("tag", people.BatchTag([]string{openID}, tag.ID))
	info, err := people.GetUserInfo(openID)
	if err != nil || info.Subscribe != 1 || info.OpenID != openID || info.Remark != "七号桌" || !slices.Equal(info.TagIDList, []int32{tag.ID}) || info.SubscribeScene != "ADD_SCENE_SEARCH" {
		t.Errorf("%+v, %v", info, err)
	}
	all, err := people.ListAllUserOpenIDs()
	if err != nil || !slices.Equal(all, []string{openID}) {
		t.Errorf("%v, %v", all, err)
	}
	members, err := people.OpenIDListByTag(tag.ID)
	if err != nil || members.Count != 1 || !slices.Equal(members.Data.OpenIDs, all) {
		t.Errorf("%+v, %v", members, err)
	}
	ok("untag", people.BatchUntag([]string{openID}, tag.ID))
	ok("rename", people.UpdateTag(tag.ID, "老会员"))
	if tags, err := people.GetTag(); err != nil || len(tags) != 2 || tags[1].Name != "老会员" {
		t.Errorf("%v, %v", tags, err)
	}
	ok("delete", people.DeleteTag(tag.ID))

	media, err := material.NewMaterial(ctx).MediaUploadFromReader(material.MediaTypeImage, "dot.png", bytes.NewReader(pngDot))
	if err != nil || media.Type != "image" || media.CreatedAt == 0 {
		t.Fatalf("%+v, %v", media, err)
	}
	address, err := material.NewMaterial(ctx).GetMediaURL(media.MediaID)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(address, "/cgi-bin/")
	res, err := http.Get(origin + "/cgi-bin/" + rest)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(got, pngDot) {
		t.Errorf("%d bytes of %d, %v", len(got), len(pngDot), err)
	}

	custom := message.NewMessageManager(ctx)
	lily.do("text", "hi")
	for _, msg := range []*message.CustomerMessage{
		message.NewCustomerTextMessage(openID, "您好"), message.NewCustomerImgMessage(openID, media.MediaID),
	} {
		ok(string(msg.Msgtype), custom.Send(msg))
	}
	for range 6 { // of the follow three are allowed, of the text five
		ok("text", custom.Send(message.NewCustomerTextMessage(openID, "x")))
	}
	if err := custom.Send(message.NewCustomerTextMessage(openID, "x")); err == nil || !strings.Contains(err.Error(), "45047") {
		t.Errorf("one message too many: %v", err)
	}
	in.take(t, 2) // follow and text
	id, err := message.NewTemplate(ctx).Send(&message.TemplateMessage{
		ToUser: openID, TemplateID: "T1", Data: map[string]*message.TemplateDataItem{"thing1": {Value: "七号桌"}},
	})
	if err != nil || id == 0 {
		t.Errorf("template: %d, %v", id, err)
	}
	if _, err := broadcast.NewBroadcast(ctx).SendText(nil, "新品"); err != nil {
		t.Errorf("mass: %v", err)
	}
	var events []string
	for _, push := range in.take(t, 2) {
		events = append(events, push["Event"])
	}
	slices.Sort(events) // the two are pushed independently
	if !slices.Equal(events, []string{"MASSSENDJOBFINISH", "TEMPLATESENDJOBFINISH"}) {
		t.Errorf("the SDK's server got %v", events)
	}
}
