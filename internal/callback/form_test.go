package callback_test

import (
	"encoding/json"
	"slices"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/message"
	"wxtool/internal/wxtest"
)

// TestFormsHaveTheirKeys seals and opens the lower-case envelopes of WeCom's JSON
// callbacks, and replies in the same form.
func TestFormsHaveTheirKeys(t *testing.T) {
	for form, want := range map[callback.Form][]string{
		callback.FormBot:         {"encrypt"},
		callback.FormHardware:    {"encrypt", "tousername"},
		callback.FormExternalPay: {"agentid", "encrypt", "tousername"},
	} {
		a := workAccount(t)
		msg := `{"msgtype":"text"}`
		s, err := a.SealForm(form, []byte(msg), &message.Head{JSON: true}, testStamp)
		if err != nil {
			t.Fatal(err)
		}
		if got := keysOf(t, s.Body); !slices.Equal(got, want) || s.ContentType != "application/json" {
			t.Errorf("%s: keys %q, %s", form, got, s.ContentType)
		}
		var e callback.Envelope
		if err := e.Read(s.Body); err != nil || e.PushForm() != form {
			t.Errorf("%s: read as form %q, %v", form, e.PushForm(), err)
		}
		o, err := a.Open(s.Query, s.Body)
		if err != nil || string(o.Message) != msg || !o.Lower || !o.JSON || o.Mode != callback.Safe {
			t.Fatalf("%s: %+v, %v", form, o, err)
		}
		checkLowerAnswer(t, a, o)
	}
}

// TestUsualForm: envelopes in XML, and in JSON with the usual names, have the usual form.
func TestUsualForm(t *testing.T) {
	for _, msg := range []string{`<xml><MsgType>text</MsgType></xml>`, `{"MsgType":"text"}`} {
		a := workAccount(t)
		s, err := a.Seal([]byte(msg), testStamp)
		if err != nil {
			t.Fatal(err)
		}
		var e callback.Envelope
		if err := e.Read(s.Body); err != nil || e.PushForm() != callback.FormUsual {
			t.Errorf("%s: form %q, %v", s.Body, e.PushForm(), err)
		}
	}
}

func checkLowerAnswer(t *testing.T, a *callback.Account, push *callback.Opened) {
	t.Helper()
	answer, err := a.AnswerTo(nil, push, []byte("hello"), testStamp)
	if err != nil {
		t.Fatal(err)
	}
	if got := keysOf(t, answer); !slices.Equal(got, []string{"encrypt", "msgsignature", "nonce", "timestamp"}) {
		t.Errorf("answer %s", answer)
	}
	var body struct {
		Encrypt, MsgSignature, Nonce string
		Timestamp                    int64
	}
	if err := json.Unmarshal(answer, &body); err != nil || body.MsgSignature != wxtest.Signature("tok3n", testStamp.Timestamp, testStamp.Nonce, body.Encrypt) {
		t.Errorf("answer %s: %v", answer, err)
	}
	if opened, err := openReply(a, answer); err != nil || string(opened.Message) != "hello" {
		t.Errorf("OpenReply: %+v, %v", opened, err)
	}
}

func keysOf(t *testing.T, body []byte) []string {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(body, &m); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// TestCompatibleByOtherElements: a push is compatible if it has other elements than
// those of safe mode, with or without MsgType.
func TestCompatibleByOtherElements(t *testing.T) {
	a := mpAccount(t, callback.Compatible)
	for msg, want := range map[string]callback.Mode{
		"<xml><ToUserName>gh_1</ToUserName><Odd>1</Odd></xml>": callback.Compatible,
		`{"ToUserName":"gh_1","Odd":1}`:                        callback.Compatible,
		"not a message":                                        callback.Safe, // no element that could take Encrypt
	} {
		s, err := a.Seal([]byte(msg), testStamp)
		if err != nil {
			t.Fatal(err)
		}
		o, err := a.Open(s.Query, s.Body)
		if err != nil || o.Mode != want || string(o.Message) != msg {
			t.Errorf("%s: %+v, %v", msg, o, err)
		}
	}
}
