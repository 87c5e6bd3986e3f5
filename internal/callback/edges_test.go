package callback_test

import (
	"errors"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// TestExpectedIsOfTheRightValues: where the values themselves are broken there is
// no right signature to show; elsewhere it is shown.
func TestExpectedIsOfTheRightValues(t *testing.T) {
	broken := map[string]bool{callback.SlipHTMLEscaped: true, callback.SlipDoubleEncoding: true, callback.SlipPlusToSpace: true}
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
			if v.Reason == callback.SlipUnsorted && v.Expected != s.right(canaryTokens[0]) {
				t.Errorf("%s, %s: expected %q, want %q", s.name, m.how, v.Expected, s.right(canaryTokens[0]))
			}
		}
	}
	for slip := range broken {
		if !seen[slip] {
			t.Errorf("no mistake was diagnosed as %s", slip)
		}
	}
}

// TestOneSlip leaves out what needs two mistakes, and nothing else.
func TestOneSlip(t *testing.T) {
	s := scenes(t)[0]
	ctx := diagnoseOptions()
	ctx.OneSlip = true
	unsorted := func(token string) string { return s.signed(wxtest.Digest(claimNonce, token, claimTime)) }
	if v := diagnosed(t, s.account(canaryTokens[0]), unsorted(canaryTokens[0]), nil, ctx); v.Reason != callback.SlipUnsorted {
		t.Errorf("one mistake: %q", v.Reason)
	}
	if v := diagnosed(t, s.account(canaryTokens[0]), unsorted(canaryOther), nil, ctx); v.Reason != "mismatch" {
		t.Errorf("two mistakes: %q", v.Reason)
	}
}

// TestDowngradeByEitherSign: encrypt_type or msg_signature alone says that the
// push is encrypted.
func TestDowngradeByEitherSign(t *testing.T) {
	a := &callback.Account{Platform: callback.MP, Token: "C4naryToken"}
	plain := "signature=" + wxtest.Signature("C4naryToken", "1735689600", "1") + "&timestamp=1735689600&nonce=1"
	for _, sign := range []string{"&encrypt_type=aes", "&msg_signature=" + wxtest.Digest("x")} {
		if v := diagnosed(t, a, plain+sign, []byte(mpText), diagnoseOptions()); v.Valid || v.Reason != "not-encrypted" {
			t.Errorf("%s: %+v", sign, v)
		}
		if v := diagnosed(t, a, plain+sign, nil, diagnoseOptions()); !v.Valid || !strings.Contains(v.Hint, "give the body") {
			t.Errorf("%s, no body: %+v", sign, v)
		}
	}
}

// TestEchostrThatCannotBeOpened: its signature is right and its key another.
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

// TestAnswerIsForThePushsReceiver where the account takes every receiveid, and
// for the account's own otherwise.
func TestAnswerIsForThePushsReceiver(t *testing.T) {
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

// TestMissingPartIsNamed, with the name that was perhaps meant for it.
func TestMissingPartIsNamed(t *testing.T) {
	a := mpAccount(t, callback.Safe)
	e := wxtest.Encrypt(wxtest.Key, testRandom, "hello", wxtest.AppID)
	for fields, want := range map[string]string{
		"<TimeStamp>1</TimeStamp><Nonce>2</Nonce>":                                              "without MsgSignature:",
		"<MsgSignature>x</MsgSignature><Nonce>2</Nonce>":                                        "without TimeStamp:",
		"<MsgSignature>x</MsgSignature><TimeStamp>1</TimeStamp>":                                "without Nonce:",
		"<MsgSignature>x</MsgSignature><Timestamp>1</Timestamp><Nonce>2</Nonce>":                "without TimeStamp; Timestamp is there, but names are case-sensitive:",
		"<MsgSignature>x</MsgSignature><TimeStamp></TimeStamp><Nonce>2</Nonce><nonce>2</nonce>": "without TimeStamp:",
		"<MsgSignature>x</MsgSignature><TimeStamp>1</TimeStamp><Nonce></Nonce><nonce>2</nonce>": "without Nonce; nonce is there, but names are case-sensitive:",
	} {
		_, err := openReply(a, []byte(xmlBody(fields, e)))
		if !errors.Is(err, callback.ErrUnsigned) || !errors.Is(err, wxcrypt.ErrParse) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", fields, err, want)
		}
	}
}

// TestPlainPushThatIsNoMessage is taken, as its signature is right, and has no
// first level.
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

// TestPushEnvelopeOfNoMessage: the names beside Encrypt are taken from a message
// where there is one.
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
