package wxcrypt_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

func TestParseKey(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"official, surplus bits set": {wxtest.Key, ""},
		"canonical":                  {wxtest.ZeroKey, ""},
		"empty":                      {"", "is empty"},
		"short":                      {wxtest.Key[:42], "has 42 characters instead of 43"},
		"long":                       {wxtest.Key + "xy", "has 45 characters instead of 43"},
		"padded":                     {wxtest.Key + "=", "ends in ="},
		"line end":                   {wxtest.Key + "\n", "has spaces or line ends around its 43 characters"},
		"line end inside":            {wxtest.Key[:20] + "\n" + wxtest.Key[21:], "character 21 is outside"},
		"URL alphabet":               {"-" + wxtest.Key[1:], "character 1 is outside"},
		"one more character":         {wxtest.Key + "x", "has 44 characters instead of 43"},
		"padded and short":           {wxtest.Key[:20] + "=", "has 21 characters instead of 43"},
		"+ and /":                    {"+/" + wxtest.Key[2:], ""},
		"Chinese":                    {strings.Repeat("密", 14), "has 14 characters instead of 43"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := wxcrypt.ParseKey(tt.in)
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, wxcrypt.ErrKeyLength) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("err = %v, want ErrKeyLength with %q", err, tt.want)
			}
			if len(tt.in) > 8 && strings.Contains(err.Error(), tt.in[:8]) {
				t.Errorf("the error holds the key: %v", err)
			}
		})
	}
}

func TestFourSpellingsAreOneKey(t *testing.T) {
	first := wxtest.MustKey(wxtest.Key) // C = 000010: surplus bits 10
	for _, last := range "ABCD" {
		if !first.Equal(wxtest.MustKey(wxtest.Key[:42] + string(last))) {
			t.Errorf("…%c is another key", last)
		}
	}
	if first.Equal(wxtest.MustKey(wxtest.Key[:42] + "E")) {
		t.Error("…E is the same key")
	}
}

func TestOpenBroken(t *testing.T) {
	full := func(n int, b byte) []byte { return bytes.Repeat([]byte{b}, n) }
	seal := func(buf []byte) []byte { return []byte(wxtest.EncryptBlocks(wxtest.Key, buf)) }
	tests := map[string]struct {
		in   []byte
		is   error
		want string
	}{
		"empty":               {nil, wxcrypt.ErrPadding, "0 bytes"},
		"spaces":              {[]byte("ab d"), wxcrypt.ErrBase64, "spaces where + should be"},
		"URL-safe":            {[]byte("ab-_"), wxcrypt.ErrBase64, "URL-safe"},
		"percent":             {[]byte("abc%3D"), wxcrypt.ErrBase64, "percent-encoded"},
		"cut base64":          {[]byte("abcde"), wxcrypt.ErrBase64, "truncated"},
		"illegal character":   {[]byte("ab!d"), wxcrypt.ErrBase64, "illegal base64 data at input byte 2"},
		"one byte":            {[]byte("AA=="), wxcrypt.ErrPadding, "1 bytes"},
		"ragged":              {[]byte(base64.StdEncoding.EncodeToString(full(33, 1))), wxcrypt.ErrPadding, "33 bytes"},
		"pad 0":               {seal(full(32, 0)), wxcrypt.ErrPadding, "padding"},
		"pad 33":              {seal(full(48, 33)), wxcrypt.ErrPadding, "padding"},
		"pad longer than all": {seal(full(16, 32)), wxcrypt.ErrPadding, "padding"},
		"pad uneven":          {seal(append(full(31, 9), 2)), wxcrypt.ErrPadding, "padding"},
		"only padding":        {seal(full(32, 32)), wxcrypt.ErrBuffer, "0 bytes are too few"},
		"length too large":    {seal(append(append(full(16, 'r'), 0xff, 0xff, 0xff, 0xff), full(12, 12)...)), wxcrypt.ErrBuffer, "4294967295"},
	}
	key := wxtest.MustKey(wxtest.Key)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := key.Open(tt.in)
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("err = %v, want %v with %q", err, tt.is, tt.want)
			}
		})
	}
}

func TestOtherKeyIsNamed(t *testing.T) {
	sealed := wxtest.MustKey(wxtest.Key).Seal(nil, &wxcrypt.Frame{Message: []byte("hello"), ReceiveID: "wx1"})
	_, err := wxtest.MustKey(wxtest.ZeroKey).Open(sealed)
	if err == nil || !strings.Contains(err.Error(), "another EncodingAESKey") {
		t.Fatalf("err = %v", err)
	}
}

func TestCheckReceiveID(t *testing.T) {
	frame := &wxcrypt.Frame{ReceiveID: "wwA"}
	if err := frame.CheckReceiveID("wwA"); err != nil {
		t.Error(err)
	}
	err := frame.CheckReceiveID("wwB")
	var id *wxcrypt.ReceiveIDError
	if !errors.As(err, &id) || *id != (wxcrypt.ReceiveIDError{Found: "wwA", Want: "wwB"}) || !errors.Is(err, wxcrypt.ErrReceiveID) {
		t.Errorf("err = %v", err)
	}
}

func TestCode(t *testing.T) {
	err := error(&wxcrypt.ReceiveIDError{Found: "wwA", Want: ""})
	code, ok := wxcrypt.Code(err)
	if code != -40005 || !ok {
		t.Errorf("code = %d, %t", code, ok)
	}
	if !strings.Contains(err.Error(), `found "wwA", want an empty receiveid`) {
		t.Error(err)
	}
	for size, shown := range map[int]string{64: `found "` + strings.Repeat("a", 64) + `", want`, 65: `found "` + strings.Repeat("a", 64) + `"… (65 bytes), want`} {
		long := &wxcrypt.ReceiveIDError{Found: strings.Repeat("a", size), Want: "ww1"}
		if !strings.Contains(long.Error(), shown) {
			t.Errorf("%d bytes: %v", size, long)
		}
	}
	if _, ok := wxcrypt.Code(errors.New("other")); ok {
		t.Error("an error of another package has a code")
	}
}

func FuzzOpen(f *testing.F) {
	key := wxtest.MustKey(wxtest.Key)
	f.Add([]byte("P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="), []byte("m"))
	f.Add([]byte(""), []byte(""))
	f.Add([]byte("AAAAAAAAAAAAAAAAAAAAAA=="), bytes.Repeat([]byte("x"), 12))
	f.Fuzz(func(t *testing.T, encrypt, message []byte) {
		if frame, err := key.Open(encrypt); err == nil {
			again, err := key.Open(key.Seal(nil, frame))
			if err != nil || !bytes.Equal(again.Message, frame.Message) || again.ReceiveID != frame.ReceiveID {
				t.Fatalf("opened %q, sealed and opened: %v %v", encrypt, again, err)
			}
		} else if _, ok := wxcrypt.Code(err); !ok {
			t.Fatalf("an error without an official code: %v", err)
		}
		// As a raw frame, the same bytes reach the code after the padding check.
		sealed := key.Seal(nil, &wxcrypt.Frame{Message: message, ReceiveID: string(encrypt)})
		frame, err := key.Open(sealed)
		if err != nil || !bytes.Equal(frame.Message, message) || frame.ReceiveID != string(encrypt) {
			t.Fatalf("seal and open of %q: %v %v", message, frame, err)
		}
	})
}

func BenchmarkSign(b *testing.B) {
	encrypt := strings.Repeat("A", 400)
	buf := make([]byte, 0, 512)
	b.ReportAllocs()
	for b.Loop() {
		buf = wxcrypt.AppendSignature(buf[:0], "QDG6eK", "1409659813", "1372623149", encrypt)
	}
}

func BenchmarkSeal(b *testing.B) {
	key := wxtest.MustKey(wxtest.Key)
	frame := &wxcrypt.Frame{Message: bytes.Repeat([]byte("x"), 280), ReceiveID: "wx5823bf96d3bd56c7"}
	buf := make([]byte, 0, 1024)
	b.ReportAllocs()
	for b.Loop() {
		buf = key.Seal(buf[:0], frame)
	}
}

func BenchmarkOpen(b *testing.B) {
	key := wxtest.MustKey(wxtest.Key)
	sealed := key.Seal(nil, &wxcrypt.Frame{Message: bytes.Repeat([]byte("x"), 280), ReceiveID: "wx5823bf96d3bd56c7"})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := key.Open(sealed); err != nil {
			b.Fatal(err)
		}
	}
}
