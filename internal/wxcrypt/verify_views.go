package wxcrypt

import (
	"bytes"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
)

// VerifyViews is [VerifySignature] of the Token and up to three parts, as they are in
// a buffer of the caller: it needs no strings.
func VerifyViews(got []byte, token string, parts ...[]byte) bool {
	var room [2 * sha1.Size]byte
	if len(got) != len(room) {
		return false
	}
	size := len(token)
	for _, part := range parts {
		size += len(part)
	}
	want := room[:0]
	switch {
	case size <= 128: // mostly signature
		var joined [128]byte
		want = appendSorted(want, joined[:0], token, parts)
	case size <= signatureRoom: // mostly msg_signature
		var joined [signatureRoom]byte
		want = appendSorted(want, joined[:0], token, parts)
	default:
		want = appendSorted(want, make([]byte, 0, size), token, parts)
	}
	return subtle.ConstantTimeCompare(got, want) == 1
}

// appendSorted appends the signature of the Token and the parts, which it joins in a
// buffer with sufficient room.
func appendSorted(dst, joined []byte, token string, parts [][]byte) []byte {
	var room [3][]byte
	sorted := append(room[:0], parts...)
	for i := 1; i < len(sorted); i++ {
		for j := i; j > 0 && bytes.Compare(sorted[j], sorted[j-1]) < 0; j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	at := 0
	for ; at < len(sorted) && string(sorted[at]) < token; at++ {
		joined = append(joined, sorted[at]...)
	}
	joined = append(joined, token...)
	for _, part := range sorted[at:] {
		joined = append(joined, part...)
	}
	sum := sha1.Sum(joined)
	return hex.AppendEncode(dst, sum[:])
}
