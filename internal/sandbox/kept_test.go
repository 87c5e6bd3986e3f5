package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"wxtool/internal/sandbox"
)

var errDisk = errors.New("cannot write shop.json: disk full")

// TestUnkeptCall: a call whose change cannot be saved is answered with errcode -1. In
// memory the change stays.
func TestUnkeptCall(t *testing.T) {
	w := newAPISandbox()
	var failure error
	var codes []int
	config := w.config(sandbox.Limits{})
	config.Changed = func() error { return failure }
	config.Observe = func(e sandbox.Event) { codes = append(codes, e.Code) }
	w.Server = sandbox.New(config)
	token, corp := w.token(t, mpToken, ""), w.token(t, corpToken, "")
	failure, codes = errDisk, nil
	w.said(t, mpToken, "", mp("-1", "system error"))
	w.said(t, "menu/create?access_token="+token, simple, mp("-1", "system error"))
	w.said(t, "menu/create?agentid=1&access_token="+corp, simple, `{"errcode":-1,"errmsg":"system busy`+workTail(-1))
	w.said(t, "token", "", mp("41002", "appid missing"))
	if got := fmt.Sprint(codes); got != "[-1 -1 -1 41002]" {
		t.Errorf("observed %s", got)
	}
	failure = nil
	w.said(t, "menu/get?access_token="+token, "", `{"menu":{"button":[{"type":"click","name":"a","key":"A","sub_button":[]}]}}`)
}

// TestUnkeptAct: an act whose change cannot be saved pushes nothing.
func TestUnkeptAct(t *testing.T) {
	w := newPushing(t)
	config := w.config(w.origin)
	config.Changed = func() error { return errDisk }
	w.Server = sandbox.New(config)
	out, err := w.Do(context.Background(), sandbox.Act{AppID: "wx1", User: "anna", Action: "follow"})
	if out != nil || !errors.Is(err, errDisk) {
		t.Errorf("%+v, %v", out, err)
	}
	res := w.ask("POST", "/sandbox/do", `{"app_id":"wx1","user":"ben","action":"follow"}`)
	if res.Code != 500 || res.Body.String() != `{"error":"cannot write shop.json: disk full"}` {
		t.Errorf("%d %s", res.Code, res.Body)
	}
	if got := w.pushes(); len(got) > 0 {
		t.Errorf("pushed %s", got[0].plain)
	}
	if len(w.seen) != 2 || w.seen[0].OK || len(w.seen[0].Pushes) > 0 || w.seen[0].Note != "cut short: cannot write shop.json: disk full" {
		t.Errorf("observed %+v", w.seen)
	}
	if users := w.Users(); len(users) != 2 || !users[0].Following {
		t.Errorf("in memory the users are %+v", users)
	}
}

// TestUnkeptAtOnce: failures to save cause no deadlock.
func TestUnkeptAtOnce(t *testing.T) {
	w := newPushing(t)
	var turn atomic.Int64
	config := w.config(w.origin)
	config.Changed = func() error {
		if err := w.World().Save(io.Discard); err != nil || turn.Add(1)%3 > 0 {
			return err
		}
		return errDisk
	}
	w.Server = sandbox.New(config)
	w.answer = func(received) string { // fails now and then, and calls the sandbox
		w.ask("GET", "/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s", "")
		return []string{"success", "oops"}[turn.Load()%2]
	}
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			act := sandbox.Act{AppID: "wx2", User: fmt.Sprint("user", i), Action: "text", Value: "hi"}
			for range 5 {
				if _, err := w.Do(context.Background(), act); err != nil && !errors.Is(err, errDisk) {
					t.Error(err)
				}
				answer := w.ask("GET", "/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s", "").Body.String()
				if !strings.Contains(answer, "access_token") && !strings.Contains(answer, `"errcode":-1`) {
					t.Error(answer)
				}
				w.ask("POST", "/sandbox/do", `{"app_id":"wx1","user":"ben","action":"follow"}`)
				w.Users()
			}
		})
	}
	wait.Wait()
}
