package sandbox_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"wxtool/fixtures"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/sandbox"
)

const notThisAgent = `{"errcode":301002,"errmsg":"not allow operate another agent with this accesstoken.`

// apps is a corp with two applications, and a secret without an application.
func (w *apiSandbox) apps() {
	config := w.config(sandbox.Limits{})
	config.Accounts = []sandbox.Account{
		{Platform: sandbox.Work, AppID: "ww1", Secret: "one", AgentID: "1000002"},
		{Platform: sandbox.Work, AppID: "ww1", Secret: "two", AgentID: "01000003"},
		{Platform: sandbox.Work, AppID: "ww1", Secret: "contacts"},
		{Platform: sandbox.Work, AppID: "ww2", Secret: "other"},
	}
	w.Server = sandbox.New(config)
}

// TestAppsOfACorp: each application has its own secret, token and menu.
func TestAppsOfACorp(t *testing.T) {
	w := newAPISandbox()
	w.apps()
	token := map[string]string{}
	for _, secret := range []string{"one", "two", "contacts"} {
		token[secret] = "access_token=" + w.token(t, "gettoken?corpid=ww1&corpsecret="+secret, "") + "&agentid="
		if again := "access_token=" + w.token(t, "gettoken?corpid=ww1&corpsecret="+secret, "") + "&agentid="; again != token[secret] {
			t.Errorf("%s: the second token is another", secret)
		}
	}
	if token["one"] == token["two"] || token["two"] == token["contacts"] || token["one"] == token["contacts"] {
		t.Errorf("shared tokens: %v", token)
	}
	w.said(t, "gettoken?corpid=ww1&corpsecret=other", "", `{"errcode":40001,"errmsg":"invalid credential`+workTail(40001))
	w.said(t, "menu/create?"+token["one"]+"1000002", `{"button":[{"type":"click","name":"a","key":"ONE"}]}`, done)
	w.said(t, "menu/create?"+token["two"]+"1000003", `{"button":[{"type":"click","name":"a","key":"TWO"}]}`, done)
	w.said(t, "menu/get?"+token["one"]+"1000002", "", `{"errcode":0,"errmsg":"ok","button":[{"type":"click","name":"a","key":"ONE"}]}`)
	for _, tt := range []struct{ secret, agent string }{
		{"one", "1000003"}, {"two", "1000002"}, {"one", "1"}, {"contacts", "1000002"}, {"contacts", "1000003"},
	} {
		w.said(t, "menu/create?"+token[tt.secret]+tt.agent, simple, notThisAgent+workTail(301002))
		w.said(t, "menu/get?"+token[tt.secret]+tt.agent, "", notThisAgent+workTail(301002))
		w.said(t, "menu/delete?"+token[tt.secret]+tt.agent, "", notThisAgent+workTail(301002))
	}
	w.said(t, "menu/create?"+token["contacts"]+"7", simple, done) // the request does not name the application
	next := newAPISandbox()
	next.apps()
	if err := next.World().Load(strings.NewReader(w.saved(t))); err != nil {
		t.Fatal(err)
	}
	next.said(t, "menu/get?"+token["two"]+"1000003", "", `{"errcode":0,"errmsg":"ok","button":[{"type":"click","name":"a","key":"TWO"}]}`)
	next.said(t, "menu/get?"+token["two"]+"1000002", "", notThisAgent+workTail(301002))
}

// TestMembersOfApps: an act happens in one application with its own callback URL, and a
// member who sees one application does not see the other.
func TestMembersOfApps(t *testing.T) {
	w := newPushing(t)
	config := w.config(w.origin)
	config.Rand, config.Fixtures = rand.NewChaCha8([32]byte{}), fixture.New(fixtures.Files())
	i := slices.IndexFunc(config.Accounts, func(a sandbox.Account) bool { return a.AppID == "ww1" })
	config.Accounts[i].AgentID = "1000007"
	second := config.Accounts[i]
	second.AgentID, second.Callback.AgentID = "8", "8"
	to, err := deliver.ParseTarget(w.origin + "/ww1?app=8")
	if err != nil {
		t.Fatal(err)
	}
	second.To = to
	config.Accounts = append(config.Accounts, second)
	w.Server = sandbox.New(config)
	act := func(agent, action string) sandbox.Act {
		return sandbox.Act{AppID: "ww1", AgentID: agent, User: "zhangsan", Action: action}
	}
	for _, tt := range []struct {
		agent, action string
		pushed        bool
		app           string
		agents        string
	}{
		{"1000007", "follow", true, "", "1000007"},
		{"8", "follow", true, "8", "1000007 8"},
		{"8", "follow", false, "", "1000007 8"},
		{"1000007", "unfollow", true, "", "8"},
		{"1000007", "unfollow", false, "", "8"},
		{"8", "unfollow", true, "8", ""},
		{"8", "enter", true, "8", ""},
	} {
		out := w.do(act(tt.agent, tt.action))
		got := w.pushes()
		if (len(got) == 1) != tt.pushed || strings.Join(out.User.Agents, " ") != tt.agents || out.User.Following != (tt.agents != "") {
			t.Fatalf("%s %s: %d pushes, %+v", tt.action, tt.agent, len(got), out.User)
		}
		if tt.pushed && (got[0].text("AgentID") != tt.agent || got[0].query.Get("app") != tt.app) {
			t.Errorf("%s %s: AgentID %s, app %s", tt.action, tt.agent, got[0].text("AgentID"), got[0].query.Get("app"))
		}
	}
	for agent, problem := range map[string]string{
		"":  "agent_id: is missing, and the sandbox has 2 applications of ww1",
		"9": "agent_id: the sandbox has no application 9 of ww1",
	} {
		_, err := w.Do(t.Context(), act(agent, "enter"))
		refused, ok := errors.AsType[*sandbox.ActError](err)
		if !ok || refused.Problem != problem || refused.Hint != "it is one of 1000007, 8" {
			t.Errorf("%q: %#v", agent, err)
		}
	}
}
