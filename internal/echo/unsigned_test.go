package echo_test

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"

	"wxtool/internal/callback"
)

// sealed is the test's own encryption: any plaintext of whole blocks, padding
// included.
func sealed(t *testing.T, plain []byte) string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C=")
	if err != nil {
		t.Fatal(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, len(plain))
	cipher.NewCBCEncrypter(block, key[:16]).CryptBlocks(out, plain)
	return base64.StdEncoding.EncodeToString(out)
}

func framed(message, receiveID string) []byte {
	frame := append(make([]byte, 16), binary.BigEndian.AppendUint32(nil, uint32(len(message)))...)
	frame = append(append(frame, message...), receiveID...)
	pad := 32 - len(frame)%32
	return append(frame, []byte(strings.Repeat(string(rune(pad)), pad))...)
}

// TestNoPaddingOracle: to a sender without a right signature every failure to
// decrypt looks the same, so that answers tell nothing of the plaintext. With
// AllowUnsigned such pushes are decrypted.
func TestNoPaddingOracle(t *testing.T) {
	right := framed(push, "wx1")
	badPadding := append([]byte{}, right...)
	badPadding[len(badPadding)-1] = 77
	badLength := framed(push, "wx1")
	badLength[16] = 0xff
	failures := map[string]string{
		"no base64":         "%%%%",
		"no whole blocks":   base64.StdEncoding.EncodeToString(right[:33]),
		"wrong padding":     sealed(t, badPadding),
		"wrong length":      sealed(t, badLength),
		"too short":         sealed(t, []byte(strings.Repeat("\x20", 32))),
		"another receiveid": sealed(t, framed(push, "wx2")),
		"no receiveid":      sealed(t, framed(push, "")),
		"an empty message":  sealed(t, framed("", "wx1")),
		"no message":        sealed(t, framed("garbage", "wx1")),
		"half a message":    sealed(t, framed("<xml><a>", "wx1")),
	}
	for _, platform := range []callback.Platform{callback.MP, callback.Work} {
		s, _ := server(t, account(t, platform, callback.Safe))
		s.AllowUnsigned = true
		body := func(encrypt string) string {
			return "<xml><ToUserName>gh_1</ToUserName><Encrypt>" + encrypt + "</Encrypt></xml>"
		}
		if w := do(s, "POST", "/?encrypt_type=aes", body(sealed(t, right))); w.Code != 200 {
			t.Fatalf("%s: a whole push: %d %s", platform, w.Code, w.Body)
		}
		for name, encrypt := range failures {
			w := do(s, "POST", "/?encrypt_type=aes&msg_signature=0&timestamp=1&nonce=1", body(encrypt))
			if w.Code != 400 || w.Body.String() != "Bad Request\n" {
				t.Errorf("%s: %s: %d %q", platform, name, w.Code, w.Body)
			}
		}
	}
}
