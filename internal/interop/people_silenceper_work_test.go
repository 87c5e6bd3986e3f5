package interop

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/officialaccount/broadcast"
	"github.com/silenceper/wechat/v2/officialaccount/customerservice"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/work"
	workconfig "github.com/silenceper/wechat/v2/work/config"
	workmessage "github.com/silenceper/wechat/v2/work/message"
	workoauth "github.com/silenceper/wechat/v2/work/oauth"
)

func silenceperWork() *work.Work {
	return work.NewWork(&workconfig.Config{CorpID: demoCorpID, CorpSecret: demoSecret, AgentID: strconv.Itoa(demoAgent), Cache: cache.NewMemory()})
}

func TestSilenceperMembers(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	sdk := silenceperWork()
	actor{t, origin, demoCorpID}.do("follow")
	picture, err := sdk.GetMaterial().UploadTempFileFromReader("dot.png", "image", bytes.NewReader(pngDot))
	if err != nil || picture.Type != "image" || picture.CreateAt == "" {
		t.Fatalf("%+v, %v", picture, err)
	}
	to := func(user string) *workmessage.SendRequestCommon {
		return &workmessage.SendRequestCommon{ToUser: user, AgentID: strconv.Itoa(demoAgent)}
	}
	sent, err := sdk.GetMessage().SendText(workmessage.SendTextRequest{SendRequestCommon: to("lily|Nobody"), Text: workmessage.TextField{Content: "开会"}})
	if err != nil || sent.MsgID == "" || sent.InvalidUser != "nobody" {
		t.Errorf("%+v, %v", sent, err)
	}
	_, err = sdk.GetMessage().SendImage(workmessage.SendImageRequest{SendRequestCommon: to("@all"), Image: workmessage.ImageField{MediaID: picture.MediaID}})
	noError(t, "image", err)
	if got := shownTo(t, origin, "lily"); got != "开会|[图片]" {
		t.Errorf("the phone shows %s", got)
	}
	_, err = sdk.GetMessage().SendText(workmessage.SendTextRequest{SendRequestCommon: to("nobody"), Text: workmessage.TextField{Content: "x"}})
	wantRefused(t, "nobody", silenceperRefused(t, err), 81013, workEnd)
	departments, err := sdk.GetAddressList().DepartmentList()
	if err != nil || len(departments) != 1 {
		t.Fatalf("%+v, %v", departments, err)
	}
	member, err := sdk.GetAddressList().UserGet("lily")
	if err != nil || member.UserID != "lily" || member.Status != 1 || member.MainDepartment != departments[0].ID {
		t.Errorf("%+v, %v", member, err)
	}
	_, err = sdk.GetAddressList().UserGet("nobody")
	wantRefused(t, "nobody", silenceperRefused(t, err), 60111, workEnd)
}

// TestSilenceperMemberLogsIn: both calls for the code of a member, and her details.
func TestSilenceperMemberLogsIn(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	sdk := silenceperWork().GetOauth()
	site := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			user, err := sdk.UserFromCode(r.FormValue("code"))
			if err != nil {
				http.Error(w, err.Error(), http.StatusForbidden)
			}
			w.Write([]byte(user.UserID))
			return
		}
		user, err := sdk.GetUserInfo(r.FormValue("code"))
		if err != nil || user.UserTicket == "" {
			http.Error(w, "no ticket", http.StatusForbidden)
			return
		}
		detail, err := sdk.GetUserDetail(&workoauth.GetUserDetailRequest{UserTicket: user.UserTicket})
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		w.Write([]byte(detail.UserID))
	}))
	for _, page := range []string{sdk.GetTargetURL(site + "/old"), sdk.GetTargetPrivateURL(site+"/new", strconv.Itoa(demoAgent))} {
		if v := openPage(t, origin, page); !v.OK || v.Title != "lily" {
			t.Errorf("%s: %+v", page, v)
		}
	}
}

// TestSilenceperSignsMemberPages: the signature of wx.config is that of the corp's ticket.
func TestSilenceperSignsMemberPages(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	sdk := silenceperWork().JsSdk()
	const page = "https://shop.example/order?id=1"
	config, err := sdk.GetConfig(page)
	if err != nil {
		t.Fatal(err)
	}
	agent, err := sdk.GetAgentConfig(page)
	if err != nil || agent.Signature == "" || agent.Signature == config.Signature {
		t.Errorf("%+v, %v", agent, err)
	}
	token, err := silenceperWork().GetContext().GetAccessToken()
	if err != nil {
		t.Fatal(err)
	}
	var ticket struct{ Ticket string }
	fetchJSON(t, origin+"/cgi-bin/get_jsapi_ticket?access_token="+token, &ticket)
	given := url.Values{"signature": {config.Signature}, "timestamp": {strconv.FormatInt(config.Timestamp, 10)}, "nonceStr": {config.NonceStr}}
	must(t, nil, "verify", "--jsapi", page, "--ticket", ticket.Ticket, given.Encode())
}

// TestSilenceperService: accounts of the customer service, subscribe messages, previews
// and pictures of articles.
func TestSilenceperService(t *testing.T) {
	origin := startSandbox(t)
	silenceperAt(t, origin)
	ctx := silenceper(t, demoSecret, true)
	openID := actor{t, origin, demoAppID}.do("follow").User.OpenID
	service := customerservice.NewCustomerServiceManager(ctx)
	noError(t, "add", service.Add("test1@test", "客服1"))
	noError(t, "update", service.Update("test1@test", "客服2"))
	all, err := service.List()
	if err != nil || len(all) != 1 || all[0].KfAccount != "test1@test" || all[0].KfNick != "客服2" || all[0].KfID == 0 {
		t.Errorf("%+v, %v", all, err)
	}
	noError(t, "typing", service.SendTypingStatus(openID, customerservice.Typing))
	noError(t, "delete", service.Delete("test1@test"))
	wantRefused(t, "a deleted account", silenceperRefused(t, service.Delete("test1@test")), 65401, officialEnd)

	err = message.NewSubscribe(ctx).Send(&message.SubscribeMessage{ToUser: openID, TemplateID: "T1", Data: map[string]*message.SubscribeDataItem{"thing1": {Value: "七号桌"}}})
	wantRefused(t, "no subscription", silenceperRefused(t, err), 43101, officialEnd)
	_, err = broadcast.NewBroadcast(ctx).Preview().SendText(&broadcast.User{OpenID: []string{openID}}, "新品")
	noError(t, "preview", err)
	if got := shownTo(t, origin, "lily"); !strings.HasSuffix(got, "新品") {
		t.Errorf("the phone shows %s", got)
	}
}

// fetchJSON reads the answer of a GET.
func fetchJSON(t *testing.T, address string, to any) {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(to); err != nil {
		t.Fatal(err)
	}
}
