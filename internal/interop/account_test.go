package interop

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// account is the account of both sides of a test.
type account struct{ platform, token, key, id string }

// The last character of the key has spare bits set, as in real keys.
var (
	official = account{"mp", "interopToken2026", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx1a2b3c4d5e6f7081"}
	corp     = account{"work", "corpInterop", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "ww5823bf96d3bd56c7"}
)

func (a account) flags() []string {
	return []string{"--platform", a.platform, "--token", a.token, "--encoding-aes-key", a.key, "--app-id", a.id}
}

func (a account) aesKey(t *testing.T) []byte {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(a.key + "=")
	if err != nil || len(key) != 32 {
		t.Fatalf("key %q: %d bytes, %v", a.key, len(key), err)
	}
	return key
}

// sign returns the signature of the platform, independently of wxtool.
func sign(parts ...string) string {
	parts = slices.Clone(parts)
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

func randomText(rng *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[rng.IntN(len(letters))]
	}
	return string(b)
}
