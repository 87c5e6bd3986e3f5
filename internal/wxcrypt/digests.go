package wxcrypt

import (
	"crypto/sha1"
	"encoding"
	"encoding/binary"
	"hash"
)

// Digests compares a digest with those of many short texts. Like [AppendDigest], it is for
// detecting wrong signers, so its time may depend on all of them. It is not safe for
// concurrent use.
//
// For a short text, sha1.Sum needs about as long to make the last block and to write the
// digest as to hash. Digests makes whole blocks itself, so that the state of the hash after
// them is the digest, and reads it from the encoded state.
type Digests struct {
	hash   hash.Hash
	state  encoding.BinaryAppender // of hash; nil if its encoding is not known
	blocks []byte
	out    []byte
}

// NewDigests returns a Digests.
func NewDigests() *Digests {
	h := sha1.New()
	d := &Digests{hash: h}
	d.state, _ = h.(encoding.BinaryAppender)
	const known = "wxtool"
	if sum := sha1.Sum([]byte(known)); d.state != nil && !d.isFast(&sum, []byte(known)) {
		d.state = nil
	}
	return d
}

// Is reports whether digest is the SHA-1 of text.
func (d *Digests) Is(digest *[sha1.Size]byte, text []byte) bool {
	if d.state == nil {
		return sha1.Sum(text) == *digest
	}
	return d.isFast(digest, text)
}

// padding follows a text, up to the last eight bytes of a block.
const padding = "\x80" + sixteenZeros + sixteenZeros + sixteenZeros + sixteenZeros

const sixteenZeros = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

// isFast is Is by the encoded state: four bytes that identify the hash, the digest so far,
// and what is not yet hashed.
func (d *Digests) isFast(digest *[sha1.Size]byte, text []byte) bool {
	const from, to = 4, 4 + sha1.Size
	zeros := (2*sha1.BlockSize - 9 - len(text)%sha1.BlockSize) % sha1.BlockSize
	d.blocks = append(append(d.blocks[:0], text...), padding[:1+zeros]...)
	d.blocks = binary.BigEndian.AppendUint64(d.blocks, 8*uint64(len(text)))
	d.hash.Reset()
	d.hash.Write(d.blocks)
	out, err := d.state.AppendBinary(d.out[:0])
	d.out = out
	return err == nil && len(out) >= to && out[from] == digest[0] && [sha1.Size]byte(out[from:to]) == *digest
}
