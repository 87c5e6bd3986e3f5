package callback_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

const (
	mpText        = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName>\n<FromUserName><![CDATA[oUser]]></FromUserName>\n<MsgType><![CDATA[text]]></MsgType>\n</xml>"
	mpJSON        = `{"ToUserName":"gh_1","FromUserName":"oUser","MsgType":"text"}`
	componentPush = "<xml><AppId>wxOfTheComponent</AppId>\n<InfoType>authorized</InfoType>\n</xml>"
	workText      = "<xml><ToUserName><![CDATA[wwCorp]]></ToUserName>\n<FromUserName><![CDATA[li]]></FromUserName>\n<AgentID>218</AgentID>\n</xml>"
	workEvent     = "<xml><ToUserName><![CDATA[wwCorp]]></ToUserName>\n<Event><![CDATA[change_contact]]></Event>\n</xml>"
	suitePush     = "<xml><SuiteId><![CDATA[wwSuite]]></SuiteId>\n<InfoType><![CDATA[suite_ticket]]></InfoType>\n</xml>"
)

// In bodies E is replaced by the Encrypt value, in queries S and M by the two
// signatures.
var sealed = map[string]struct {
	platform    callback.Platform
	mode        callback.Mode
	msg         string
	query, body string
	inForce     callback.Mode
}{
	"mp plain":      {callback.MP, callback.Plain, mpText, "signature=S&timestamp=1735689600&nonce=372623149&openid=oUser", mpText, callback.Plain},
	"mp plain JSON": {callback.MP, callback.Plain, mpJSON, "signature=S&timestamp=1735689600&nonce=372623149&openid=oUser", mpJSON, callback.Plain},
	"mp compatible": {callback.MP, callback.Compatible, mpText, "signature=S&timestamp=1735689600&nonce=372623149&openid=oUser&encrypt_type=aes&msg_signature=M",
		strings.Replace(mpText, "</xml>", "<Encrypt><![CDATA[E]]></Encrypt>\n</xml>", 1), callback.Compatible},
	"mp compatible JSON": {callback.MP, callback.Compatible, mpJSON, "signature=S&timestamp=1735689600&nonce=372623149&openid=oUser&encrypt_type=aes&msg_signature=M",
		strings.Replace(mpJSON, "}", `,"Encrypt":"E"}`, 1), callback.Compatible},
	"mp compatible empty JSON": {callback.MP, callback.Compatible, "{ }", "signature=S&timestamp=1735689600&nonce=372623149&encrypt_type=aes&msg_signature=M",
		`{ "Encrypt":"E"}`, callback.Compatible},
	"mp safe": {callback.MP, callback.Safe, mpText, "signature=S&timestamp=1735689600&nonce=372623149&openid=oUser&encrypt_type=aes&msg_signature=M",
		"<xml><ToUserName><![CDATA[gh_1]]></ToUserName>\n<Encrypt><![CDATA[E]]></Encrypt>\n</xml>", callback.Safe},
	"mp safe JSON": {callback.MP, callback.Safe, mpJSON, "signature=S&timestamp=1735689600&nonce=372623149&openid=oUser&encrypt_type=aes&msg_signature=M",
		`{"ToUserName":"gh_1","Encrypt":"E"}`, callback.Safe},
	"component, of an account in plain mode": {callback.MP, callback.Plain, componentPush, "signature=S&timestamp=1735689600&nonce=372623149&encrypt_type=aes&msg_signature=M",
		"<xml><AppId><![CDATA[wxOfTheComponent]]></AppId>\n<Encrypt><![CDATA[E]]></Encrypt>\n</xml>", callback.Safe},
	"component without AppId": {callback.MP, callback.Safe, "<xml><InfoType>x</InfoType></xml>", "signature=S&timestamp=1735689600&nonce=372623149&encrypt_type=aes&msg_signature=M",
		"<xml><AppId><![CDATA[wx5823bf96d3bd56c7]]></AppId>\n<Encrypt><![CDATA[E]]></Encrypt>\n</xml>", callback.Safe},
	"work": {callback.Work, callback.Safe, workText, "msg_signature=M&timestamp=1735689600&nonce=372623149",
		"<xml><ToUserName><![CDATA[wwCorp]]></ToUserName>\n<AgentID><![CDATA[218]]></AgentID>\n<Encrypt><![CDATA[E]]></Encrypt>\n</xml>", callback.Safe},
	"work, even of an account in plain mode": {callback.Work, callback.Plain, workText, "msg_signature=M&timestamp=1735689600&nonce=372623149",
		"<xml><ToUserName><![CDATA[wwCorp]]></ToUserName>\n<AgentID><![CDATA[218]]></AgentID>\n<Encrypt><![CDATA[E]]></Encrypt>\n</xml>", callback.Safe},
	"work without AgentID": {callback.Work, callback.Safe, workEvent, "msg_signature=M&timestamp=1735689600&nonce=372623149",
		"<xml><ToUserName><![CDATA[wwCorp]]></ToUserName>\n<AgentID><![CDATA[1000002]]></AgentID>\n<Encrypt><![CDATA[E]]></Encrypt>\n</xml>", callback.Safe},
	"work JSON": {callback.Work, callback.Safe, `{"ToUserName":"wwCorp","AgentID":218}`, "msg_signature=M&timestamp=1735689600&nonce=372623149",
		`{"ToUserName":"wwCorp","AgentID":"218","Encrypt":"E"}`, callback.Safe},
	"suite": {callback.Work, callback.Safe, suitePush, "msg_signature=M&timestamp=1735689600&nonce=372623149",
		"<xml><ToUserName><![CDATA[wwSuite]]></ToUserName>\n<AgentID><![CDATA[]]></AgentID>\n<Encrypt><![CDATA[E]]></Encrypt>\n</xml>", callback.Safe},
}

func TestSeal(t *testing.T) {
	for name, tt := range sealed {
		t.Run(name, func(t *testing.T) {
			a := workAccount(t)
			if tt.platform == callback.MP {
				a = mpAccount(t, tt.mode)
			}
			a.Mode = tt.mode
			s, err := a.Seal([]byte(tt.msg), testStamp)
			if err != nil {
				t.Fatal(err)
			}
			e := wxtest.Encrypt(wxtest.Key, testRandom, tt.msg, a.ReceiveID)
			query := strings.NewReplacer("=S&", "="+wxtest.Signature("tok3n", "1735689600", "372623149")+"&", "=M", "="+wxtest.Signature("tok3n", "1735689600", "372623149", e)).Replace(tt.query)
			body := strings.NewReplacer("[E]", "["+e+"]", `"E"`, `"`+e+`"`).Replace(tt.body)
			if got := s.Query.Encode(); got != query {
				t.Errorf("query\n%s, want\n%s", got, query)
			}
			if string(s.Body) != body || s.Mode != tt.inForce {
				t.Errorf("mode %s, body\n%s\nwant %s,\n%s", s.Mode, s.Body, tt.inForce, body)
			}
			if want := map[bool]string{true: "application/json", false: "text/xml"}[strings.HasPrefix(tt.msg, "{")]; s.ContentType != want {
				t.Errorf("Content-Type %s, want %s", s.ContentType, want)
			}
		})
	}
}

func TestSealWithoutKey(t *testing.T) {
	mp, work := mpAccount(t, callback.Plain), workAccount(t)
	mp.Key, work.Key = nil, nil
	if _, err := mp.Seal([]byte(mpText), testStamp); err != nil {
		t.Errorf("plain: %v", err)
	}
	mp.Mode = callback.Safe
	for name, err := range map[string]error{
		"safe":      second(mp.Seal([]byte(mpText), testStamp)),
		"component": second(mp.Seal([]byte(componentPush), testStamp)),
		"work":      second(work.Seal([]byte(workText), testStamp)),
		"reply":     second(sealReply(mp, []byte(mpText), testStamp, false)),
		"echostr":   second(work.SealEchostr("1", testStamp)),
	} {
		if !errors.Is(err, callback.ErrNoKey) {
			t.Errorf("%s: err = %v, want ErrNoKey", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestSealOfWhatIsNoMessage: any data can be sent, to test a server with it.
func TestSealOfWhatIsNoMessage(t *testing.T) {
	for _, msg := range []string{"", "success", "<xml>", "{", "\x00\xff", "<xml><MsgType>a</MsgType><MsgType>b</MsgType></xml>"} {
		for _, a := range []*callback.Account{mpAccount(t, callback.Safe), workAccount(t)} {
			s, err := a.Seal([]byte(msg), testStamp)
			if err != nil {
				t.Fatal(err)
			}
			if o, err := a.Open(s.Query, s.Body); err != nil || string(o.Message) != msg {
				t.Errorf("%s: %q came back as %v, %v", a.Platform, msg, o, err)
			}
		}
		if s, err := mpAccount(t, callback.Plain).Seal([]byte(msg), testStamp); err != nil || string(s.Body) != msg {
			t.Errorf("plain: %q became %v, %v", msg, s, err)
		}
	}
}

func TestEnvelopeNamesAreEscaped(t *testing.T) {
	a := workAccount(t)
	msg := `{"ToUserName":"a\"]]>\u0002<","AgentID":"\u2028"}`
	for _, asJSON := range []bool{false, true} {
		body := a.PushEnvelope([]byte(msg), "E==", asJSON)
		env, err := readEnvelope(body)
		want := map[bool]string{false: "a\"]]>\ufffd<", true: "a\"]]>\x02<"}[asJSON]
		if err != nil || string(env.Text("ToUserName")) != want || string(env.Text("AgentID")) != "\u2028" || string(env.Encrypt()) != "E==" {
			t.Errorf("%s: %+v, %v", body, env, err)
		}
	}
}

func TestPushParamsAreThoseOfSeal(t *testing.T) {
	e := wxtest.Encrypt(wxtest.Key, testRandom, mpText, wxtest.AppID)
	s, m := wxtest.Signature("tok3n", "1735689600", "372623149"), wxtest.Signature("tok3n", "1735689600", "372623149", e)
	if got, want := mpAccount(t, callback.Safe).PushParams(testStamp, e).Encode(), "signature="+s+"&timestamp=1735689600&nonce=372623149&encrypt_type=aes&msg_signature="+m; got != want {
		t.Errorf("mp: %s, want %s", got, want)
	}
	if got, want := workAccount(t).PushParams(testStamp, e).Encode(), "msg_signature="+m+"&timestamp=1735689600&nonce=372623149"; got != want {
		t.Errorf("work: %s, want %s", got, want)
	}
}

func TestAddToKeepsTheURLsOwnQuery(t *testing.T) {
	q := callback.Query{{Name: "b", Value: "1+2/3=="}, {Name: "a", Value: "x y&"}}
	const encoded = "b=1%2B2%2F3%3D%3D&a=x+y%26"
	for base, want := range map[string]string{
		"https://h/cb":                     "https://h/cb?" + encoded,
		"https://h/cb?":                    "https://h/cb?" + encoded,
		"https://h":                        "https://h?" + encoded,
		"https://h/cb?tenant=7":            "https://h/cb?tenant=7&" + encoded,
		"https://h/cb?tenant=7&":           "https://h/cb?tenant=7&" + encoded,
		"https://h/cb?z=%2f&y&a=own;x=+#f": "https://h/cb?z=%2f&y&a=own;x=+&" + encoded,
		"https://h/%2Fcb#fragment":         "https://h/%2Fcb?" + encoded,
	} {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.AddTo(u).String(); got != want {
			t.Errorf("%s: %s, want %s", base, got, want)
		}
		if u.String() != base {
			t.Errorf("%s was changed: %s", base, u)
		}
	}
	u, _ := url.Parse("https://h/cb?tenant=7#x")
	if got := (callback.Query)(nil).AddTo(u).String(); got != "https://h/cb?tenant=7" {
		t.Errorf("nothing added: %s", got)
	}
}

func TestParseQueryIsLenientAndOrdered(t *testing.T) {
	for raw, want := range map[string]callback.Query{
		"":                   nil,
		"&&":                 nil,
		"b=1&a=2&b=3":        {{Name: "b", Value: "1"}, {Name: "a", Value: "2"}, {Name: "b", Value: "3"}},
		"e=a%2Bb%2Fc%3D%3D":  {{Name: "e", Value: "a+b/c=="}},
		"e=a+b/c==":          {{Name: "e", Value: "a b/c=="}},
		"e=%zz+1&x=%":        {{Name: "e", Value: "%zz+1"}, {Name: "x", Value: "%"}},
		"novalue&=noname;&%": {{Name: "novalue"}, {Value: "noname;"}, {Name: "%"}},
	} {
		got := callback.ParseQuery(raw)
		if len(got) != len(want) {
			t.Errorf("%q: %q, want %q", raw, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q: %q, want %q", raw, got, want)
			}
		}
	}
}

func TestGetIsTheFirst(t *testing.T) {
	q := callback.ParseQuery("a=1&a=2")
	if q.Get("a") != "1" || q.Get("A") != "" {
		t.Errorf("%q, %q", q.Get("a"), q.Get("A"))
	}
}
