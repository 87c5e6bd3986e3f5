package sandbox_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

type pageTicket struct {
	Errcode   int    `json:"errcode"`
	Ticket    string `json:"ticket"`
	ExpiresIn int    `json:"expires_in"`
}

func (w *apiSandbox) pageTicket(t *testing.T, path string, seconds int) string {
	t.Helper()
	var got pageTicket
	answer := w.ask(path, "")
	if err := json.Unmarshal([]byte(answer), &got); err != nil || len(got.Ticket) != 86 || got.ExpiresIn != seconds {
		t.Errorf("%s: %s", path, answer)
	}
	return got.Ticket
}

// TestPageTickets: each type of ticket is the same until it expires after 7200 seconds.
// The refusals of other types are a guess.
//
// https://developers.weixin.qq.com/doc/service/api/webdev/jssdk/api_getticket
func TestPageTickets(t *testing.T) {
	w := newAPISandbox()
	token := "access_token=" + w.token(t, mpToken, "")
	first := w.pageTicket(t, "ticket/getticket?type=jsapi&"+token, 7200)
	card := w.pageTicket(t, "ticket/getticket?type=wx_card&"+token, 7200)
	w.now = w.now.Add(100 * time.Second)
	if again := w.pageTicket(t, "ticket/getticket?type=jsapi&"+token, 7100); again != first || card == first {
		t.Errorf("%s, then %s; wx_card %s", first, again, card)
	}
	w.said(t, "ticket/getticket?type=agent_config&"+token, "", mp("40035", "invalid parameter"))
	w.said(t, "ticket/getticket?"+token, "", mp("40035", "invalid parameter"))
	// ArtisanCloud/PowerWeChat v3.4.38, basicService/jssdk: GetTicket is a POST
	if posted := w.ask("ticket/getticket?type=jsapi&"+token, "{}"); !strings.Contains(posted, `"ticket":"`+first+`"`) {
		t.Errorf("posted: %s", posted)
	}
	w.said(t, "ticket/getticket?type=jsapi", "", mp("41001", "access_token missing"))
	w.now = w.now.Add(7100 * time.Second)
	token = "access_token=" + w.token(t, mpToken, "")
	if w.pageTicket(t, "ticket/getticket?type=jsapi&"+token, 7200) == first {
		t.Error("the ticket does not expire")
	}
}

// TestWorkPageTickets: the ticket of the corp and that of an application, which may be
// asked for 400 and 100 times an hour. That 45009 is the answer beyond it, and the
// refusal of other types, are a guess.
//
// https://developer.work.weixin.qq.com/document/path/90506
func TestWorkPageTickets(t *testing.T) {
	w := newAPISandbox()
	token := "access_token=" + w.token(t, "gettoken?corpid=ww2&corpsecret=s4", "")
	var corp, agent string
	for range 100 {
		corp = w.pageTicket(t, "get_jsapi_ticket?"+token, 7200)
		agent = w.pageTicket(t, "ticket/get?type=agent_config&"+token, 7200)
	}
	if corp == agent {
		t.Error("the corp and the application have the same ticket")
	}
	w.said(t, "ticket/get?type=agent_config&"+token, "", `{"errcode":45009,"errmsg":"api freq out of limit`+workTail(45009))
	if posted := w.ask("get_jsapi_ticket?"+token, "{}"); !strings.Contains(posted, corp) { // as PowerWeChat does
		t.Errorf("posted: %s", posted)
	}
	for range 299 {
		w.pageTicket(t, "get_jsapi_ticket?"+token, 7200)
	}
	w.said(t, "get_jsapi_ticket?"+token, "", `{"errcode":45009,"errmsg":"api freq out of limit`+workTail(45009))
	w.said(t, "ticket/get?type=jsapi&"+token, "", `{"errcode":40058,"errmsg":"invalid Request Parameter`+workTail(40058))
	w.now = w.now.Add(time.Hour)
	if w.pageTicket(t, "get_jsapi_ticket?"+token, 3600) != corp {
		t.Error("another ticket within two hours")
	}
}
