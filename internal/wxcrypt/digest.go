package wxcrypt

import "crypto/sha1"

// longDigest returns the SHA-1 of parts joined in the given order. It does not copy
// the parts. For short parts, callers join them on the stack instead, which avoids
// the allocation here.
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
