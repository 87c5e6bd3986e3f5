package wxtest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Digest is the SHA-1 of the parts joined in the order given, in hexadecimal.
func Digest(parts ...string) string {
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

// Signature is the Digest of the sorted parts.
func Signature(parts ...string) string {
	sorted := slices.Clone(parts)
	slices.Sort(sorted)
	return Digest(sorted...)
}

// Encrypt returns the Encrypt value of a message. random has 16 bytes.
func Encrypt(encodingAESKey, random, message, receiveID string) string {
	return EncryptBlocks(encodingAESKey, Frame(random, message, receiveID))
}

// Frame is the plaintext of an Encrypt value: random bytes, length, message,
// receiveid, and the padding to a multiple of 32 bytes.
func Frame(random, message, receiveID string) []byte {
	if len(random) != 16 {
		panic(fmt.Sprintf("wxtest: %d random bytes, want 16", len(random)))
	}
	frame := binary.BigEndian.AppendUint32([]byte(random), uint32(len(message)))
	frame = append(append(frame, message...), receiveID...)
	pad := 32 - len(frame)%32
	return append(frame, bytes.Repeat([]byte{byte(pad)}, pad)...)
}

// EncryptBlocks encrypts plaintext as it is, so that a test can make a frame that
// is invalid. Its length must be a multiple of 16.
func EncryptBlocks(encodingAESKey string, plaintext []byte) string {
	block, iv := blockOf(encodingAESKey)
	out := make([]byte, len(plaintext))
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, plaintext)
	return base64.StdEncoding.EncodeToString(out)
}

// Decrypt returns the message and the receiveid of an Encrypt value. It does not
// check the padding.
func Decrypt(encodingAESKey, encrypt string) (message, receiveID string) {
	block, iv := blockOf(encodingAESKey)
	buf, err := base64.StdEncoding.DecodeString(encrypt)
	if err != nil || len(buf) < 32 {
		panic(fmt.Sprintf("wxtest: %q is no Encrypt value: %v", encrypt, err))
	}
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(buf, buf)
	size := binary.BigEndian.Uint32(buf[16:20])
	rest := buf[20 : len(buf)-int(buf[len(buf)-1])]
	return string(rest[:size]), string(rest[size:])
}

// blockOf is AES with the 32 bytes of the key; their first 16 are the IV.
func blockOf(encodingAESKey string) (cipher.Block, []byte) {
	raw, err := base64.StdEncoding.DecodeString(encodingAESKey + "=")
	if err != nil {
		panic("wxtest: EncodingAESKey: " + err.Error())
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		panic("wxtest: EncodingAESKey: " + err.Error())
	}
	return block, raw[:aes.BlockSize]
}
