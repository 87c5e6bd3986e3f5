package replay_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/record"
	"wxtool/internal/wxtest"
)

// sealed is a reply of the recorded account.
func sealed(t *testing.T, acct callback.Account, msg string) string {
	t.Helper()
	body, err := acct.AppendReply(nil, []byte(msg), callback.Stamp{Timestamp: "1600000001", Nonce: "11"}, callback.ReplyXML)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestDiff compares answers in plaintext: CreateTime, nonce, signature, mode and account
// may be others.
func TestDiff(t *testing.T) {
	safe := recordedAccount(callback.MP, callback.Safe)
	record1 := func(answer string) *record.Record {
		return decoded(pushed(t, safe, text("a"), sealed(t, safe, answer)), safe, text("a"), answer)
	}
	silent := pushed(t, plain(), text("a"), "")
	silent.Exchange.Response, silent.Exchange.Cause = nil, &exchange.Cause{ID: exchange.Timeout, Text: "late"}
	failed := pushed(t, plain(), text("a"), "error")
	failed.Exchange.Response.Status = http.StatusInternalServerError
	undecoded := pushed(t, safe, text("a"), sealed(t, safe, reply("x")))
	undecoded.Decoded = &record.Decoded{Platform: "mp", Mode: "safe", Message: []byte(text("a"))}
	later := func(content string) string {
		return reply(content)[:len(reply(""))-len("<Content></Content></xml>")] + "<Content>" + content + "</Content><Nonce>7</Nonce></xml>"
	}
	tests := []struct {
		name   string
		record *record.Record
		answer string
		ignore []string
		want   string
	}{
		{"the same", record1(reply("x")), later("x"), nil, "1 text ok=true"},
		{"changed", record1(reply("x")), reply("y"), nil, `1 text ok=true; reply: Content: was "x", is "y"`},
		{"changed, but ignored", record1(reply("x")), reply("y"), []string{"Content"}, "1 text ok=true"},
		{"success", pushed(t, plain(), text("a"), "success"), "success", nil, "1 text ok=true"},
		{"no reply any more", pushed(t, plain(), text("a"), "success"), "", nil, `1 text ok=true; reply: message: was "success", is ""`},
		{"status", failed, "error", nil, `1 text ok=false; status: message: was "500", is "200"`},
		{"answered now", silent, "success", nil, `1 text ok=true; status: message: was "timeout", is "200"`},
		{"recorded reply of another key", undecoded, reply("x"), nil, "1 text ok=true; uncompared"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &server{account: mp(callback.Plain), answer: func(int, string) (int, string) { return http.StatusOK, tt.answer }}
			s.seal = tt.record.Decoded != nil
			p := s.new()
			p.Diff, p.Ignore = true, tt.ignore
			sum, lines := run(t, p, file(t, tt.record))
			if !slices.Equal(lines, []string{tt.want}) {
				t.Errorf("%q, want %q", lines, tt.want)
			}
			if sum.Uncompared != strings.Count(tt.want, "uncompared") || sum.Different != strings.Count(tt.want, "was ") {
				t.Errorf("%+v", sum)
			}
		})
	}
}

// TestDiffOfUndecoded: the key of the target opens a recorded reply without a decoded view.
func TestDiffOfUndecoded(t *testing.T) {
	acct := mp(callback.Safe)
	s := &server{account: acct, seal: true, answer: func(int, string) (int, string) { return http.StatusOK, reply("y") }}
	p := s.new()
	p.Diff = true
	_, lines := run(t, p, file(t, pushed(t, acct, text("a"), sealed(t, acct, reply("x"))), pushed(t, acct, text("a"), sealed(t, acct, reply("y")))))
	if want := []string{`1 text ok=true; reply: Content: was "x", is "y"`, "2 text ok=true"}; !slices.Equal(lines, want) {
		t.Errorf("%q, want %q", lines, want)
	}
}

// TestDiffOfHandshake: the echostr is the recorded one, so that the answers are alike.
func TestDiffOfHandshake(t *testing.T) {
	for _, platform := range []callback.Platform{callback.MP, callback.Work} {
		acct := recordedAccount(platform, callback.Safe)
		acct.Key = wxtest.MustKey(wxtest.Key)
		query, err := acct.SealEchostr("5837", stamp())
		if err != nil {
			t.Fatal(err)
		}
		s := &server{account: wxtest.Account(platform, callback.Safe)}
		p := s.new()
		p.Diff = true
		_, lines := run(t, p, file(t, recorded(http.MethodGet, "/wx?"+query.Encode(), "", "5837"), recorded(http.MethodGet, "/wx?"+query.Encode(), "", "5837\n")))
		if platform == callback.MP {
			if want := []string{"1 handshake ok=true", `2 handshake ok=true; reply: message: was "5837\n", is "5837"`}; !slices.Equal(lines, want) {
				t.Errorf("%q, want %q", lines, want)
			}
		} else if len(lines) != 2 || lines[0] != "1 handshake ok=true" {
			t.Errorf("%q", lines)
		}
	}
}
