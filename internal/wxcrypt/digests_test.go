package wxcrypt

import (
	"bytes"
	"crypto/sha1"
	"testing"
)

// TestDigests: texts of all lengths around the ends of blocks have the digest of sha1.Sum
// and no other one, by the encoded state and without it.
func TestDigests(t *testing.T) {
	d := NewDigests()
	if d.state == nil {
		t.Error("the encoded state of SHA-1 is not known: Digests is slow")
	}
	plain := &Digests{}
	text := bytes.Repeat([]byte("tok3n1735689600&"), 20)
	for n := range text {
		sum := sha1.Sum(text[:n])
		for _, digests := range []*Digests{d, plain} {
			if !digests.Is(&sum, text[:n]) {
				t.Fatalf("%d bytes: a right digest is wrong", n)
			}
			for i := range sum {
				other := sum
				other[i] ^= 1
				if digests.Is(&other, text[:n]) {
					t.Fatalf("%d bytes: a digest with another byte %d is right", n, i)
				}
			}
		}
	}
}
