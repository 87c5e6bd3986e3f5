package wxcrypt_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"wxtool/internal/wxcrypt"
)

// vector is one sample published with the official libraries or pages.
type vector struct {
	Name, Token, Key, ReceiveID, Timestamp, Nonce, Echostr string
	Signature                                              string
	MsgSignature                                           string `json:"msg_signature"`
	Encrypt, Random, Message, Contains                     string
	Length                                                 int
}

func officialVectors(t *testing.T) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vs []vector
	if err := json.Unmarshal(data, &vs); err != nil {
		t.Fatal(err)
	}
	if len(vs) < 11 {
		t.Fatalf("only %d vectors", len(vs))
	}
	return vs
}

func TestOfficialSignatures(t *testing.T) {
	for _, v := range officialVectors(t) {
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
	for _, v := range officialVectors(t) {
		if v.Encrypt == "" {
			continue
		}
		t.Run(v.Name, func(t *testing.T) {
			key, err := wxcrypt.ParseKey(v.Key)
			if err != nil {
				t.Fatal(err)
			}
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

func checkFrame(t *testing.T, v vector, frame *wxcrypt.Frame) {
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
