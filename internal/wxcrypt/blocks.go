package wxcrypt

import (
	"crypto/aes"
	"fmt"
)

// EncryptBlocks encrypts plaintext as it is, without frame and padding, and appends the
// ciphertext to dst. It is for tests of other implementations, which need broken frames;
// [Key.Seal] is for messages. The length must be a multiple of 16; the error unwraps to
// ErrBuffer.
func (k *Key) EncryptBlocks(dst, plaintext []byte) ([]byte, error) {
	if len(plaintext)%aes.BlockSize != 0 {
		return dst, fmt.Errorf("plaintext: %d bytes are not a multiple of the 16-byte block: %w", len(plaintext), ErrBuffer)
	}
	start := len(dst)
	dst = append(dst, plaintext...)
	mode := k.encrypter()
	mode.CryptBlocks(dst[start:], dst[start:])
	k.enc.Put(mode)
	return dst, nil
}
