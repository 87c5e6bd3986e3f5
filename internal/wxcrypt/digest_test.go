package wxcrypt_test

import (
	"runtime"
	"strings"
	"testing"

	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// TestLongParts: for parts of any length, the signature is the digest of the sorted
// and joined parts.
func TestLongParts(t *testing.T) {
	for _, n := range []int{0, 1, 400, 1900, 2000, 2047, 2048, 2049, 4095, 4096, 4097, 9000, 1 << 20} {
		encrypt := strings.Repeat("Ab+/", n/4+1)[:n]
		parts := []string{"QDG6eK", "1409659813", "1372623149", encrypt}
		if got := string(wxcrypt.AppendDigest([]byte("="), parts...)); got != "="+wxtest.Digest(parts...) {
			t.Errorf("%d bytes: AppendDigest %s", n, got)
		}
		want := wxtest.Signature(parts...)
		if got := wxcrypt.Signature(parts...); got != want {
			t.Errorf("%d bytes: Signature %s, want %s", n, got, want)
		}
		if !wxcrypt.VerifyMsgSignature(want, "QDG6eK", "1409659813", "1372623149", []byte(encrypt)) {
			t.Errorf("%d bytes: VerifyMsgSignature refuses", n)
		}
	}
}

// TestLongPartsAreNotCopied: signing ten megabytes takes a few kilobytes of memory.
func TestLongPartsAreNotCopied(t *testing.T) {
	text := strings.Repeat("x", 1<<20)
	encrypt := []byte(text)
	for name, sign := range map[string]func(){
		"VerifySignature":    func() { wxcrypt.VerifySignature("", "QDG6eK", "1409659813", "1372623149", text) },
		"VerifyMsgSignature": func() { wxcrypt.VerifyMsgSignature("", "QDG6eK", "1409659813", "1372623149", encrypt) },
		"AppendDigest":       func() { wxcrypt.AppendDigest(nil, "QDG6eK", "1409659813", text) },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 10 {
			sign()
		}
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 200_000 {
			t.Errorf("%s: %d bytes for ten", name, got)
		}
	}
}
