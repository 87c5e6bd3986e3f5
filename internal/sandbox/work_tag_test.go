package sandbox_test

import (
	"fmt"
	"strings"
	"testing"

	"wxtool/internal/deliver"
	"wxtool/internal/sandbox"
)

// TestWorkTags: the answers are those of the official pages; created and 40068 were seen:
//
//	{"errcode":0,"errmsg":"created","tagid":15}
//	{"errcode":40068,"errmsg":"invalid tagid, hint: […], from ip: …, more info at …"}
//	{"errcode":40071,"errmsg":"UserTag Name Already Exist, hint: […], from ip: …, more info at …"}
//
// Official pages: https://developer.work.weixin.qq.com/document/path/90210 to 90213, 90216.
// The texts of the other refusals, and 40126, are guesses.
func TestWorkTags(t *testing.T) {
	w := newPushing(t)
	created := func(id int) string { return fmt.Sprintf(`{"errcode":0,"errmsg":"created","tagid":%d}`, id) }
	w.worked("tag/list", "", `{"errcode":0,"errmsg":"ok","taglist":[]}`)
	w.worked("tag/create", `{"tagname":"UI"}`, created(1))
	w.worked("tag/create", `{"tagname":"乒乓球协会","tagid":12}`, created(12))
	w.worked("tag/create", `{"tagname":"`+strings.Repeat("字", 32)+`"}`, created(13))
	w.worked("tag/create", `{"tagname":"零","tagid":0}`, created(14)) // a guess
	w.worked("tag/create", `{"tagname":"x","tagid":12}`, work(40068, "invalid tagid"))
	w.worked("tag/create", `{"tagname":"x","tagid":-1}`, work(40068, "invalid tagid"))
	w.worked("tag/create", `{"tagname":"UI"}`, work(40071, "UserTag Name Already Exist"))
	w.worked("tag/create", `{"tagname":"`+strings.Repeat("字", 33)+`"}`, work(40072, "invalid tagname length"))
	w.worked("tag/create", `{}`, work(41018, "missing tagname"))
	w.worked("tag/create", "", work(43002, "require POST method"))

	w.worked("tag/update", `{"tagid":12,"tagname":"羽毛球"}`, `{"errcode":0,"errmsg":"updated"}`)
	w.worked("tag/update", `{"tagid":12,"tagname":"羽毛球"}`, `{"errcode":0,"errmsg":"updated"}`)
	w.worked("tag/update", `{"tagid":12,"tagname":"UI"}`, work(40071, "UserTag Name Already Exist"))
	w.worked("tag/update", `{"tagid":99,"tagname":"x"}`, work(40068, "invalid tagid"))
	w.worked("tag/update", `{"tagname":"x"}`, work(41017, "missing tagid"))
	w.worked("tag/update", "", work(43002, "require POST method"))

	w.worked("tag/delete?tagid=14", "", `{"errcode":0,"errmsg":"deleted"}`)
	w.worked("tag/delete?tagid=13", "", `{"errcode":0,"errmsg":"deleted"}`)
	w.worked("tag/delete?tagid=13", "", work(40068, "invalid tagid"))
	w.worked("tag/delete?tagid=x", "", work(40068, "invalid tagid"))
	w.worked("tag/delete", "", work(41017, "missing tagid"))
	w.worked("tag/delete?tagid=1", "{}", work(43001, "require GET method"))
	w.reopen()
	w.worked("tag/list", "", `{"errcode":0,"errmsg":"ok","taglist":[{"tagid":1,"tagname":"UI"},{"tagid":12,"tagname":"羽毛球"}]}`)
	w.worked("tag/list", "{}", work(43001, "require GET method"))
	w.worked("tag/get?tagid=12", "", `{"errcode":0,"errmsg":"ok","tagname":"羽毛球","userlist":[],"partylist":[]}`)
	w.worked("tag/get?tagid=99", "", work(40068, "invalid tagid"))
	w.worked("tag/get", "", work(41017, "missing tagid"))
	w.worked("tag/get?tagid=12", "{}", work(43001, "require GET method"))
	for i := range 2998 {
		w.worked("tag/create", fmt.Sprintf(`{"tagname":"n%d"}`, i), created(13+i))
	}
	w.worked("tag/create", `{"tagname":"one more"}`, work(40126, "tag count out of limit"))
}

// TestWorkTagging: members and departments of a tag, with those who are unknown.
//
// Official pages: https://developer.work.weixin.qq.com/document/path/90214 and 90215.
// 40035 was seen. The texts of 81003 and 81014, and the order of the checks, are guesses.
func TestWorkTagging(t *testing.T) {
	w := newPushing(t)
	config := w.config(w.origin)
	config.Limits.TagNodes = 3
	w.Server = sandbox.New(config)
	for _, name := range []string{"zhangsan", "lisi", "wangwu"} {
		w.do(sandbox.Act{AppID: "ww1", User: name, Action: "follow"})
	}
	w.call("ww1", "tag/create", `{"tagname":"a","tagid":12}`, nil)
	add := func(lists, want string) { t.Helper(); w.worked("tag/addtagusers", `{"tagid":12`+lists+`}`, want) }
	del := func(lists, want string) { t.Helper(); w.worked("tag/deltagusers", `{"tagid":12`+lists+`}`, want) }
	members := func(users, parties string) {
		t.Helper()
		w.worked("tag/get?tagid=12", "", `{"errcode":0,"errmsg":"ok","tagname":"a","userlist":[`+users+`],"partylist":[`+parties+`]}`)
	}
	add(`,"userlist":["zhangsan","LISI","lisi"]`, done)
	members(`{"userid":"lisi","name":"lisi"},{"userid":"zhangsan","name":"zhangsan"}`, "")
	add(`,"userlist":["zhangsan","usr1","usr2"],"partylist":[1,2,4]`, `{"errcode":0,"errmsg":"ok","invalidlist":"usr1|usr2","invalidparty":[2,4]}`)
	members(`{"userid":"lisi","name":"lisi"},{"userid":"zhangsan","name":"zhangsan"}`, "1")
	add(`,"userlist":["wangwu"]`, work(81003, "tag node count out of limit"))
	add(`,"userlist":["usr1"],"partylist":[2]`, work(40070, "all list invalid "))
	add(`,"partylist":["1","2"]`, `{"errcode":0,"errmsg":"ok","invalidparty":[2]}`) // as PowerWeChat writes them
	del(`,"userlist":["usr1"],"partylist":[2]`, work(40031, "all list invalid"))
	del(`,"userlist":["wangwu","lisi","usr1"]`, `{"errcode":0,"errmsg":"deleted","invalidlist":"usr1"}`)
	del(`,"partylist":[1,2]`, `{"errcode":0,"errmsg":"deleted","invalidparty":[2]}`)
	members(`{"userid":"zhangsan","name":"zhangsan"}`, "")
	many := strings.TrimSuffix(strings.Repeat(`"lisi",`, 1001), ",")
	for path, call := range map[string]func(lists, want string){"tag/addtagusers": add, "tag/deltagusers": del} {
		call("", work(40035, "invalid args size"))
		call(`,"userlist":[`+many+`]`, work(81014, "too many users or parties"))
		call(`,"partylist":[`+strings.TrimSuffix(strings.Repeat("1,", 101), ",")+`]`, work(81014, "too many users or parties"))
		w.worked(path, `{"tagid":13,"userlist":["lisi"]}`, work(40068, "invalid tagid"))
		w.worked(path, `{"userlist":["lisi"]}`, work(41017, "missing tagid"))
		w.worked(path, "", work(43002, "require POST method"))
	}
	w.call("ww1", "tag/delete?tagid=12", "", nil)
	for _, u := range w.Users() {
		if len(u.Tags) > 0 {
			t.Errorf("%+v", u)
		}
	}
}

// TestWorkTagOfAnotherApplication: only the application that has made a tag may change it,
// and each sees it, with the members that it sees itself. The text of 81011 is a guess.
//
// Official pages: https://developer.work.weixin.qq.com/document/path/90210 to 90216
func TestWorkTagOfAnotherApplication(t *testing.T) {
	w := newAPISandbox()
	w.apps()
	token := map[string]string{}
	for _, secret := range []string{"one", "two"} {
		token[secret] = "access_token=" + w.token(t, "gettoken?corpid=ww1&corpsecret="+secret, "")
	}
	for _, agent := range []string{"1000002", "1000003"} {
		if _, err := w.Do(t.Context(), sandbox.Act{AppID: "ww1", AgentID: agent, User: "u" + agent, Action: "follow"}); err != nil {
			t.Fatal(err)
		}
	}
	w.said(t, "tag/create?"+token["one"], `{"tagname":"a"}`, `{"errcode":0,"errmsg":"created","tagid":1}`)
	w.said(t, "tag/addtagusers?"+token["one"], `{"tagid":1,"userlist":["u1000002","u1000003"]}`, `{"errcode":0,"errmsg":"ok","invalidlist":"u1000003"}`)
	refused := `{"errcode":81011,"errmsg":"no permission to operate this tag` + workTail(81011)
	for path, body := range map[string]string{
		"tag/update": `{"tagid":1,"tagname":"b"}`, "tag/addtagusers": `{"tagid":1,"partylist":[1]}`, "tag/deltagusers": `{"tagid":1,"partylist":[1]}`,
	} {
		w.said(t, path+"?"+token["two"], body, refused)
	}
	w.said(t, "tag/delete?tagid=1&"+token["two"], "", refused)
	w.said(t, "tag/get?tagid=1&"+token["two"], "", `{"errcode":0,"errmsg":"ok","tagname":"a","userlist":[],"partylist":[]}`)
	w.said(t, "tag/get?tagid=1&"+token["one"], "", `{"errcode":0,"errmsg":"ok","tagname":"a","userlist":[{"userid":"u1000002","name":"u1000002"}],"partylist":[]}`)
}

// TestWorkTagPush: the callback URL of the contacts gets what an application changes, and
// not what it has changed itself.
//
// Official page: https://developer.work.weixin.qq.com/document/path/90972. That the lists
// of what did not change are left out is a guess.
func TestWorkTagPush(t *testing.T) {
	w := newPushing(t)
	config := w.config(w.origin)
	to, err := deliver.ParseTarget(w.origin + "/ww1?contacts=1")
	if err != nil {
		t.Fatal(err)
	}
	config.Accounts[2].AgentID = "1000007"
	contacts := config.Accounts[2]
	contacts.AgentID, contacts.Secret, contacts.To = "", "contacts", to
	config.Accounts = append(config.Accounts, contacts)
	w.Server = sandbox.New(config)
	t.Cleanup(w.Close)
	for _, name := range []string{"zhangsan", "lisi"} {
		w.do(sandbox.Act{AppID: "ww1", AgentID: "1000007", User: name, Action: "follow"})
	}
	w.pushes()
	w.call("ww1", "tag/create", `{"tagname":"a","tagid":12}`, nil)
	changed := func(path, body string, want wants) {
		t.Helper()
		w.call("ww1", path, body, nil)
		w.Wait()
		got := w.pushes()
		if want == nil {
			w.check(body, got, nil)
			return
		}
		w.check(body, got, []wants{want})
		w.check(body, got, []wants{{"ToUserName": "ww1", "FromUserName": "sys", "Event": "change_contact", "ChangeType": "update_tag", "TagId": "12"}})
		if len(got) == 1 && got[0].query.Get("contacts") != "1" {
			t.Errorf("pushed to %v", got[0].query)
		}
	}
	changed("tag/addtagusers", `{"tagid":12,"userlist":["zhangsan","lisi","none"],"partylist":[1]}`,
		wants{"AddUserItems": "zhangsan,lisi", "AddPartyItems": "1", "DelUserItems": absent, "DelPartyItems": absent})
	changed("tag/addtagusers", `{"tagid":12,"userlist":["lisi"]}`, nil)
	changed("tag/deltagusers", `{"tagid":12,"userlist":["lisi"]}`, wants{"AddUserItems": absent, "AddPartyItems": absent, "DelUserItems": "lisi", "DelPartyItems": absent})
	changed("tag/deltagusers", `{"tagid":12,"partylist":[1]}`, wants{"AddUserItems": absent, "DelUserItems": absent, "DelPartyItems": "1"})

	w.Server = w.newServer(w.origin) // of the contacts alone
	t.Cleanup(w.Close)
	w.do(sandbox.Act{AppID: "ww1", User: "lisi", Action: "follow"})
	w.pushes()
	w.call("ww1", "tag/create", `{"tagname":"a","tagid":12}`, nil)
	changed("tag/addtagusers", `{"tagid":12,"userlist":["lisi"]}`, nil)
}
