package wxtest_test

import (
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

// TestVectors holds this package's own signing and encryption to the official
// samples.
func TestVectors(t *testing.T) {
	all := wxtest.Vectors()
	if len(all) < 11 {
		t.Fatalf("%d vectors", len(all))
	}
	for _, v := range all {
		if v.Signature != "" && wxtest.Signature(v.Token, v.Timestamp, v.Nonce) != v.Signature {
			t.Errorf("%s: another signature", v.Name)
		}
		if v.MsgSignature != "" && wxtest.Signature(v.Token, v.Timestamp, v.Nonce, v.Encrypt) != v.MsgSignature {
			t.Errorf("%s: another msg_signature", v.Name)
		}
		if v.Encrypt == "" {
			continue
		}
		message, id := wxtest.Decrypt(v.Key, v.Encrypt)
		if id != v.ReceiveID || v.Message != "" && message != v.Message || !strings.Contains(message, v.Contains) {
			t.Errorf("%s: message %q, receiveid %q", v.Name, message, id)
		}
		if v.Random != "" && wxtest.Encrypt(v.Key, v.Random, message, id) != v.Encrypt {
			t.Errorf("%s: another Encrypt value", v.Name)
		}
	}
}

// TestAccount: the account is that of the official WeCom sample.
func TestAccount(t *testing.T) {
	v := wxtest.Official("V2")
	acct := wxtest.Account(callback.Work, callback.Safe)
	o, err := acct.Open(v.Query(callback.Work), []byte("<xml><Encrypt>"+v.Encrypt+"</Encrypt></xml>"))
	if err != nil || string(o.Message) != v.Message {
		t.Errorf("%+v, %v", o, err)
	}
}
