package wxcrypt

import (
	"bytes"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/hex"
)

// Signature sorts parts byte-wise, joins them and returns their SHA-1 as 40 lower-case
// hexadecimal digits. The parts of signature are Token, timestamp and nonce;
// msg_signature also has the Encrypt value (or the echostr of WeCom).
func Signature(parts ...string) string {
	return string(AppendSignature(nil, parts...))
}

// AppendSignature appends Signature(parts...) to dst. It does not allocate if dst has
// room for the joined parts and there are at most four.
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

// AppendDigest appends the hexadecimal SHA-1 of parts joined in the given order. No
// platform signs this way; wxtool uses it to detect signers that do not sort.
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

// VerifySignature reports whether got is equal to Signature(parts...). It compares in
// constant time. Upper-case hexadecimal is rejected, because the platform uses lower
// case.
func VerifySignature(got string, parts ...string) bool {
	var room [512]byte
	return sameDigest(got, AppendSignature(room[:0], parts...))
}

func sameDigest[T string | []byte](got T, want []byte) bool {
	var digest [2 * sha1.Size]byte
	return len(got) == len(digest) && subtle.ConstantTimeCompare(append(digest[:0], got...), want) == 1
}

// signatureRoom is the size of the stack buffer for signed parts. It is large enough
// for most messages.
const signatureRoom = 2048

// AppendMsgSignature appends the msg_signature, which is Signature of the four parts,
// to dst. It does not allocate for Encrypt values of up to about 1,900 bytes.
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
func VerifyMsgSignature[T string | []byte](got T, token, timestamp, nonce string, encrypt []byte) bool {
	var room [2 * sha1.Size]byte
	return sameDigest(got, AppendMsgSignature(room[:0], token, timestamp, nonce, encrypt))
}
