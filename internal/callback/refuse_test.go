package callback_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// safePush is a valid encrypted push for mpAccount(Safe), made without the package
// under test.
func safePush(t testing.TB) (query, body string) {
	t.Helper()
	e := wxtest.Encrypt(wxtest.Key, testRandom, mpText, wxtest.AppID)
	query = "signature=" + wxtest.Signature("tok3n", "1735689600", "N1") + "&timestamp=1735689600&nonce=N1&encrypt_type=aes&msg_signature=" + wxtest.Signature("tok3n", "1735689600", "N1", e)
	return query, xmlBody("<ToUserName><![CDATA[gh_1]]></ToUserName>", e)
}

func TestTheRightPushIsTaken(t *testing.T) {
	query, body := safePush(t)
	o, err := mpAccount(t, callback.Safe).Open(callback.ParseQuery(query), []byte(body))
	if err != nil || string(o.Message) != mpText {
		t.Fatalf("%v, %v", o, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	query, body := safePush(t)
	e := wxtest.Encrypt(wxtest.Key, testRandom, mpText, wxtest.AppID)
	foreign := wxtest.Encrypt(wxtest.OtherKey, testRandom, mpText, wxtest.AppID)
	signed := func(e string) string {
		return "signature=x&timestamp=1735689600&nonce=N1&encrypt_type=aes&msg_signature=" + wxtest.Signature("tok3n", "1735689600", "N1", e)
	}
	plainQuery := "signature=" + wxtest.Signature("tok3n", "1735689600", "N1") + "&timestamp=1735689600&nonce=N1"
	for name, tt := range map[string]struct {
		query, body string
		is          error
	}{
		"no Encrypt":                     {query, mpText, wxcrypt.ErrParse},
		"no Encrypt is not encrypted":    {query, mpText, callback.ErrPlain},
		"an empty Encrypt":               {query, xmlBody("", ""), wxcrypt.ErrParse},
		"Encrypt on the second level":    {query, "<xml><a>" + xmlBody("", e) + "</a></xml>", wxcrypt.ErrParse},
		"Encrypt twice":                  {query, strings.Replace(body, "<Encrypt>", "<Encrypt>x</Encrypt><Encrypt>", 1), message.ErrDuplicate},
		"Encrypt twice is a parse error": {query, strings.Replace(body, "<Encrypt>", "<Encrypt/><Encrypt>", 1), wxcrypt.ErrParse},
		"Encrypt twice, in JSON":         {query, `{"Encrypt":"` + e + `","encrypt":"` + e + `"}`, message.ErrDuplicate},
		"an empty body":                  {query, "", wxcrypt.ErrParse},
		"a DOCTYPE":                      {query, "<!DOCTYPE xml>" + body, wxcrypt.ErrParse},
		"two envelopes":                  {query, body + body, wxcrypt.ErrParse},
		"a body cut off":                 {query, body[:len(body)-3], wxcrypt.ErrParse},
		"no msg_signature":               {strings.ReplaceAll(query, "msg_signature", "msgsignature"), body, wxcrypt.ErrSignature},
		"signature as msg_signature":     {plainQuery + "&encrypt_type=aes&msg_signature=" + wxtest.Signature("tok3n", "1735689600", "N1"), body, wxcrypt.ErrSignature},
		"another timestamp":              {strings.Replace(query, "1735689600", "1735689601", 1), body, wxcrypt.ErrSignature},
		"another nonce":                  {strings.Replace(query, "N1", "N2", 1), body, wxcrypt.ErrSignature},
		"upper-case msg_signature":       {upperSignature(query), body, wxcrypt.ErrSignature},
		"Encrypt changed":                {query, strings.Replace(body, e[:4], "AAAA", 1), wxcrypt.ErrSignature},
		"spaces for plus":                {query, strings.Replace(body, e, strings.ReplaceAll(e, "+", " "), 1), wxcrypt.ErrSignature},
		"another EncodingAESKey":         {signed(foreign), xmlBody("", foreign), wxcrypt.ErrPadding},
		"Encrypt cut off":                {signed(e[:len(e)-5]), xmlBody("", e[:len(e)-5]), wxcrypt.ErrBase64},
		"a plain push":                   {plainQuery, mpText, callback.ErrPlain},
		"a plain push, said to be raw":   {plainQuery + "&encrypt_type=raw", mpText, callback.ErrPlain},
		"an encrypted push said plain":   {strings.Replace(query, "encrypt_type=aes&", "", 1), body, callback.ErrPlain},
		"a plain push, unsigned":         {"timestamp=1735689600&nonce=N1", mpText, wxcrypt.ErrSignature},
		"no query at all":                {"", mpText, wxcrypt.ErrSignature},
	} {
		for _, mode := range []callback.Mode{callback.Safe, callback.Compatible} {
			o, err := mpAccount(t, mode).Open(callback.ParseQuery(tt.query), []byte(tt.body))
			if !errors.Is(err, tt.is) || o != nil {
				t.Errorf("%s, %s: %v, %v; want %v", name, mode, o, err, tt.is)
			}
		}
	}
}

func upperSignature(query string) string {
	before, after, _ := strings.Cut(query, "msg_signature=")
	return before + "msg_signature=" + strings.ToUpper(after)
}

func TestWeComRefusesWhatIsNotEncrypted(t *testing.T) {
	sig := wxtest.Signature("tok3n", "1735689600", "N1")
	for _, query := range []string{"signature=" + sig + "&timestamp=1735689600&nonce=N1", "msg_signature=" + sig + "&timestamp=1735689600&nonce=N1"} {
		o, err := workAccount(t).Open(callback.ParseQuery(query), []byte(workText))
		if !errors.Is(err, callback.ErrPlain) || o != nil {
			t.Errorf("%s: %v, %v; want ErrPlain", query, o, err)
		}
	}
}

// TestATamperedFrameIsASignatureErrorFirst: the frame is decrypted only after the
// signature was checked.
func TestATamperedFrameIsASignatureErrorFirst(t *testing.T) {
	query, _ := safePush(t)
	_, err := mpAccount(t, callback.Safe).Open(callback.ParseQuery(query), []byte(xmlBody("", "%%%")))
	if !errors.Is(err, wxcrypt.ErrSignature) {
		t.Errorf("err = %v", err)
	}
}

func TestCompatibleFieldsAreNotTrusted(t *testing.T) {
	query, body := safePush(t)
	forged := strings.Replace(body, "<xml>", "<xml><MsgType>text</MsgType><Content>forged</Content>", 1)
	o, err := mpAccount(t, callback.Compatible).Open(callback.ParseQuery(query), []byte(forged))
	if err != nil || string(o.Message) != mpText || o.Mode != callback.Compatible {
		t.Errorf("%+v, %v", o, err)
	}
}

// TestACompatiblePushThatDoesNotDecrypt: if Encrypt cannot be decrypted, the plain
// fields of a compatible push are not used instead, even if the signature is right.
func TestACompatiblePushThatDoesNotDecrypt(t *testing.T) {
	const fields = "<ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oFan]]></FromUserName><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hi]]></Content>"
	right := wxtest.Encrypt(wxtest.Key, testRandom, mpText, wxtest.AppID)
	for name, tt := range map[string]struct {
		encrypt string
		is      error
	}{
		"another EncodingAESKey": {wxtest.Encrypt(wxtest.OtherKey, testRandom, mpText, wxtest.AppID), wxcrypt.ErrPadding},
		"another receiveid":      {wxtest.Encrypt(wxtest.Key, testRandom, mpText, "wx0000000000000000"), wxcrypt.ErrReceiveID},
		"Encrypt cut off":        {right[:len(right)-5], wxcrypt.ErrBase64},
	} {
		query := callback.ParseQuery("signature=x&timestamp=1735689600&nonce=N1&encrypt_type=aes&msg_signature=" + wxtest.Signature("tok3n", "1735689600", "N1", tt.encrypt))
		for _, mode := range []callback.Mode{callback.Compatible, callback.Safe, callback.Plain} {
			o, err := mpAccount(t, mode).Open(query, []byte(xmlBody(fields, tt.encrypt)))
			if !errors.Is(err, tt.is) || o != nil {
				t.Errorf("%s, %s: %+v, %v; want %v", name, mode, o, err, tt.is)
			}
		}
		env, err := readEnvelope([]byte(xmlBody(fields, tt.encrypt)))
		if err != nil {
			t.Fatal(err)
		}
		if err := mpAccount(t, callback.Compatible).OpenUnchecked(new(callback.Opened), env); !errors.Is(err, tt.is) {
			t.Errorf("%s, unchecked: %v; want %v", name, err, tt.is)
		}
	}
}

func TestReceiveIDsMustMatchBothWays(t *testing.T) {
	for _, tt := range []struct{ found, want string }{{"wwOther", "ww5b1c8e2f7a904d63"}, {"", "ww5b1c8e2f7a904d63"}, {"wwOther", ""}, {"ww5b1c8e2f7a904d63x", "ww5b1c8e2f7a904d63"}, {"WW5B1C8E2F7A904D63", "ww5b1c8e2f7a904d63"}} {
		a := workAccount(t)
		a.ReceiveID = tt.want
		e := wxtest.Encrypt(wxtest.Key, testRandom, "1616", tt.found)
		query := callback.ParseQuery("msg_signature=" + wxtest.Signature("tok3n", "1", "2", e) + "&timestamp=1&nonce=2&echostr=" + strings.ReplaceAll(e, "+", "%2B"))
		reply := "<xml><Encrypt>" + e + "</Encrypt><MsgSignature>" + wxtest.Signature("tok3n", "1", "2", e) + "</MsgSignature><TimeStamp>1</TimeStamp><Nonce>2</Nonce></xml>"
		for name, err := range map[string]error{
			"push":    second(a.Open(query, []byte(xmlBody("", e)))),
			"echostr": second(a.OpenEchostr(query)),
			"reply":   second(openReply(a, []byte(reply))),
		} {
			var re *wxcrypt.ReceiveIDError
			if !errors.As(err, &re) || !errors.Is(err, wxcrypt.ErrReceiveID) || re.Found != tt.found || re.Want != tt.want {
				t.Errorf("%s, found %q, want %q: %v", name, tt.found, tt.want, err)
				continue
			}
			if !strings.Contains(err.Error(), tt.found) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %v does not name both", name, err)
			}
		}
	}
}

func TestWithoutKeyNothingIsOpened(t *testing.T) {
	query, body := safePush(t)
	a := mpAccount(t, callback.Safe)
	a.Key = nil
	if o, err := a.Open(callback.ParseQuery(query), []byte(body)); !errors.Is(err, callback.ErrNoKey) || o != nil {
		t.Errorf("push: %v, %v", o, err)
	}
	w := workAccount(t)
	q, err := w.SealEchostr("1", testStamp)
	if err != nil {
		t.Fatal(err)
	}
	w.Key = nil
	if got, err := w.OpenEchostr(q); !errors.Is(err, callback.ErrNoKey) || got != nil {
		t.Errorf("echostr: %q, %v", got, err)
	}
}

func TestOpenEchostrRefuses(t *testing.T) {
	sig := wxtest.Signature("tok3n", "1", "2")
	for name, tt := range map[string]struct {
		query string
		is    error
	}{
		"no echostr":    {"signature=" + sig + "&timestamp=1&nonce=2", callback.ErrNoEchostr},
		"empty":         {"signature=" + sig + "&timestamp=1&nonce=2&echostr=", callback.ErrNoEchostr},
		"no signature":  {"timestamp=1&nonce=2&echostr=9", wxcrypt.ErrSignature},
		"msg_signature": {"msg_signature=" + sig + "&timestamp=1&nonce=2&echostr=9", wxcrypt.ErrSignature},
		"wrong":         {"signature=" + strings.Repeat("0", 40) + "&timestamp=1&nonce=2&echostr=9", wxcrypt.ErrSignature},
		"upper-case":    {"signature=" + strings.ToUpper(sig) + "&timestamp=1&nonce=2&echostr=9", wxcrypt.ErrSignature},
	} {
		if got, err := mpAccount(t, callback.Safe).OpenEchostr(callback.ParseQuery(tt.query)); !errors.Is(err, tt.is) || got != nil {
			t.Errorf("mp, %s: %q, %v; want %v", name, got, err, tt.is)
		}
		if got, err := workAccount(t).OpenEchostr(callback.ParseQuery(tt.query)); err == nil || got != nil {
			t.Errorf("work, %s: %q, %v", name, got, err)
		}
	}
}

func TestOpenReplyRefuses(t *testing.T) {
	e := wxtest.Encrypt(wxtest.Key, testRandom, "<xml></xml>", "ww5b1c8e2f7a904d63")
	right := "<xml><Encrypt>" + e + "</Encrypt><MsgSignature>" + wxtest.Signature("tok3n", "1", "2", e) + "</MsgSignature><TimeStamp>1</TimeStamp><Nonce>2</Nonce></xml>"
	if _, err := openReply(workAccount(t), []byte(right)); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		body string
		is   error
	}{
		"plain":                  {mpText, callback.ErrPlain},
		"success":                {"success", callback.ErrPlain},
		"a bare Encrypt":         {e, callback.ErrPlain},
		"empty":                  {"", wxcrypt.ErrParse},
		"HTML":                   {"<!doctype html><html>", wxcrypt.ErrParse},
		"no MsgSignature":        {strings.ReplaceAll(right, "MsgSignature", "Msgsignature"), callback.ErrUnsigned},
		"no Nonce":               {strings.ReplaceAll(right, "Nonce", "nonce"), callback.ErrUnsigned},
		"go-workwx's Timestamp":  {strings.ReplaceAll(right, "TimeStamp", "Timestamp"), callback.ErrUnsigned},
		"another Nonce":          {strings.Replace(right, ">2<", ">3<", 1), wxcrypt.ErrSignature},
		"spaces in a value":      {strings.Replace(right, ">2<", "> 2<", 1), wxcrypt.ErrSignature},
		"MsgSignature twice":     {strings.Replace(right, "<Nonce>", "<MsgSignature/><Nonce>", 1), message.ErrDuplicate},
		"lower-case Encrypt":     {strings.ReplaceAll(right, "Encrypt", "encrypt"), callback.ErrPlain},
		"upper-case MsgSigature": {strings.Replace(right, wxtest.Signature("tok3n", "1", "2", e), strings.ToUpper(wxtest.Signature("tok3n", "1", "2", e)), 1), wxcrypt.ErrSignature},
	} {
		if o, err := openReply(workAccount(t), []byte(tt.body)); !errors.Is(err, tt.is) || o != nil {
			t.Errorf("%s: %v, %v; want %v", name, o, err, tt.is)
		}
	}
}

func TestErrorsHoldNoSecret(t *testing.T) {
	query, body := safePush(t)
	a := mpAccount(t, callback.Safe)
	a.Token = "canary-token"
	for _, q := range []string{query, "", "signature=x"} {
		_, err := a.Open(callback.ParseQuery(q), bytes.ToLower([]byte(body)))
		if err == nil || strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), wxtest.Key) {
			t.Errorf("%s: %v", q, err)
		}
	}
}
