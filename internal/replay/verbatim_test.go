package replay_test

import (
	"bytes"
	"net/url"
	"slices"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/record"
	"wxtool/internal/replay"
)

// TestVerbatim sends body, query and header as they were recorded, to the path of the
// target.
func TestVerbatim(t *testing.T) {
	acct := mp(callback.Safe)
	rec := pushed(t, acct, text("a"), "success")
	rec.Exchange.Request.Header["Host"] = []string{"prod.example.com"}
	rec.Exchange.Request.Header["Content-Length"] = []string{"7"}
	rec.Exchange.Request.Header["X-Trace"] = []string{"a", "b"}
	body := string(rec.Exchange.Request.Body)
	u, err := url.Parse(rec.Exchange.Request.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{account: acct}
	p := s.new()
	p.Verbatim = true
	to := p.Target
	p.Target = func(platform callback.Platform) (*replay.Target, error) {
		target, err := to(platform)
		own := *target.To
		own.RawQuery = "tenant=7"
		target.To = &own
		return target, err
	}
	sum, lines := run(t, p, file(t, rec, pushed(t, recordedAccount(callback.MP, callback.Safe), text("b"), "")))
	if want := []string{"1 text ok=true", "2 push skipped: no-plaintext"}; !slices.Equal(lines, want) || sum.OK != 1 {
		t.Fatalf("%q, want %q", lines, want)
	}
	req := s.requests[0]
	if s.bodies[0] != body || req.URL.Path != "/callback" || req.URL.RawQuery != "tenant=7&"+u.RawQuery || req.Host != "127.0.0.1:1" {
		t.Errorf("sent %s with %q", req.URL, s.bodies[0])
	}
	if h := req.Header; !slices.Equal(h["X-Trace"], []string{"a", "b"}) || h.Get("User-Agent") != "Mozilla/4.0" || h["Host"] != nil || h["Content-Length"] != nil {
		t.Errorf("header %v", h)
	}
}

// TestVerbatimWithoutMessage: bytes can be sent whose message the recording decoded, and
// the target's key cannot.
func TestVerbatimWithoutKey(t *testing.T) {
	acct := recordedAccount(callback.MP, callback.Safe)
	rec := decoded(pushed(t, acct, text("a"), ""), acct, text("a"), "")
	body := string(rec.Exchange.Request.Body)
	s := &server{account: acct}
	p := s.new()
	p.Verbatim = true
	to := p.Target
	p.Target = func(platform callback.Platform) (*replay.Target, error) {
		target, err := to(platform)
		target.Account.Key = nil
		return target, err
	}
	if sum, lines := run(t, p, file(t, rec)); sum.OK != 1 || s.bodies[0] != body {
		t.Errorf("%q, sent %q", lines, s.bodies)
	}
}

// TestVerbatimSecrets: the Token in a message is restored from its placeholder.
func TestVerbatimSecrets(t *testing.T) {
	acct := mp(callback.Plain)
	rec := pushed(t, acct, text("my ${wxtool:} and "+acct.Token), "success")
	line := rec.AppendLine(nil, record.NewSecrets(record.Secret{Name: "token", Account: "shop", Value: acct.Token}))
	s := &server{account: acct}
	p := s.new()
	p.Verbatim = true
	if _, err := p.Run(t.Context(), record.Read(bytes.NewReader(line), record.ForAll(record.Secret{Name: "token", Value: acct.Token})), func(*replay.Event) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if len(s.bodies) != 1 || s.bodies[0] != text("my ${wxtool:} and "+acct.Token) {
		t.Errorf("sent %q", s.bodies)
	}
}
