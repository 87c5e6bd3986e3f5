package wxcrypt

import (
	"bytes"
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
	start, length := len(dst), 0
	for _, part := range parts {
		length += len(part)
	}
	if length > max(signatureRoom, cap(dst)-start) {
		sum := longDigest(parts...)
		return hex.AppendEncode(dst, sum[:])
	}
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
	return sameDigest(got, AppendSignature(room[:0], parts...))
}

func sameDigest(got string, want []byte) bool {
	var digest [2 * sha1.Size]byte
	return len(got) == len(digest) && subtle.ConstantTimeCompare(append(digest[:0], got...), want) == 1
}

// signatureRoom is how many bytes of signed parts fit on the stack: those of most
// messages.
const signatureRoom = 2048

// AppendMsgSignature appends msg_signature, which is Signature of the four parts,
// to dst. It allocates nothing for Encrypt values of up to some 1,900 bytes.
func AppendMsgSignature(dst []byte, token, timestamp, nonce string, encrypt []byte) []byte {
	var room [signatureRoom]byte
	short := append(append(append(room[:0], token...), timestamp...), nonce...)
	t, n := len(token), len(token)+len(timestamp)
	sorted := [4][]byte{short[:t], short[t:n], short[n:], encrypt}
	for i := 1; i < len(sorted); i++ {
		for j := i; j > 0 && bytes.Compare(sorted[j], sorted[j-1]) < 0; j-- {
			sorted[j], sorted[j-1] = sorted[j-1], sorted[j]
		}
	}
	if len(short)+len(encrypt) > signatureRoom {
		sum := longDigest(sorted[:]...)
		return hex.AppendEncode(dst, sum[:])
	}
	joined := short[len(short):]
	for _, part := range sorted {
		joined = append(joined, part...)
	}
	sum := sha1.Sum(joined)
	return hex.AppendEncode(dst, sum[:])
}

// VerifyMsgSignature is [VerifySignature] of the four parts of a msg_signature.
func VerifyMsgSignature(got, token, timestamp, nonce string, encrypt []byte) bool {
	var room [2 * sha1.Size]byte
	return sameDigest(got, AppendMsgSignature(room[:0], token, timestamp, nonce, encrypt))
}
