package callback_test

import (
	"errors"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// TestExpectedSignature: Expected is the right signature, or empty if the signed values
// themselves are damaged.
func TestExpectedSignature(t *testing.T) {
	broken := map[string]bool{callback.MistakeHTMLEscaped: true, callback.MistakeDoubleEncoding: true, callback.MistakePlusToSpace: true}
	seen := map[string]bool{}
	for _, m := range allMistakes() {
		for _, s := range scenes(t) {
			query, body, ok := m.make(s, canaryTokens[0])
			if !ok {
				continue
			}
			v := diagnosed(t, s.account(canaryTokens[0]), query, body, diagnoseOptions())
			if strings.Contains(v.Reason, "+") || v.Valid {
				continue
			}
			seen[v.Reason] = true
			if broken[v.Reason] && v.Expected != "" {
				t.Errorf("%s, %s: expected %q", s.name, m.how, v.Expected)
			}
			if v.Reason == callback.MistakeUnsorted && v.Expected != s.right(canaryTokens[0]) {
				t.Errorf("%s, %s: expected %q, want %q", s.name, m.how, v.Expected, s.right(canaryTokens[0]))
			}
		}
	}
	for reason := range broken {
		if !seen[reason] {
			t.Errorf("no mistake was diagnosed as %s", reason)
		}
	}
}

// TestOneMistake: with OneMistake, single mistakes are found but not combinations of two.
func TestOneMistake(t *testing.T) {
	s := scenes(t)[0]
	opts := diagnoseOptions()
	opts.OneMistake = true
	unsorted := func(token string) string { return s.signed(wxtest.Digest(claimNonce, token, claimTime)) }
	if v := diagnosed(t, s.account(canaryTokens[0]), unsorted(canaryTokens[0]), nil, opts); v.Reason != callback.MistakeUnsorted {
		t.Errorf("one mistake: %q", v.Reason)
	}
	if v := diagnosed(t, s.account(canaryTokens[0]), unsorted(canaryOther), nil, opts); v.Reason != "mismatch" {
		t.Errorf("two mistakes: %q", v.Reason)
	}
}

// TestDowngradeByEitherParameter: encrypt_type or msg_signature alone means that the
// push is encrypted.
func TestDowngradeByEitherParameter(t *testing.T) {
	a := &callback.Account{Platform: callback.MP, Token: "C4naryToken"}
	plain := "signature=" + wxtest.Signature("C4naryToken", "1735689600", "1") + "&timestamp=1735689600&nonce=1"
	for _, sign := range []string{"&encrypt_type=aes", "&msg_signature=" + wxtest.Digest("x")} {
		if v := diagnosed(t, a, plain+sign, []byte(mpText), diagnoseOptions()); v.Valid || v.Reason != "not-encrypted" {
			t.Errorf("%s: %+v", sign, v)
		}
		if v := diagnosed(t, a, plain+sign, nil, diagnoseOptions()); !v.Valid || !strings.Contains(v.Hint, "add the body") {
			t.Errorf("%s, no body: %+v", sign, v)
		}
	}
}

// TestEchostrThatCannotBeOpened: the signature is right, but the key is wrong.
func TestEchostrThatCannotBeOpened(t *testing.T) {
	foreign := wxtest.Encrypt(wxtest.OtherKey, testRandom, "4375120948345356249", wxtest.AppID)
	query := callback.Query{
		{Name: "timestamp", Value: "1"}, {Name: "nonce", Value: "2"}, {Name: "echostr", Value: foreign},
		{Name: "msg_signature", Value: wxtest.Signature("tok3n", "1", "2", foreign)},
	}
	if got, err := workAccount(t).OpenEchostr(query); got != nil || !errors.Is(err, wxcrypt.ErrPadding) {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := workAccount(t).OpenEchostr(query[:3]); got != nil || err == nil || !strings.HasPrefix(err.Error(), "msg_signature: is missing") {
		t.Errorf("without a signature: %q, %v", got, err)
	}
}

// TestReplyReceiveID: if the account accepts any receiveid, the reply has the receiveid
// of the push; otherwise it has the receiveid of the account.
func TestReplyReceiveID(t *testing.T) {
	for any, want := range map[bool]string{true: "wxpush", false: "wxown"} {
		a := mpAccount(t, callback.Safe)
		a.ReceiveID, a.AnyReceiveID = "wxown", any
		body, err := a.AnswerTo(nil, &callback.Opened{ReceiveID: "wxpush"}, []byte("hello"), testStamp)
		if err != nil {
			t.Fatal(err)
		}
		env, err := readEnvelope(body)
		if err != nil {
			t.Fatal(err)
		}
		if msg, id := wxtest.Decrypt(wxtest.Key, string(env.Encrypt())); msg != "hello" || id != want {
			t.Errorf("any %t: %q for %q, want %q", any, msg, id, want)
		}
		if a.ReceiveID != "wxown" || a.AnyReceiveID != any {
			t.Errorf("the account was changed: %+v", a)
		}
	}
}

// TestMissingPartIsNamed: the error names the missing element, and an element whose
// name differs from it only in case.
func TestMissingPartIsNamed(t *testing.T) {
	a := mpAccount(t, callback.Safe)
	e := wxtest.Encrypt(wxtest.Key, testRandom, "hello", wxtest.AppID)
	for fields, want := range map[string]string{
		"<TimeStamp>1</TimeStamp><Nonce>2</Nonce>":                                              "without MsgSignature:",
		"<MsgSignature>x</MsgSignature><Nonce>2</Nonce>":                                        "without TimeStamp:",
		"<MsgSignature>x</MsgSignature><TimeStamp>1</TimeStamp>":                                "without Nonce:",
		"<MsgSignature>x</MsgSignature><Timestamp>1</Timestamp><Nonce>2</Nonce>":                "without TimeStamp; there is Timestamp, but names are case-sensitive:",
		"<MsgSignature>x</MsgSignature><TimeStamp></TimeStamp><Nonce>2</Nonce><nonce>2</nonce>": "without TimeStamp:",
		"<MsgSignature>x</MsgSignature><TimeStamp>1</TimeStamp><Nonce></Nonce><nonce>2</nonce>": "without Nonce; there is nonce, but names are case-sensitive:",
	} {
		_, err := openReply(a, []byte(xmlBody(fields, e)))
		if !errors.Is(err, callback.ErrUnsigned) || !errors.Is(err, wxcrypt.ErrParse) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", fields, err, want)
		}
	}
}

// TestPlainPushThatIsNoMessage: Open accepts the push, because its signature is right,
// but Flat returns an error.
func TestPlainPushThatIsNoMessage(t *testing.T) {
	a := mpAccount(t, callback.Plain)
	query := callback.ParseQuery("signature=" + wxtest.Signature("tok3n", "1", "2") + "&timestamp=1&nonce=2")
	for _, body := range []string{"", "success", "<xml>", "{"} {
		o, err := a.Open(query, []byte(body))
		if err != nil || string(o.Message) != body || o.Lower || o.JSON != (body == "{") {
			t.Fatalf("%q: %+v, %v", body, o, err)
		}
		if flat, err := o.Flat(); err == nil || flat != nil {
			t.Errorf("%q: %+v, %v", body, flat, err)
		}
	}
}

// TestPushEnvelopeOfNoMessage: if the data is not a message, the envelope has an empty
// ToUserName.
func TestPushEnvelopeOfNoMessage(t *testing.T) {
	for _, tt := range []struct {
		msg    string
		asJSON bool
		want   string
	}{
		{"junk", false, "<xml><ToUserName></ToUserName>\n<Encrypt><![CDATA[E]]></Encrypt>\n</xml>"},
		{"junk", true, `{"ToUserName":"","Encrypt":"E"}`},
		{"<xml><ToUserName>gh_1</ToUserName></xml>", true, `{"ToUserName":"gh_1","Encrypt":"E"}`},
	} {
		got := string(mpAccount(t, callback.Safe).PushEnvelope([]byte(tt.msg), "E", tt.asJSON))
		if strings.ReplaceAll(got, "<![CDATA[]]>", "") != tt.want {
			t.Errorf("%q, JSON %t: %s", tt.msg, tt.asJSON, got)
		}
	}
}
