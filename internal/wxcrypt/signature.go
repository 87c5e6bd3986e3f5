package wxcrypt

import (
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
)

// Signature returns the lower-case hexadecimal SHA-1 (40 characters) of parts,
// sorted byte-wise and joined. For signature the parts are Token, timestamp and
// nonce; for msg_signature the Encrypt value (or WeCom's echostr) is a fourth.
func Signature(parts ...string) string {
	return string(AppendSignature(nil, parts...))
}

// AppendSignature appends Signature(parts...) to dst. It allocates nothing when
// dst has room for the joined parts and there are at most four of them.
func AppendSignature(dst []byte, parts ...string) []byte {
	var room [4]string
	sorted := append(room[:0], parts...)
	for i := 1; i < len(sorted); i++ {
		for j := i; j > 0 && sorted[j] < sorted[j-1]; j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	return AppendDigest(dst, sorted...)
}

// AppendDigest appends the hexadecimal SHA-1 of parts joined in the order given.
// No platform signs this way; it exists to recognise those who forgot to sort.
func AppendDigest(dst []byte, parts ...string) []byte {
	start := len(dst)
	for _, part := range parts {
		dst = append(dst, part...)
	}
	sum := sha1.Sum(dst[start:])
	return hex.AppendEncode(dst[:start], sum[:])
}

// VerifySignature reports whether got is Signature(parts...), compared in
// constant time. Upper-case hexadecimal is not accepted: the platform sends
// lower case and expects it.
func VerifySignature(got string, parts ...string) bool {
	var room [512]byte
	want := AppendSignature(room[:0], parts...)
	return subtle.ConstantTimeCompare([]byte(got), want) == 1
}
