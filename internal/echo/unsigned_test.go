package echo_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

func framed(message, receiveID string) []byte {
	return wxtest.Frame(strings.Repeat("\x00", 16), message, receiveID)
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
		"wrong padding":     wxtest.EncryptBlocks(wxtest.Key, badPadding),
		"wrong length":      wxtest.EncryptBlocks(wxtest.Key, badLength),
		"too short":         wxtest.EncryptBlocks(wxtest.Key, []byte(strings.Repeat("\x20", 32))),
		"another receiveid": wxtest.EncryptBlocks(wxtest.Key, framed(push, "wx2")),
		"no receiveid":      wxtest.EncryptBlocks(wxtest.Key, framed(push, "")),
		"an empty message":  wxtest.EncryptBlocks(wxtest.Key, framed("", "wx1")),
		"no message":        wxtest.EncryptBlocks(wxtest.Key, framed("garbage", "wx1")),
		"half a message":    wxtest.EncryptBlocks(wxtest.Key, framed("<xml><a>", "wx1")),
	}
	for _, platform := range []callback.Platform{callback.MP, callback.Work} {
		s, _ := server(t, account(platform, callback.Safe))
		s.AllowUnsigned = true
		body := func(encrypt string) string {
			return "<xml><ToUserName>gh_1</ToUserName><Encrypt>" + encrypt + "</Encrypt></xml>"
		}
		if w := do(s, "POST", "/?encrypt_type=aes", body(wxtest.EncryptBlocks(wxtest.Key, right))); w.Code != 200 {
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
