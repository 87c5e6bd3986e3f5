package callback_test

import (
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

func xmlBody(fields, encrypt string) string {
	return "<xml>" + fields + "<Encrypt><![CDATA[" + encrypt + "]]></Encrypt></xml>"
}

// plainV4 are the plain fields of the official compatible-mode sample.
const plainV4 = "<ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName><FromUserName><![CDATA[oyORnuP8q7ou2gfYjqLzSIWZf0rs]]></FromUserName>" +
	"<CreateTime>1409735668</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[abcdteT]]></Content><MsgId>6054768590064713728</MsgId>"

func TestOpenOfficialPushes(t *testing.T) {
	for _, tt := range []struct {
		name     string
		platform callback.Platform
		mode     callback.Mode
		body     func(encrypt string) string
		opened   callback.Mode
		json     bool
	}{
		{"V2", callback.Work, callback.Safe, func(e string) string {
			return xmlBody("<ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><AgentID><![CDATA[218]]></AgentID>", e)
		}, callback.Safe, false},
		{"V4", callback.MP, callback.Compatible, func(e string) string { return xmlBody(plainV4, e) }, callback.Compatible, false},
		{"V5", callback.MP, callback.Safe, func(e string) string {
			return xmlBody("<ToUserName><![CDATA[gh_10f6c3c3ac5a]]></ToUserName>", e) + "\n"
		}, callback.Safe, false},
		{"V6", callback.MP, callback.Safe, func(e string) string {
			return "{\n    \"ToUserName\": \"gh_97417a04a28d\",\n    \"Encrypt\": \"" + e + "\"\n}"
		}, callback.Safe, true},
		{"V8", callback.MP, callback.Safe, func(e string) string {
			return xmlBody("<ToUserName><![CDATA[gh_97417a04a28d]]></ToUserName>", e)
		}, callback.Safe, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v := wxtest.Official(tt.name)
			o, err := v.Account(tt.platform, tt.mode).Open(v.Query(tt.platform), []byte(tt.body(v.Encrypt)))
			if err != nil {
				t.Fatal(err)
			}
			checkOpened(t, v, o)
			if o.Mode != tt.opened || o.JSON != tt.json || o.Scheme != "msg_signature" {
				t.Errorf("mode %s, JSON %t, scheme %s", o.Mode, o.JSON, o.Scheme)
			}
		})
	}
}

func checkOpened(t *testing.T, v wxtest.Vector, o *callback.Opened) {
	t.Helper()
	want, _ := wxtest.Decrypt(v.Key, v.Encrypt)
	if string(o.Message) != want || v.Message != "" && want != v.Message || !strings.Contains(want, v.Contains) {
		t.Errorf("message = %q, want %q", o.Message, want)
	}
	if v.Length != 0 && len(o.Message) != v.Length {
		t.Errorf("%d bytes, want %d", len(o.Message), v.Length)
	}
	if v.Random != "" && string(o.Random[:]) != v.Random {
		t.Errorf("random = %q, want %q", o.Random, v.Random)
	}
	if o.ReceiveID != v.ReceiveID {
		t.Errorf("receiveid = %q, want %q", o.ReceiveID, v.ReceiveID)
	}
}

func TestOpenOfficialPlainPush(t *testing.T) {
	const body = "<xml><MsgType><![CDATA[text]]></MsgType></xml>"
	a := &callback.Account{Platform: callback.MP, Mode: callback.Plain, Token: "AAAAA"}
	q := callback.ParseQuery("signature=899cf89e464efb63f54ddac96b0a0a235f53aa78&timestamp=1714037059&nonce=486452656")
	o, err := a.Open(q, []byte("\ufeff"+body))
	if err != nil {
		t.Fatal(err)
	}
	if string(o.Message) != body || o.Mode != callback.Plain || o.Scheme != "signature" || o.ReceiveID != "" || o.JSON {
		t.Errorf("%+v", o)
	}
}

func TestOfficialEchostrs(t *testing.T) {
	v := wxtest.Official("V1")
	work := v.Account(callback.Work, callback.Safe)
	q := append(v.Query(callback.Work), callback.Param{Name: "echostr", Value: v.Encrypt})
	if got, err := work.OpenEchostr(q); string(got) != "1616140317555161061" || err != nil {
		t.Errorf("WeCom: %q, %v", got, err)
	}
	sealed, err := work.SealEchostr("1616140317555161061", v.Stamp())
	if want := "msg_signature=5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3&timestamp=1409659589&nonce=263014780&echostr=P9nAzCzyDtyTWESHep1vC5X9xho%2FqYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp%2B4RPcs8TgAE7OaBO%2BFZXvnaqQ%3D%3D"; sealed.Encode() != want || err != nil {
		t.Errorf("WeCom: %s, %v\nwant %s", sealed.Encode(), err, want)
	}
}

// TestOfficialAccountsEchostrIsPlainInEveryMode uses the query of the official page.
func TestOfficialAccountsEchostrIsPlainInEveryMode(t *testing.T) {
	const query = "signature=f464b24fc39322e44b38aa78f5edd27bd1441696&echostr=4375120948345356249&timestamp=1714036504&nonce=1514711492"
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		a := &callback.Account{Platform: callback.MP, Mode: mode, Token: "AAAAA"}
		if got, err := a.OpenEchostr(callback.ParseQuery(query)); string(got) != "4375120948345356249" || err != nil {
			t.Errorf("%s: %q, %v", mode, got, err)
		}
		q, err := a.SealEchostr("4375120948345356249", callback.Stamp{Timestamp: "1714036504", Nonce: "1514711492"})
		if q.Encode() != query || err != nil {
			t.Errorf("%s: %s, %v\nwant %s", mode, q.Encode(), err, query)
		}
	}
}

func TestOfficialReply(t *testing.T) {
	v := wxtest.Official("V7")
	a := v.Account(callback.MP, callback.Safe)
	stamp := v.Stamp()
	for _, tt := range []struct {
		asJSON bool
		want   string
	}{
		{true, `{"Encrypt":"ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==",` +
			`"MsgSignature":"1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1","TimeStamp":1713424427,"Nonce":"415670741"}`},
		{false, "<xml><Encrypt><![CDATA[ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==]]></Encrypt>\n" +
			"<MsgSignature><![CDATA[1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1]]></MsgSignature>\n<TimeStamp>1713424427</TimeStamp>\n<Nonce><![CDATA[415670741]]></Nonce>\n</xml>"},
	} {
		got, err := sealReply(a, []byte(`{"demo_resp":"good luck"}`), stamp, tt.asJSON)
		if err != nil || string(got) != tt.want {
			t.Errorf("SealReply = %s, %v\nwant %s", got, err, tt.want)
		}
		o, err := openReply(a, []byte(tt.want))
		if err != nil {
			t.Fatal(err)
		}
		checkOpened(t, v, o)
		if o.JSON != tt.asJSON {
			t.Errorf("JSON = %t", o.JSON)
		}
	}
}

// TestSealReproducesOfficialPushes: with the official random bytes, Seal returns the
// official push.
func TestSealReproducesOfficialPushes(t *testing.T) {
	for name, tt := range map[string]struct {
		platform callback.Platform
		query    string
		body     string
	}{
		"V2": {callback.Work, "msg_signature=477715d11cdb4164915debcba66cb864d751f3e6&timestamp=1409659813&nonce=1372623149",
			"<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<AgentID><![CDATA[218]]></AgentID>\n<Encrypt><![CDATA[E]]></Encrypt>\n</xml>"},
		"V6": {callback.MP, "signature=6c5c811b55cc85e0e1b54100749188c20beb3f5d&timestamp=1714112445&nonce=415670741&openid=o9AgO5Kd5ggOC-bXrbNODIiE3bGY&encrypt_type=aes&msg_signature=046e02f8204d34f8ba5fa3b1db94908f3df2e9b3",
			`{"ToUserName":"gh_97417a04a28d","Encrypt":"E"}`},
	} {
		v := wxtest.Official(name)
		s, err := v.Account(tt.platform, callback.Safe).Seal([]byte(v.Message), v.Stamp())
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Query.Encode(); got != tt.query {
			t.Errorf("%s: query\n%s, want\n%s", name, got, tt.query)
		}
		if want := strings.Replace(tt.body, "[E]", "["+v.Encrypt+"]", 1); strings.Replace(want, `"E"`, `"`+v.Encrypt+`"`, 1) != string(s.Body) {
			t.Errorf("%s: body\n%s", name, s.Body)
		}
	}
}

func TestReadEnvelopeOfABareValue(t *testing.T) {
	v := wxtest.Official("V3")
	env, err := readEnvelope([]byte(v.Encrypt + "\n"))
	if err != nil || env.Form != "bare" || string(env.Encrypt()) != v.Encrypt {
		t.Fatalf("%+v, %v", env, err)
	}
	frame, err := wxtest.MustKey(v.Key).Open(env.Encrypt())
	if err != nil || string(frame.Message) != "我是中文abcd123" {
		t.Errorf("%v, %v", frame, err)
	}
	if _, err := readEnvelope([]byte("<xml>")); wxcryptCode(err) != -40002 {
		t.Errorf("err = %v", err)
	}
}

func wxcryptCode(err error) int {
	code, _ := wxcrypt.Code(err)
	return code
}
