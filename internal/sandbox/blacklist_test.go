package sandbox_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"wxtool/internal/sandbox"
)

// TestBlacklist: the form of the list is that of user/get.
//
// Official pages: https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getblacklist
// and …/api_batchblacklist, …/api_batchunblacklist. That users need not follow, and that
// one unknown user refuses the call, are guesses.
func TestBlacklist(t *testing.T) {
	w := newPushing(t)
	lily, ben := w.follow("lily"), w.known("ben")
	change := func(path, want string, openIDs ...string) {
		t.Helper()
		list, _ := json.Marshal(openIDs)
		w.said("tags/members/"+path, fmt.Sprintf(`{"openid_list":%s}`, list), want)
	}
	w.said("tags/members/getblacklist", `{"begin_openid":""}`, `{"total":0,"count":0,"next_openid":""}`)
	change("batchblacklist", done, lily, ben)
	change("batchblacklist", done, lily)
	w.reopen()
	both := []string{lily, ben}
	slices.Sort(both)
	w.said("tags/members/getblacklist", `{}`, `{"total":2,"count":2,"data":{"openid":["`+both[0]+`","`+both[1]+`"]},"next_openid":"`+both[1]+`"}`)
	w.said("tags/members/getblacklist", `{"begin_openid":"`+both[0]+`"}`, `{"total":2,"count":1,"data":{"openid":["`+both[1]+`"]},"next_openid":"`+both[1]+`"}`)
	w.said("tags/members/getblacklist", `{"begin_openid":"oNobody"}`, mp("40003", "invalid openid"))
	if users := w.Users(); !users[0].Black || !users[1].Black {
		t.Errorf("%+v", users)
	}
	change("batchunblacklist", done, ben, ben)
	w.said("tags/members/getblacklist", `{}`, `{"total":1,"count":1,"data":{"openid":["`+lily+`"]},"next_openid":"`+lily+`"}`)
	for _, path := range []string{"batchblacklist", "batchunblacklist"} {
		change(path, mp("40032", "invalid openid list size"))
		change(path, mp("40032", "invalid openid list size"), make([]string, 21)...)
		change(path, mp("40003", "invalid openid"), ben, "oNobody")
		w.said("tags/members/"+path, "", mp("43002", "require POST method"))
		w.said("tags/members/"+path, "x", mp("47001", "data format error"))
	}
	w.said("tags/members/getblacklist", "", mp("43002", "require POST method"))
	w.said("tags/members/getblacklist", `{}`, `{"total":1,"count":1,"data":{"openid":["`+lily+`"]},"next_openid":"`+lily+`"}`)
}

// TestBlacklisted: the messages of the user do not arrive, and no mass message arrives at
// the user. That events still do is a guess.
func TestBlacklisted(t *testing.T) {
	w := newPushing(t)
	lily := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "follow"}).User.OpenID
	w.do(sandbox.Act{AppID: "wx1", User: "tom", Action: "follow"})
	w.setMenu("wx1", "", `{"button":[{"type":"click","name":"a","key":"A"}]}`)
	w.call("wx1", "tags/members/batchblacklist", `{"openid_list":["`+lily+`"]}`, nil)
	w.clock.Advance(2 * 60e9) // the allowance of the follow ends
	w.pushes()
	out := w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "text", Value: "hi"})
	if len(w.pushes()) > 0 || !out.OK || out.Note != "lily is on the account's black list (黑名单), so messages do not arrive" {
		t.Errorf("%+v", out)
	}
	if got := w.sendText(lily, "x"); got != mp("45015", tooLate) {
		t.Errorf("a message that did not arrive allows an answer: %s", got)
	}
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "click", Value: "a"})
	w.check("click", w.pushes(), []wants{{"Event": "CLICK"}})
	if got := w.mass("sendall", `"filter":{"is_to_all":true}`, `"msgtype":"text","text":{"content":"新品"}`); got.text("TotalCount") != "2" || got.text("SentCount") != "1" {
		t.Errorf("%s", got.plain)
	}
	w.call("wx1", "tags/members/batchunblacklist", `{"openid_list":["`+lily+`"]}`, nil)
	w.do(sandbox.Act{AppID: "wx1", User: "lily", Action: "text", Value: "hi"})
	w.check("text", w.pushes(), []wants{{"MsgType": "text", "Content": "hi"}})
}
