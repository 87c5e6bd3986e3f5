package wxcrypt

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// KeyChars is the length of an EncodingAESKey.
const KeyChars = 43

// Key is a decoded EncodingAESKey. It is safe for concurrent use.
type Key struct {
	bytes    [32]byte
	block    cipher.Block
	enc, dec sync.Pool // of *encrypter and cipher.BlockMode; modes are expensive to create
	id       atomic.Pointer[string]
}

// ParseKey decodes an EncodingAESKey: 43 characters of base64 for 32 bytes. It
// ignores the two surplus bits of the last character, as the platform does; they are
// set in the official sample key. The error unwraps to ErrKeyLength and does not
// contain the key.
func ParseKey(encodingAESKey string) (*Key, error) {
	if why := keyFault(encodingAESKey); why != "" {
		return nil, fmt.Errorf("EncodingAESKey: %s: %w", why, ErrKeyLength)
	}
	k := new(Key)
	n, err := base64.RawStdEncoding.Decode(k.bytes[:], []byte(encodingAESKey))
	if err != nil || n != len(k.bytes) {
		return nil, fmt.Errorf("EncodingAESKey: does not decode to 32 bytes: %w", ErrKeyLength)
	}
	if k.block, err = aes.NewCipher(k.bytes[:]); err != nil {
		return nil, fmt.Errorf("EncodingAESKey: %w", err)
	}
	return k, nil
}

func keyFault(s string) string {
	switch {
	case s == "":
		return "is empty"
	case strings.TrimSpace(s) != s:
		return fmt.Sprintf("has spaces or line ends around its %d characters", len(strings.TrimSpace(s)))
	case len(s) == KeyChars+1 && strings.HasSuffix(s, "="):
		return "ends in =, which the console's 43 characters do not have"
	case len(s) != KeyChars:
		return fmt.Sprintf("has %d characters instead of 43", len([]rune(s)))
	}
	if i := strings.IndexFunc(s, notBase64); i >= 0 {
		return fmt.Sprintf("character %d is outside A-Z a-z 0-9", i+1)
	}
	return ""
}

func notBase64(r rune) bool {
	return !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '+' || r == '/')
}

// Equal reports whether both keys are the same 32 bytes. Four EncodingAESKeys, with
// different surplus bits, decode to the same key.
func (k *Key) Equal(other *Key) bool {
	return subtle.ConstantTimeCompare(k.bytes[:], other.bytes[:]) == 1
}

func (k *Key) iv() []byte { return k.bytes[:aes.BlockSize] }

// encrypter is a block mode with buffers, which hold no plaintext when it is pooled.
type encrypter struct {
	cipher.BlockMode
	buf  []byte // a frame
	text []byte // its base64
}

// receiveID returns id as a string. Frames of one key usually have the same.
func (k *Key) receiveID(id []byte) string {
	if last := k.id.Load(); last != nil && *last == string(id) {
		return *last
	}
	text := string(id)
	k.id.Store(&text)
	return text
}

func (k *Key) encrypter() *encrypter {
	if used, _ := k.enc.Get().(*encrypter); used != nil && k.reset(used.BlockMode) != nil {
		return used
	}
	return &encrypter{BlockMode: cipher.NewCBCEncrypter(k.block, k.iv())}
}

func (k *Key) decrypter() cipher.BlockMode {
	if mode := k.reset(k.dec.Get()); mode != nil {
		return mode
	}
	return cipher.NewCBCDecrypter(k.block, k.iv())
}

// reset prepares a used block mode for the next frame. It returns nil if the mode has
// no SetIV method: the modes of the standard library have one, but the interface
// cipher.BlockMode does not.
func (k *Key) reset(pooled any) cipher.BlockMode {
	mode, ok := pooled.(interface {
		cipher.BlockMode
		SetIV([]byte)
	})
	if !ok {
		return nil
	}
	mode.SetIV(k.iv())
	return mode
}
