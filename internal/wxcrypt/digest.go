package wxcrypt

import "crypto/sha1"

// longDigest is the SHA-1 of parts joined in the order given. It needs no copy of
// them, however long they are; a caller who has room on the stack for short ones
// needs no allocation at all without it.
func longDigest[T string | []byte](parts ...T) (sum [sha1.Size]byte) {
	h, block := sha1.New(), make([]byte, 4096)
	for _, part := range parts {
		for len(part) > 0 {
			n := copy(block, part)
			h.Write(block[:n])
			part = part[n:]
		}
	}
	h.Sum(sum[:0])
	return sum
}
