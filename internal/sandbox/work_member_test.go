package sandbox_test

import (
	"encoding/json"
	"testing"

	"wxtool/internal/sandbox"
)

// TestMembers: what an application can ask about members. 60111, 60011 and the text of
// 60003 were seen; the members of the answer, and their order, are those of an answer
// that was seen, without personal data:
//
//	{"errcode":0,"errmsg":"ok","userid":"wangwei","name":"王威","department":[28],"position":"","mobile":"…","gender":"1","email":"",
//	"avatar":"…","status":1,"isleader":0,"extattr":{"attrs":[]},"english_name":"","telephone":"","enable":1,"hide_mobile":0,"order":[0],
//	"main_department":28,"qr_code":"…","alias":"","is_leader_in_dept":[0],"thumb_avatar":"…","direct_leader":[],"biz_mail":"…"}
//
// Official pages: https://developer.work.weixin.qq.com/document/path/90196 and 90208
func TestMembers(t *testing.T) {
	w := newPushing(t)
	w.do(sandbox.Act{AppID: "ww1", User: "lisi", Action: "follow"})
	lisi := `{"errcode":0,"errmsg":"ok","userid":"lisi","name":"lisi","department":[1],"position":"","status":1,"isleader":0,"extattr":{"attrs":[]},` +
		`"telephone":"","enable":1,"hide_mobile":0,"order":[0],"main_department":1,"alias":"","is_leader_in_dept":[0],"direct_leader":[]}`
	w.worked("user/get?userid=lisi", "", lisi)
	w.worked("user/get?userid=LiSi", "", lisi)
	w.worked("user/get?userid=nobody", "", work(60111, "userid not found"))
	w.worked("user/get", "", work(41009, "missing userid")) // a guess
	w.worked("user/get?userid=lisi", "{}", work(43001, "require GET method"))
	root := `{"errcode":0,"errmsg":"ok","department":[{"id":1,"name":"ww1","department_leader":[],"parentid":0,"order":100000000}]}`
	w.worked("department/list", "", root)
	w.worked("department/list?id=1", "", root)
	w.worked("department/list?id=9", "", work(60003, "department not found")) // a guess
	w.worked("department/list", "{}", work(43001, "require GET method"))
}

// TestHiddenMember: an application does not see the members of another one.
func TestHiddenMember(t *testing.T) {
	w := newAPISandbox()
	w.apps()
	if _, err := w.Do(t.Context(), sandbox.Act{AppID: "ww1", AgentID: "1000002", User: "lisi", Action: "follow"}); err != nil {
		t.Fatal(err)
	}
	for secret, want := range map[string]string{
		"one": `{"errcode":0,`, "two": `{"errcode":60011,"errmsg":"no privilege to access/modify contact/party/agent, `, "contacts": `{"errcode":0,`,
	} {
		answer := w.ask("user/get?userid=lisi&access_token="+w.token(t, "gettoken?corpid=ww1&corpsecret="+secret, ""), "")
		if len(answer) < len(want) || answer[:len(want)] != want {
			t.Errorf("%s: %s", secret, answer)
		}
	}
}

// TestMemberByMobile: the number that a member has agreed to give is that of the member.
// The codes of a wrong and an unknown number are guesses.
//
// Official page: https://developer.work.weixin.qq.com/document/path/95402
func TestMemberByMobile(t *testing.T) {
	w := newAPISandbox()
	if _, err := w.Do(t.Context(), sandbox.Act{AppID: "ww2", User: "zhangsan", Action: "follow"}); err != nil {
		t.Fatal(err)
	}
	token := w.token(t, "gettoken?corpid=ww2&corpsecret=s4", "")
	code := returned(t, w.visit(workAuthorize("snsapi_privateinfo", "&agentid=1000002", workPage), "user", "zhangsan", "answer", "allow")).Get("code")
	ticket := w.workVisitor(t, "auth/getuserinfo", token, code)["user_ticket"].(string)
	mobile := w.mobile(t, w.ask("auth/getuserdetail?access_token="+token, `{"user_ticket":"`+ticket+`"}`))
	path := "user/getuserid?access_token=" + token
	for _, number := range []string{mobile, "+86 " + mobile} {
		w.said(t, path, `{"mobile":"`+number+`"}`, `{"errcode":0,"errmsg":"ok","userid":"zhangsan"}`)
	}
	w.said(t, path, `{"mobile":"13912345678"}`, `{"errcode":46004,"errmsg":"user not exist`+workTail(46004))
	w.said(t, path, `{"mobile":"1391"}`, `{"errcode":60103,"errmsg":"invalid mobile`+workTail(60103))
	w.said(t, path, `{}`, `{"errcode":60103,"errmsg":"invalid mobile`+workTail(60103))
	w.said(t, path, "", `{"errcode":43002,"errmsg":"require POST method`+workTail(43002))
}

// TestCustomers: a scan makes a customer, who is no member. The refusals of both calls
// were seen, with their empty lists:
//
//	{"errcode":40096,"errmsg":"invalid external userid, hint: […], more info at …","follow_user":[]}
//	{"errcode":84061,"errmsg":"not external contact, hint: […], from ip: …, more info at …","follow_user":[]}
//	{"errcode":84061,"errmsg":"not external contact, hint: […], more info at …","external_userid":[]}
//
// Official pages: https://developer.work.weixin.qq.com/document/path/92113 and 92114
func TestCustomers(t *testing.T) {
	w := newPushing(t)
	w.do(sandbox.Act{AppID: "ww1", User: "wangwu", Action: "follow"})
	w.pushes()
	var ways [2]code
	w.call("ww1", "externalcontact/add_contact_way", `{"type":1,"scene":2,"user":["lisi"],"state":"expo"}`, &ways[0])
	w.call("ww1", "externalcontact/add_contact_way", `{"type":1,"scene":2,"user":["zhangsan"]}`, &ways[1])
	for _, way := range ways {
		w.do(sandbox.Act{AppID: "ww1", User: "安娜", Action: "scan", Value: way.ConfigID})
	}
	out := w.do(sandbox.Act{AppID: "ww1", User: "ben", Action: "scan", Value: ways[0].QRCode})
	pushes := w.pushes()
	anna, ben := pushes[0].text("ExternalUserID"), pushes[2].text("ExternalUserID")
	if out.User.OpenID != ben || anna == ben || pushes[1].text("ExternalUserID") != anna {
		t.Fatalf("%+v, %s, %s", out.User, anna, ben)
	}
	w.worked("externalcontact/list?userid=zhangsan", "", `{"errcode":0,"errmsg":"ok","external_userid":["`+anna+`"]}`)
	w.worked("externalcontact/list?userid=lisi", "", `{"errcode":0,"errmsg":"ok","external_userid":["`+ben+`","`+anna+`"]}`)
	empty := func(refusal, list string) string { return refusal[:len(refusal)-1] + `,"` + list + `":[]}` }
	w.worked("externalcontact/list?userid=wangwu", "", empty(work(84061, "not external contact"), "external_userid"))
	w.worked("externalcontact/list?userid=nobody", "", empty(work(60111, "userid not found"), "external_userid")) // a guess
	w.worked("externalcontact/list", "", empty(work(41009, "missing userid"), "external_userid"))
	w.worked("externalcontact/list", "{}", empty(work(43001, "require GET method"), "external_userid"))

	var got struct {
		Contact map[string]any   `json:"external_contact"`
		Follow  []map[string]any `json:"follow_user"`
	}
	if err := json.Unmarshal([]byte(w.say("ww1", "externalcontact/get?external_userid="+anna, "")), &got); err != nil {
		t.Fatal(err)
	}
	if got.Contact["name"] != "安娜" || got.Contact["type"] != 1.0 || got.Contact["external_userid"] != anna || len(got.Follow) != 2 {
		t.Errorf("%+v", got)
	}
	want := `{"add_way":1,"createtime":1751328000,"description":"","oper_userid":"` + anna + `","remark":"安娜","remark_mobiles":[],"state":"expo","tags":[],"userid":"lisi"}`
	if follow := jsonOf(got.Follow[0]); follow != want {
		t.Errorf("%s\nwant %s", follow, want)
	}
	if got.Follow[1]["userid"] != "zhangsan" || got.Follow[1]["state"] != nil {
		t.Errorf("%+v", got.Follow[1])
	}
	w.worked("externalcontact/get?external_userid=YangTao", "", empty(work(40096, "invalid external userid"), "follow_user"))
	w.worked("externalcontact/get?external_userid=wm"+ben[2:31]+"x", "", empty(work(84061, "not external contact"), "follow_user"))
	w.worked("externalcontact/get", "", empty(work(41035, "missing external userid"), "follow_user"))
	w.worked("externalcontact/get", "{}", empty(work(43001, "require GET method"), "follow_user"))

	w.worked("user/get?userid=ben", "", work(60111, "userid not found"))
	w.do(sandbox.Act{AppID: "ww1", User: "ben", Action: "follow"}) // begins to work there
	var member struct{ UserID string }
	w.call("ww1", "user/get?userid=ben", "", &member)
	w.worked("externalcontact/get?external_userid="+anna[:31], "", empty(work(40096, "invalid external userid"), "follow_user"))
	if member.UserID != "ben" {
		t.Errorf("%+v", member)
	}
}
