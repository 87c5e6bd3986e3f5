package push_test

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"wxtool/fixtures"
	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

const given = "ww0123456789abcdef" // a receiveid that the user asked for

func account(platform callback.Platform, mode callback.Mode) callback.Account {
	acct := wxtest.Account(platform, mode)
	acct.AgentID = "1000007"
	return acct
}

func find(t testing.TB, name string) *fixture.Fixture {
	t.Helper()
	f, err := fixture.New(fixtures.Files()).Find(name, "mp")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func options() push.Options {
	return push.Options{Now: time.Unix(1800000000, 0), Rand: rand.NewChaCha8([32]byte{1})}
}

func made(t testing.TB, f *fixture.Fixture, acct callback.Account, o push.Options) *push.Push {
	t.Helper()
	p, err := push.New(f, acct, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// opened seals a push and opens it as a server with its account does.
func opened(t testing.TB, p *push.Push) *callback.Opened {
	t.Helper()
	signed, err := p.Seal(callback.Stamp{Timestamp: "1800000000", Nonce: "415670741"})
	if err != nil {
		t.Fatal(err)
	}
	acct := p.Account
	acct.AnyReceiveID = true
	o, err := acct.Open(signed.Query, signed.Body)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestPlatformOf: only a user's own file may be of any platform.
func TestPlatformOf(t *testing.T) {
	for name, want := range map[string]callback.Platform{
		"mp/text": callback.MP, "miniprogram/mini-text": callback.MP, "component/authorized": callback.MP,
		"work/enter-agent": callback.Work, "work-suite/suite-ticket": callback.Work,
	} {
		if got := push.PlatformOf(find(t, name)); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for text, want := range map[string]callback.Platform{
		"<xml><MsgType>text</MsgType></xml>":                      "",
		"<xml><MsgType>text</MsgType><AgentID>1</AgentID></xml>":  callback.Work,
		"<xml><SuiteId>ww1</SuiteId><InfoType>a</InfoType></xml>": callback.Work,
		`{"msgtype":"text","aibotid":"a"}`:                        callback.Work,
		"no message":                                              "",
	} {
		if got := push.PlatformOf(fixture.Own("own", []byte(text))); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestSealedFor checks the receiver, the mode and the envelope of pushes against the
// official pages.
func TestSealedFor(t *testing.T) {
	const (
		bot      = `{"msgid":"1","aibotid":"a","from":{"userid":"u"},"msgtype":"text","text":{"content":"hi"}}`
		hardware = `{"base_info":{"model_id":"m9","device_sn":"s","createtime":1},"event_type":"x"}`
		suite    = `<xml><SuiteId>ww77</SuiteId><InfoType>suite_ticket</InfoType><TimeStamp>1</TimeStamp></xml>`
	)
	for _, tt := range []struct {
		name      string
		fixture   *fixture.Fixture
		platform  callback.Platform
		chosen    bool // the account's ReceiveID is the user's choice
		mode      callback.Mode
		form      callback.Form
		receiveID string
	}{
		{"message", find(t, "mp/text"), callback.MP, false, callback.Plain, "", ""},
		{"component", find(t, "component/authorized"), callback.MP, false, callback.Safe, "", wxtest.AppID},
		{"component's message, which has no InfoType", find(t, "component/component-release-test-text"), callback.MP, false, callback.Safe, "", wxtest.AppID},
		{"application", find(t, "work/enter-agent"), callback.Work, false, callback.Safe, "", wxtest.AppID},
		{"suite", find(t, "work-suite/suite-ticket"), callback.Work, false, callback.Safe, "", "ww7d3f0a91c2e4b856"},
		{"suite, receiveid chosen", find(t, "work-suite/suite-ticket"), callback.Work, true, callback.Safe, "", given},
		{"bot", find(t, "work/bot-text"), callback.Work, false, callback.Safe, callback.FormBot, ""},
		{"bot, receiveid chosen", find(t, "work/bot-text"), callback.Work, true, callback.Safe, callback.FormBot, given},
		{"own file of a bot", fixture.Own("x", []byte(bot)), callback.Work, false, callback.Safe, callback.FormBot, ""},
		{"own file of a device", fixture.Own("x", []byte(hardware)), callback.Work, false, callback.Safe, callback.FormHardware, "m9"},
		{"own file of a device, receiveid chosen", fixture.Own("x", []byte(hardware)), callback.Work, true, callback.Safe, callback.FormHardware, given},
		{"own file of a suite", fixture.Own("x", []byte(suite)), callback.Work, false, callback.Safe, "", "ww77"},
		{"own file of others", fixture.Own("x", []byte(`{"MsgType":"text"}`)), callback.Work, false, callback.Safe, "", wxtest.AppID},
	} {
		t.Run(tt.name, func(t *testing.T) {
			acct, o := account(tt.platform, callback.Plain), options()
			if o.KeepReceiveID = tt.chosen; tt.chosen {
				acct.ReceiveID = given
			}
			p := made(t, tt.fixture, acct, o)
			got := opened(t, p)
			if p.Form != tt.form || got.Mode != tt.mode || got.ReceiveID != tt.receiveID {
				t.Errorf("form %q, mode %s, receiveid %q; want %q, %s, %q", p.Form, got.Mode, got.ReceiveID, tt.form, tt.mode, tt.receiveID)
			}
			if string(got.Message) != string(p.Message) || p.Name != tt.fixture.Name || p.Family != tt.fixture.Platform || p.Expect.String() != tt.fixture.Expect.String() {
				t.Errorf("%+v", p)
			}
		})
	}
}

// TestFilledIn: the names that the account and the options put into the message.
func TestFilledIn(t *testing.T) {
	const fan, ghost = "oQ7Lb5tV2mXcR8nYw1ZpKd4hSfJg", "gh_5f1c2ab90e37" // of mp/text
	set := func(change func(*push.Options)) push.Options {
		o := options()
		change(&o)
		return o
	}
	for _, tt := range []struct {
		name, fixture string
		platform      callback.Platform
		o             push.Options
		want          map[string]string
	}{
		{"nothing", "mp/text", callback.MP, options(), map[string]string{"ToUserName": ghost, "FromUserName": fan, "CreateTime": "1800000000"}},
		{"as is", "mp/text", callback.MP, set(func(o *push.Options) { o.AsIs, o.ToUser, o.User = true, "x", "y" }), map[string]string{"ToUserName": ghost, "FromUserName": fan, "CreateTime": "1751328000"}},
		{"addresses", "mp/text", callback.MP, set(func(o *push.Options) { o.ToUser, o.FromUser = "gh_9", "oFan" }), map[string]string{"ToUserName": "gh_9", "FromUserName": "oFan"}},
		{"user", "mp/text", callback.MP, set(func(o *push.Options) { o.User = "oFan" }), map[string]string{"ToUserName": ghost, "FromUserName": "oFan"}},
		{"edit", "mp/text", callback.MP, set(func(o *push.Options) { o.Edits = []fixture.Edit{{Op: fixture.Set, Path: "Content", Value: "hi"}} }), map[string]string{"Content": "hi"}},
		{"WeCom", "work/enter-agent", callback.Work, options(), map[string]string{"ToUserName": wxtest.AppID, "AgentID": "1000007"}},
		{"WeCom, addresses", "work/enter-agent", callback.Work, set(func(o *push.Options) { o.ToUser, o.User = "ww9", "lily" }), map[string]string{"ToUserName": "ww9", "FromUserName": "lily"}},
		{"user where the platform has sys", "work/contact-create-user", callback.Work, set(func(o *push.Options) { o.User = "lily" }), map[string]string{"FromUserName": "sys"}},
		{"component", "component/authorized", callback.MP, options(), map[string]string{"AppId": wxtest.AppID, "AuthorizerAppid": "wx4f8a1c2e9b7d3056"}},
		{"suite", "work-suite/suite-ticket", callback.Work, options(), map[string]string{"SuiteId": "ww7d3f0a91c2e4b856"}},
		{"suite, receiveid chosen", "work-suite/suite-ticket", callback.Work, set(func(o *push.Options) { o.KeepReceiveID = true }), map[string]string{"SuiteId": wxtest.AppID}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := made(t, find(t, tt.fixture), account(tt.platform, callback.Safe), tt.o)
			doc, err := message.ParseDocument(p.Message)
			if err != nil {
				t.Fatal(err)
			}
			for path, want := range tt.want {
				if got, _ := doc.Get(path); got != want {
					t.Errorf("%s is %q, want %q", path, got, want)
				}
			}
		})
	}
}

// TestUserIsTheAccount: where the account is its own sender, it stays so.
func TestUserIsTheAccount(t *testing.T) {
	own := fixture.Own("x", []byte("<xml><ToUserName>gh_1</ToUserName><FromUserName>gh_1</FromUserName><MsgType>event</MsgType><Event>x</Event></xml>"))
	o := options()
	o.ToUser, o.User = "gh_2", "oFan"
	if p := made(t, own, account(callback.MP, callback.Plain), o); p.Head.FromUserName != "gh_2" || p.Head.ToUserName != "gh_2" {
		t.Errorf("%+v", p.Head)
	}
}

// TestHeadIsReadOnce: Seal goes by the head of the push and does not read the
// message.
func TestHeadIsReadOnce(t *testing.T) {
	p := push.Of("x", []byte("<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName></xml>"), account(callback.MP, callback.Safe))
	if p.Head.ToUserName != "gh_1" || p.Head.FromUserName != "oFan" || p.Expect.Kind != "" {
		t.Fatalf("%+v", p)
	}
	p.Head.ToUserName, p.Head.FromUserName = "gh_2", "oOther"
	signed, err := p.Seal(callback.Stamp{})
	if err != nil || !strings.Contains(string(signed.Body), "gh_2") || signed.Query.Get("openid") != "oOther" {
		t.Errorf("%s, %v, %v", signed.Body, signed.Query, err)
	}
	if p := push.Of("x", []byte("success"), p.Account); p.Head != (message.Head{}) || string(opened(t, p).Message) != "success" {
		t.Errorf("%+v", p)
	}
}

// TestSealedAtTheSameTime: a push may be sealed by several goroutines.
func TestSealedAtTheSameTime(t *testing.T) {
	p := made(t, find(t, "mp/text"), account(callback.MP, callback.Compatible), options())
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if got := opened(t, p); string(got.Message) == "" || got.Mode != callback.Compatible {
				t.Errorf("%+v", got)
			}
		})
	}
	all.Wait()
}

// TestErrors: what cannot be rendered is an error of package fixture.
func TestErrors(t *testing.T) {
	o := options()
	o.Edits = []fixture.Edit{{Op: fixture.Set, Path: "Nothing", Value: "1"}}
	if p, err := push.New(find(t, "mp/text"), account(callback.MP, callback.Plain), o); err == nil {
		t.Errorf("%+v", p)
	}
	acct := account(callback.Work, callback.Safe)
	acct.Key = nil
	if _, err := made(t, find(t, "work/enter-agent"), acct, options()).Seal(callback.Stamp{}); err == nil || !strings.Contains(err.Error(), "EncodingAESKey") {
		t.Errorf("%v", err)
	}
	if p := made(t, find(t, "mp/text"), acct, options()); p.Expect.Kind != expect.Passive {
		t.Errorf("%+v", p.Expect)
	}
}

// TestInForm: a recorded message is sealed in its envelope for the receiveid of its kind,
// as a push of its fixture is.
func TestInForm(t *testing.T) {
	for name, form := range map[string]callback.Form{
		"work/text": callback.FormUsual, "work-suite/suite-ticket": callback.FormUsual, "work/bot-text": callback.FormBot, "hw-verify-device": callback.FormHardware,
	} {
		acct := account(callback.Work, callback.Safe)
		f, err := fixture.New(fixtures.Files()).Find(name, "work")
		if err != nil {
			t.Error(err)
			continue
		}
		want := made(t, f, acct, options())
		got := push.Of(f.Name, want.Message, acct).InForm(form)
		if want.Form != form || opened(t, got).ReceiveID != want.Account.ReceiveID || opened(t, got).Lower != opened(t, want).Lower {
			t.Errorf("%s: form %q, receiveid %q, want %q and %q", name, got.Form, got.Account.ReceiveID, want.Form, want.Account.ReceiveID)
		}
	}
}
