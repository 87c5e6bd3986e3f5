package wxcrypt_test

import (
	"strings"
	"testing"

	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

func TestOfficialSignatures(t *testing.T) {
	for _, v := range wxtest.Vectors() {
		t.Run(v.Name, func(t *testing.T) {
			if v.Signature != "" {
				if got := wxcrypt.Signature(v.Token, v.Timestamp, v.Nonce); got != v.Signature {
					t.Errorf("signature = %s, want %s", got, v.Signature)
				}
			}
			if v.MsgSignature != "" && !wxcrypt.VerifySignature(v.MsgSignature, v.Token, v.Timestamp, v.Nonce, v.Encrypt) {
				t.Errorf("msg_signature %s refused", v.MsgSignature)
			}
		})
	}
}

func TestOfficialFrames(t *testing.T) {
	for _, v := range wxtest.Vectors() {
		if v.Encrypt == "" {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			key := wxtest.MustKey(v.Key)
			frame, err := key.Open([]byte(v.Encrypt))
			if err != nil {
				t.Fatal(err)
			}
			checkFrame(t, v, frame)
			if got := string(key.Seal(nil, frame)); got != v.Encrypt {
				t.Errorf("sealed again = %s, want %s", got, v.Encrypt)
			}
		})
	}
}

func checkFrame(t *testing.T, v wxtest.Vector, frame *wxcrypt.Frame) {
	t.Helper()
	if v.Message != "" && string(frame.Message) != v.Message {
		t.Errorf("message = %q, want %q", frame.Message, v.Message)
	}
	if !strings.Contains(string(frame.Message), v.Contains) {
		t.Errorf("message = %q, lacks %q", frame.Message, v.Contains)
	}
	if v.Length != 0 && len(frame.Message) != v.Length {
		t.Errorf("length = %d, want %d", len(frame.Message), v.Length)
	}
	if v.Random != "" && string(frame.Random[:]) != v.Random {
		t.Errorf("random = %q, want %q", frame.Random, v.Random)
	}
	if err := frame.CheckReceiveID(v.ReceiveID); err != nil {
		t.Error(err)
	}
}
