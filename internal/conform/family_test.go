package conform_test

import (
	"net/http"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/deliver"
	"wxtool/internal/echo"
	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// families are URLs that get other pushes than the usual ones.
func families() []setting {
	return []setting{
		{platform: callback.MP, mode: callback.Safe, families: []string{"component"}},
		{platform: callback.MP, mode: callback.Safe, families: []string{"miniprogram"}},
		{platform: callback.MP, mode: callback.Plain, families: []string{"shop"}},
		{platform: callback.Work, mode: callback.Safe, families: []string{"suite"}},
		{platform: callback.Work, mode: callback.Safe, families: []string{"provider"}},
		{platform: callback.Work, mode: callback.Safe, families: []string{"bot"}},
		{platform: callback.Work, mode: callback.Safe, families: []string{"hardware"}},
	}
}

// familyEndpoint is an endpoint of one family and its server, which gets the expected
// answers, as the message alone does not always show them. Both use the receiveid of the
// account, which is that of a suite, a bot and so on.
func (s setting) familyEndpoint(t testing.TB, wrap func(http.Handler) http.Handler) conform.Endpoint {
	var expected deliver.Expected
	server := s.right()
	others := server.Expect
	server.Expect = func(q callback.Query, msg []byte, head *message.Head) expect.Answer {
		if answer, ok := expected.Take(q); ok {
			return answer
		}
		return others(q, msg, head)
	}
	server.Account.ReceiveID = s.receiveID()
	e := s.endpoint(t, wrap(server))
	e.Account.ReceiveID, e.KeepReceiveID = s.receiveID(), true
	e.Client.OnAttempt = expected.Add
	return e
}

func (s setting) receiveID() string {
	if strings.Join(s.families, "") == "bot" {
		return ""
	}
	return s.account().AppID
}

// TestRightServerOfEachFamilyPasses: pushes of suites, bots and so on differ in their
// envelope, their receiveid and the answer that they take.
func TestRightServerOfEachFamilyPasses(t *testing.T) {
	for _, s := range families() {
		t.Run(s.families[0], func(t *testing.T) {
			t.Parallel()
			e := s.familyEndpoint(t, func(right http.Handler) http.Handler {
				server := right.(*echo.Server)
				others := server.Reply
				server.Reply = func(p echo.Push) ([]byte, error) {
					if s.families[0] == "miniprogram" && p.Head.MsgType != "event" { // it takes no passive reply
						return []byte("success"), nil
					}
					return others(p)
				}
				return server
			})
			bad, ran := check(t, conform.Options{Endpoint: e, Selection: conform.Selection{Destructive: true}})
			for name, r := range bad {
				t.Errorf("%s is %s: %s", name, r.Outcome, r.Reason.EN)
				for _, f := range r.Findings {
					t.Errorf("  %s: %s; %s", f.Level, f.Problem.EN, f.Cause.EN)
				}
			}
			if len(ran) < 30 {
				t.Errorf("only %d cases were run", len(ran))
			}
		})
	}
}

// TestLiteralSuccess: suites and open platforms take the word success only, also where a
// server gives a good answer of another kind.
func TestLiteralSuccess(t *testing.T) {
	for _, s := range families() {
		if name := s.families[0]; name != "suite" && name != "component" {
			continue
		}
		for _, answer := range []string{"", "SUCCESS", "success\n", "\"success\"", "ok"} {
			t.Run(s.families[0]+"/"+answer, func(t *testing.T) {
				t.Parallel()
				e := s.familyEndpoint(t, func(right http.Handler) http.Handler {
					server := right.(*echo.Server)
					server.Reply = echo.Literal(answer)
					return server
				})
				name := map[string]string{"suite": "push/work-suite-suite-ticket", "component": "push/component-component-verify-ticket"}[s.families[0]]
				bad, _ := check(t, conform.Options{Endpoint: e, Selection: conform.Selection{Only: []string{name}}})
				if r := bad["delivery/good-push"]; r == nil || r.Level() != conform.Must || r.Findings[0].Rule != "reply/not-success" {
					t.Errorf("%+v", bad)
				}
			})
		}
	}
}
