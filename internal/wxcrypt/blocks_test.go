package wxcrypt_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"testing"

	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// TestEncryptBlocks compares with the second implementation, and with Seal before and
// after, as they share their block modes.
func TestEncryptBlocks(t *testing.T) {
	key := wxtest.MustKey(wxtest.Key)
	for _, plaintext := range [][]byte{{}, make([]byte, 16), bytes.Repeat([]byte("0123456789abcdef"), 5), wxtest.Frame("aaaabbbbccccdddd", "hello", "wx1")} {
		got, err := key.EncryptBlocks([]byte("dst"), plaintext)
		if err != nil {
			t.Fatal(err)
		}
		if want := wxtest.EncryptBlocks(wxtest.Key, plaintext); string(got[:3]) != "dst" || base64.StdEncoding.EncodeToString(got[3:]) != want {
			t.Errorf("%d bytes: %x, want dst and %s", len(plaintext), got, want)
		}
		if got, want := key.SealString(&wxcrypt.Frame{Message: []byte("hello")}), wxtest.Encrypt(wxtest.Key, string(make([]byte, 16)), "hello", ""); got != want {
			t.Errorf("Seal after %d bytes: %s, want %s", len(plaintext), got, want)
		}
	}
	got, err := key.EncryptBlocks([]byte("dst"), make([]byte, 17))
	if string(got) != "dst" || !errors.Is(err, wxcrypt.ErrBuffer) {
		t.Errorf("17 bytes: %q, %v", got, err)
	}
}
