package callback_test

import (
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/message"
	"wxtool/internal/wxtest"
)

// accountsFor returns the accounts that can receive a fixture of that folder.
func accountsFor(t *testing.T, path string) map[string]*callback.Account {
	if strings.HasPrefix(path, "work") {
		anonymous := workAccount(t)
		anonymous.ReceiveID = ""
		return map[string]*callback.Account{"work": workAccount(t), "work, no receiveid": anonymous}
	}
	return map[string]*callback.Account{"plain": mpAccount(t, callback.Plain), "compatible": mpAccount(t, callback.Compatible), "safe": mpAccount(t, callback.Safe)}
}

// forms returns a fixture as in its file, and in the platform's format.
func forms(t *testing.T, data []byte) map[string]string {
	t.Helper()
	all := map[string]string{"file": string(data)}
	if _, body, _ := strings.Cut(string(data), "-->"); strings.HasPrefix(strings.TrimSpace(body), "<") {
		m, err := message.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		all["wire"] = string(m.Wire())
	}
	return all
}

func TestOpenGivesBackWhatSealTook(t *testing.T) {
	eachFixture(t, func(t *testing.T, path string, data []byte) {
		for form, msg := range forms(t, data) {
			for name, a := range accountsFor(t, path) {
				if a.Mode == callback.Compatible && form == "file" && strings.HasSuffix(path, "reply-success.xml") {
					continue // no element that could take Encrypt
				}
				s, err := a.Seal([]byte(msg), testStamp)
				if err != nil {
					t.Fatal(err)
				}
				o, err := a.Open(callback.ParseQuery(s.Query.Encode()), s.Body)
				if err != nil {
					t.Fatalf("%s, %s: %v\n%s", name, form, err, s.Body)
				}
				if string(o.Message) != msg || o.Mode != s.Mode || s.Mode != callback.Plain && (o.ReceiveID != a.ReceiveID || string(o.Random[:]) != testRandom) {
					t.Errorf("%s, %s: came back as %s, %q, receiveid %q", name, form, o.Mode, o.Message, o.ReceiveID)
				}
				checkSealed(t, s, msg, a.ReceiveID)
			}
		}
	})
}

// checkSealed decrypts and checks a push with AES and SHA-1 of the standard library.
func checkSealed(t *testing.T, s *callback.Signed, msg, receiveID string) {
	t.Helper()
	ts, nonce := s.Query.Get("timestamp"), s.Query.Get("nonce")
	if got := s.Query.Get("signature"); got != "" && got != wxtest.Signature("tok3n", ts, nonce) {
		t.Errorf("signature %s", got)
	}
	if s.Mode == callback.Plain {
		return
	}
	_, rest, _ := strings.Cut(string(s.Body), "<Encrypt><![CDATA[")
	e, _, _ := strings.Cut(rest, "]]></Encrypt>")
	if s.Query.Get("msg_signature") != wxtest.Signature("tok3n", ts, nonce, e) {
		t.Errorf("msg_signature does not cover %q", e)
	}
	if got, id := wxtest.Decrypt(wxtest.Key, e); got != msg || id != receiveID {
		t.Errorf("decrypted %q for %q", got, id)
	}
}

func TestOpenReplyGivesBackWhatSealReplyTook(t *testing.T) {
	eachFixture(t, func(t *testing.T, path string, data []byte) {
		for form, msg := range forms(t, data) {
			for name, a := range accountsFor(t, path) {
				for _, asJSON := range []bool{false, true} {
					sealed, err := sealReply(a, []byte(msg), testStamp, asJSON)
					if err != nil {
						t.Fatal(err)
					}
					o, err := openReply(a, sealed)
					if err != nil || string(o.Message) != msg || o.JSON != asJSON || o.ReceiveID != a.ReceiveID || o.Mode != callback.Safe {
						t.Errorf("%s, %s, JSON %t: %+v, %v", name, form, asJSON, o, err)
					}
				}
			}
		}
	})
}

func TestEchostrComesBack(t *testing.T) {
	for _, echostr := range []string{"1616140317555161061", "a+b/c== &%2B", "中文", " ", "\n1\n"} {
		for _, a := range []*callback.Account{mpAccount(t, callback.Safe), workAccount(t)} {
			q, err := a.SealEchostr(echostr, testStamp)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := a.OpenEchostr(callback.ParseQuery(q.Encode())); string(got) != echostr || err != nil {
				t.Errorf("%s: %q came back as %q, %v", a.Platform, echostr, got, err)
			}
		}
	}
}
