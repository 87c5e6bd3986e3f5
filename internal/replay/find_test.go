package replay_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/record"
	"wxtool/internal/replay"
	"wxtool/internal/wxtest"
)

// TestSealedAnew: a push goes to the target with the target's Token, key and receiveid,
// in the recorded mode or its own. The message is the recorded one.
func TestSealedAnew(t *testing.T) {
	modes := []callback.Mode{callback.Plain, callback.Compatible, callback.Safe}
	for _, was := range modes {
		for _, own := range append(modes, "") {
			t.Run(string(was+" to "+own), func(t *testing.T) {
				acct := recordedAccount(callback.MP, was)
				rec := decoded(pushed(t, acct, text("a"), "success"), acct, text("a"), "success")
				target := mp(own)
				s := &server{account: target}
				s.account.Mode = callback.Plain // opens all
				p := s.new()
				to := p.Target
				p.Target = func(platform callback.Platform) (*replay.Target, error) {
					found, err := to(platform)
					found.Account, found.OwnMode = target, own != ""
					return found, err
				}
				sum, lines := run(t, p, file(t, rec))
				want := was
				if own != "" {
					want = own
				}
				if sum.OK != 1 || !slices.Equal(s.modes, []callback.Mode{want}) || !slices.Equal(lines, []string{"1 text ok=true"}) {
					t.Fatalf("%+v, %q, modes %q", sum, lines, s.modes)
				}
				if msg := s.messages[0]; want != callback.Plain && msg != text("a") || !strings.Contains(msg, "<Content>a</Content>") {
					t.Errorf("message %s", msg)
				}
				if q := s.requests[0].URL.Query(); q.Get("timestamp") == "1600000000" || q.Get("nonce") == "11" || s.requests[0].URL.Path != "/callback" {
					t.Errorf("sent to %s", s.requests[0].URL)
				}
			})
		}
	}
}

// TestWeCom: pushes and handshakes of WeCom are encrypted again, in their envelope.
func TestWeCom(t *testing.T) {
	acct := recordedAccount(callback.Work, callback.Safe)
	suite := "<xml><SuiteId>ww4asffe99e54c0f4c</SuiteId><InfoType>suite_ticket</InfoType><TimeStamp>1</TimeStamp><SuiteTicket>x</SuiteTicket></xml>"
	query, err := acct.SealEchostr("5837", stamp())
	if err != nil {
		t.Fatal(err)
	}
	handshake := recorded(http.MethodGet, "/?"+query.Encode(), "", "5837")
	s := &server{account: work()}
	s.account.AnyReceiveID = true
	sum, lines := run(t, s.new(), file(t,
		decoded(pushed(t, acct, text("a"), ""), acct, text("a"), ""),
		decoded(pushed(t, acct, suite, "success"), acct, suite, "success"),
		handshake,
	))
	if want := []string{"1 text ok=true", "2 suite_ticket ok=true", "3 handshake ok=true"}; !slices.Equal(lines, want) || sum.OK != 3 {
		t.Errorf("%q, want %q", lines, want)
	}
	if !slices.Equal(s.messages, []string{text("a"), suite}) {
		t.Errorf("messages %q", s.messages)
	}
}

// TestWithoutRecordedKey: without a decoded view, a push needs the key with which it was
// encrypted, unless its plain fields are there.
func TestWithoutRecordedKey(t *testing.T) {
	sameKey := recordedAccount(callback.MP, callback.Safe)
	sameKey.Key = wxtest.MustKey(wxtest.Key)
	for _, tt := range []struct {
		name string
		acct callback.Account
		want string
	}{
		{"plain", plain(), "1 text ok=true"},
		{"compatible", recordedAccount(callback.MP, callback.Compatible), "1 text ok=true"},
		{"another key", recordedAccount(callback.MP, callback.Safe), "1 push skipped: no-plaintext"},
		{"another key of WeCom", recordedAccount(callback.Work, callback.Safe), "1 push skipped: no-plaintext"},
		{"the same key with another Token", sameKey, "1 text ok=true"},
		{"the target's account", mp(callback.Safe), "1 text ok=true"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			target := wxtest.Account(tt.acct.Platform, callback.Safe)
			s := &server{account: target}
			s.account.Mode = callback.Plain
			sum, lines := run(t, s.new(), file(t, pushed(t, tt.acct, text("a"), "success")))
			lost := strings.Contains(tt.want, "skipped")
			if !slices.Equal(lines, []string{tt.want}) || sum.Lost() != btoi(lost) {
				t.Errorf("%q, want %q; %+v", lines, tt.want, sum)
			}
			if !lost && (!strings.Contains(s.messages[0], "<Content>a</Content>") || s.modes[0] != tt.acct.Mode) {
				t.Errorf("messages %q, modes %q", s.messages, s.modes)
			}
		})
	}
}

// TestOwnReceiveID: a push of a suite has the id of the suite, unless the user gave one.
func TestOwnReceiveID(t *testing.T) {
	acct := recordedAccount(callback.Work, callback.Safe)
	suite := "<xml><SuiteId>ww4asffe99e54c0f4c</SuiteId><InfoType>suite_ticket</InfoType></xml>"
	for own, want := range map[bool]string{false: "ww4asffe99e54c0f4c", true: wxtest.AppID} {
		s := &server{account: work()}
		s.account.AnyReceiveID = true
		p := s.new()
		to := p.Target
		p.Target = func(platform callback.Platform) (*replay.Target, error) {
			target, err := to(platform)
			target.OwnReceiveID = own
			return target, err
		}
		run(t, p, file(t, decoded(pushed(t, acct, suite, "success"), acct, suite, "success")))
		opened, err := s.account.Open(callback.ParseQuery(s.requests[0].URL.RawQuery), []byte(s.bodies[0]))
		if err != nil || opened.ReceiveID != want {
			t.Errorf("own %t: receiveid %q, %v, want %q", own, opened.ReceiveID, err, want)
		}
	}
}

// TestPlainForAnAccountInSafeMode: the recorded mode counts, not that of the account.
func TestPlainForAnAccountInSafeMode(t *testing.T) {
	s := &server{account: mp(callback.Plain)}
	p := s.new()
	p.Target = func(callback.Platform) (*replay.Target, error) {
		target := &replay.Target{To: &url.URL{Scheme: "http", Host: "127.0.0.1:1", Path: "/"}, Account: mp(callback.Safe)}
		target.Account.ReceiveID = ""
		return target, nil
	}
	downgrade := pushed(t, mp(callback.Plain), text("b"), "Forbidden")
	downgrade.Kind = record.Refused
	_, lines := run(t, p, file(t, pushed(t, plain(), "\xef\xbb\xbf"+text("a"), "success"), downgrade))
	if want := []string{"1 text ok=true", "2 text skipped: wrong-signature"}; !slices.Equal(lines, want) {
		t.Errorf("%q, want %q", lines, want)
	}
	if !slices.Equal(s.messages, []string{text("a")}) || s.bodies[0] != text("a") || !slices.Equal(s.modes, []callback.Mode{callback.Plain}) {
		t.Errorf("messages %q, modes %q", s.messages, s.modes)
	}
}

// TestPlatformOfTheView: a push without a signature shows no platform itself.
func TestPlatformOfTheView(t *testing.T) {
	rec := recorded(http.MethodPost, "/wx", text("a"), "")
	rec.Kind, rec.Decoded = record.Push, &record.Decoded{Platform: "work", Mode: "safe"}
	s := &server{account: work()}
	if _, lines := run(t, s.new(), file(t, rec)); !slices.Equal(lines, []string{"1 text ok=true"}) {
		t.Errorf("%q", lines)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestSkipped: what is not sent, and why.
func TestSkipped(t *testing.T) {
	call := recorded(http.MethodPost, "/cgi-bin/message/custom/send?access_token=x", "{}", "{}")
	call.Kind = record.Call
	of := func(kind record.Kind, r *record.Record) *record.Record {
		r.Kind = kind
		return r
	}
	refused := pushed(t, plain(), text("a"), "Forbidden")
	refused.Exchange.Response.Status = http.StatusForbidden
	unsigned := recorded(http.MethodPost, "/wx", text("a"), "success")
	wrongHandshake := recorded(http.MethodGet, "/wx?signature=1&timestamp=2&nonce=3&echostr=4", "", "")
	wrongHandshake.Exchange.Response.Status = http.StatusForbidden
	downgrade := pushed(t, mp(callback.Plain), text("a"), "Forbidden")
	tests := []struct {
		name   string
		record *record.Record
		want   string
	}{
		{"API call", call, "1 POST /cgi-bin/message/custom/send skipped: api-call"},
		{"probe", of(record.Probe, pushed(t, plain(), text("a"), "")), "1 text skipped: wrong-signature"},
		{"refused", of(record.Refused, pushed(t, plain(), text("a"), "")), "1 text skipped: wrong-signature"},
		{"refused, in a file of an old version", refused, "1 text skipped: wrong-signature"},
		{"refused handshake, in a file of an old version", wrongHandshake, "1 handshake skipped: wrong-signature"},
		{"refused for being plain", of(record.Refused, downgrade), "1 text skipped: wrong-signature"},
		{"refused by mistake", of(record.Refused, pushed(t, mp(callback.Safe), text("a"), "")), "1 text ok=true"},
		{"refused, of another receiveid", of(record.Refused, pushed(t, func() callback.Account { a := mp(callback.Safe); a.ReceiveID = "wxother"; return a }(), text("a"), "")), "1 push skipped: wrong-signature"},
		{"not a callback", recorded(http.MethodGet, "/favicon.ico", "", ""), "1 GET /favicon.ico skipped: not-a-callback"},
		{"without a signature", unsigned, "1 text skipped: not-a-callback"},
		{"without a signature, but accepted", of(record.Push, recorded(http.MethodPost, "/wx", text("a"), "success")), "1 text ok=true"},
		{"on the wrong path", of(record.Error, pushed(t, plain(), text("a"), "Not Found")), "1 text ok=true"},
		{"WeCom", pushed(t, work(), text("a"), ""), "1 push skipped: other-platform"},
		{"no message", of(record.Push, recorded(http.MethodPost, "/?signature=1", "", "")), "1 push ok=true"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &server{account: mp(callback.Plain)}
			sum, lines := run(t, s.new(), file(t, tt.record))
			if !slices.Equal(lines, []string{tt.want}) || sum.Recorded != 1 || sum.Sent+sum.Skipped != 1 {
				t.Errorf("%q, want %q; %+v", lines, tt.want, sum)
			}
		})
	}
}

// TestNoKeyOfTheTarget: what must be encrypted is not sent without a key.
func TestNoKeyOfTheTarget(t *testing.T) {
	acct := recordedAccount(callback.MP, callback.Safe)
	s := &server{account: mp(callback.Plain)}
	s.account.Key = nil
	sum, lines := run(t, s.new(), file(t,
		decoded(pushed(t, acct, text("a"), ""), acct, text("a"), ""),
		pushed(t, plain(), text("b"), "success"),
	))
	if want := []string{"1 text skipped: no-key", "2 text ok=true"}; !slices.Equal(lines, want) || sum.Lost() != 1 {
		t.Errorf("%q, want %q; %+v", lines, want, sum)
	}
}

// TestLines: a torn last line is accepted; other lines that cannot be read are lost. The
// run goes on after each.
func TestLines(t *testing.T) {
	good := file(t, pushed(t, plain(), text("a"), "success"))
	secret := strings.Replace(good, "/wx?", "/wx/${wxtool:app_secret}?", 1)
	s := &server{account: mp(callback.Plain)}
	sum, lines := run(t, s.new(), good+"no JSON\n\n"+secret+good+good[:len(good)/2])
	want := []string{"1 text ok=true", "2  skipped: unreadable", "4  skipped: no-secret", "3 text ok=true", "6  skipped: cut"}
	if fmt.Sprint(lines) != fmt.Sprint(want) || sum.Recorded != 2 || sum.Skipped != 3 || sum.Lost() != 2 {
		t.Errorf("%q, want %q; %+v", lines, want, sum)
	}
	if got := fmt.Sprint(sum.Skips); got != "[{unreadable 1} {no-secret 1} {cut 1}]" {
		t.Errorf("skips %s", got)
	}
}

// TestFilterOfEncrypted: conditions are about the decrypted message, also where the
// recording has no decoded view. What cannot be decrypted may be what the user wants.
func TestFilterOfEncrypted(t *testing.T) {
	call := recorded(http.MethodPost, "/cgi-bin/x", "{}", "{}")
	call.Kind = record.Call
	s := &server{account: mp(callback.Safe)}
	p := s.new()
	p.Filter.Where = []record.Condition{{Path: "Content", Value: "b"}}
	sum, lines := run(t, p, file(t,
		pushed(t, mp(callback.Safe), text("a"), "success"), pushed(t, mp(callback.Safe), text("b"), "success"),
		pushed(t, recordedAccount(callback.MP, callback.Safe), text("b"), "success"), call,
	))
	if want := []string{"2 text ok=true", "3 push skipped: no-plaintext"}; !slices.Equal(lines, want) || sum.NotSelected != 2 {
		t.Errorf("%q, want %q; %+v", lines, want, sum)
	}
}

// TestFailed selects by the recorded verdict.
func TestFailed(t *testing.T) {
	silent := pushed(t, plain(), text("b"), "")
	silent.Exchange.Response, silent.Exchange.Cause = nil, &exchange.Cause{ID: exchange.Timeout, Text: "late"}
	bad := pushed(t, plain(), text("c"), "sucess")
	bad.Verdict = &record.Verdict{}
	s := &server{account: mp(callback.Plain)}
	p := s.new()
	p.Filter.Failed = true
	sum, lines := run(t, p, file(t, pushed(t, plain(), text("a"), "success"), silent, bad))
	if want := []string{"2 text ok=true", "3 text ok=true"}; !slices.Equal(lines, want) || sum.NotSelected != 1 {
		t.Errorf("%q, want %q; %+v", lines, want, sum)
	}
}
