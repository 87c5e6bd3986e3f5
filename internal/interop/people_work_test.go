package interop

import (
	"bytes"
	"io"
	"strings"
	"testing"

	worksend "github.com/ArtisanCloud/PowerWeChat/v3/src/work/message/request"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/work/message/response"
	"github.com/xen0n/go-workwx"
)

// shownTo returns what the phone of a member shows of the application's messages.
func shownTo(t *testing.T, origin, user string) string {
	t.Helper()
	type chat struct {
		Lines []struct{ From, Text string }
	}
	var texts []string
	for _, c := range lines[chat](t, must(t, nil, "sandbox", "users", "--chat", user, "--api-base", origin, "--json")) {
		for _, l := range c.Lines {
			if l.From == "message" {
				texts = append(texts, l.Text)
			}
		}
	}
	return strings.Join(texts, "|")
}

func TestPowerWeChatMembers(t *testing.T) {
	origin := startSandbox(t)
	app, ctx := powerWorkAt(t, origin, demoSecret), t.Context()
	actor{t, origin, demoCorpID}.do("follow")
	picture, err := app.Media.UploadTempImage(ctx, saved(t, "dot.png", pngDot), nil)
	if err != nil || picture.ErrCode != 0 || picture.Type != "image" || picture.CreatedAt == "" {
		t.Fatalf("%+v, %v", picture, err)
	}
	res, err := app.Media.Get(ctx, picture.MediaID)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if back, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(back, pngDot) {
		t.Errorf("%.200s, %v", back, err)
	}
	to := func(user, kind string) worksend.RequestMessageSend {
		return worksend.RequestMessageSend{ToUser: user, MsgType: kind, AgentID: demoAgent}
	}
	for _, send := range []func() (*response.ResponseMessageSend, error){
		func() (*response.ResponseMessageSend, error) {
			return app.Message.SendText(ctx, &worksend.RequestMessageSendText{RequestMessageSend: to("lily", "text"), Text: &worksend.RequestText{Content: "开会 <b>&"}})
		},
		func() (*response.ResponseMessageSend, error) {
			return app.Message.SendImage(ctx, &worksend.RequestMessageSendImage{RequestMessageSend: to("lily|nobody", "image"), Image: &worksend.RequestImage{MediaID: picture.MediaID}})
		},
		func() (*response.ResponseMessageSend, error) {
			return app.Message.SendTextCard(ctx, &worksend.RequestMessageSendTextCard{RequestMessageSend: to("@all", "textcard"), TextCard: &worksend.RequestTextCard{Title: "通知", Description: "d", Url: "https://example.com/"}})
		},
	} {
		if sent, err := send(); err != nil || sent.ErrCode != 0 || sent.MsgID == "" || !strings.Contains("nobody", sent.InvalidUser) {
			t.Errorf("%+v, %v", sent, err)
		}
	}
	if got := shownTo(t, origin, "lily"); got != "开会 <b>&|[图片]|[卡片] 通知" {
		t.Errorf("the phone shows %s", got)
	}
	sent, err := app.Message.SendText(ctx, &worksend.RequestMessageSendText{RequestMessageSend: to("nobody", "text"), Text: &worksend.RequestText{Content: "x"}})
	noError(t, "nobody", err)
	wantRefused(t, "nobody", powerWorkRefused(sent.ResponseWork), 81013, workEnd)
	member, err := app.User.Get(ctx, "lily")
	if err != nil || member.ErrCode != 0 || member.UserID != "lily" || member.Status != 1 || len(member.Department) != 1 || member.MainDepartment != member.Department[0] {
		t.Errorf("%+v, %v", member, err)
	}
	departments, err := app.Department.List(ctx, 0)
	if err != nil || len(departments.Departments) != 1 || departments.Departments[0].ID != member.MainDepartment || departments.Departments[0].ParentID != 0 {
		t.Errorf("%+v, %v", departments, err)
	}
}

func TestPowerWeChatWorkTickets(t *testing.T) {
	app, ctx := powerWorkAt(t, startSandbox(t), demoSecret), t.Context()
	app.JSSDK.TicketEndpoint = strings.Replace(app.JSSDK.TicketEndpoint, "//cgi-bin", "/cgi-bin", 1)
	agent, err := app.JSSDK.GetTicket(ctx)
	if err != nil || agent.ErrCode != 0 || agent.Ticket == "" || agent.ExpiresIn != 7200 {
		t.Errorf("%+v, %v", agent, err)
	}
	corp, err := app.JSSDK.Client.GetTicket(ctx, false, "")
	if err != nil || (*corp)["ticket"] == agent.Ticket {
		t.Errorf("%v, %v", corp, err)
	}
}

func TestWorkwxMembers(t *testing.T) {
	origin := startSandbox(t)
	app := workwx.New(demoCorpID, workwx.WithQYAPIHost(origin)).WithApp(demoSecret, demoAgent)
	actor{t, origin, demoCorpID}.do("follow")
	file, err := workwx.NewMediaFromBuffer("dot.png", pngDot)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := app.UploadTempImageMedia(file)
	if err != nil || picture.Type != "image" || picture.MediaID == "" || picture.CreatedAt.IsZero() {
		t.Fatalf("%+v, %v", picture, err)
	}
	lily := &workwx.Recipient{UserIDs: []string{"lily"}}
	noError(t, "text", app.SendTextMessage(lily, "开会", false))
	noError(t, "image", app.SendImageMessage(lily, picture.MediaID, true))
	noError(t, "card", app.SendTextCardMessage(lily, "通知", "d", "https://example.com/", "更多", false))
	noError(t, "news", app.SendNewsMessage(lily, []workwx.Article{{Title: "新闻", URL: "https://example.com/"}}, false))
	noError(t, "markdown", app.SendMarkdownMessage(lily, "**x**", false))
	if got := shownTo(t, origin, "lily"); got != "开会|[图片]|[卡片] 通知|[图文] 新闻|**x**" {
		t.Errorf("the phone shows %s", got)
	}
	wantRefused(t, "no such media", workwxRefused(t, app.SendImageMessage(lily, "none", false)), 40007, workEnd)
	wantRefused(t, "nobody", workwxRefused(t, app.SendTextMessage(&workwx.Recipient{UserIDs: []string{"nobody"}}, "x", false)), 81013, workEnd)
	departments, err := app.ListAllDepts()
	if err != nil || len(departments) != 1 {
		t.Fatalf("%+v, %v", departments, err)
	}
	member, err := app.GetUser("lily")
	if err != nil || member.UserID != "lily" || member.Status != workwx.UserStatusActivated || len(member.Departments) != 1 || member.Departments[0].DeptID != departments[0].ID {
		t.Errorf("%+v, %v", member, err)
	}
	_, err = app.GetUser("nobody")
	wantRefused(t, "nobody", workwxRefused(t, err), 60111, workEnd)
}
