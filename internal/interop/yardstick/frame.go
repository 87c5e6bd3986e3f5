package yardstick

import (
	"bytes"
	"crypto/aes"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
)

const (
	randomSize = 16
	padding    = 32
)

var errFrame = errors.New("not a frame of this account")

// Encrypt appends the Encrypt value of a message to dst.
func (a *Account) Encrypt(s *Scratch, dst, random, message []byte) []byte {
	buf := append(s.frame[:0], random...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(message)))
	buf = append(buf, message...)
	buf = append(buf, a.ID...)
	pad := padding - len(buf)%padding
	for range pad {
		buf = append(buf, byte(pad))
	}
	s.frame = buf
	s.enc.SetIV(a.iv[:])
	s.enc.CryptBlocks(buf, buf)
	return base64.StdEncoding.AppendEncode(dst, buf)
}

// Decrypt returns the message of an Encrypt value, in s's memory.
func (a *Account) Decrypt(s *Scratch, encrypt []byte) ([]byte, error) {
	buf, err := base64.StdEncoding.AppendDecode(s.opened[:0], encrypt)
	s.opened = buf
	if err != nil || len(buf) < padding || len(buf)%aes.BlockSize != 0 {
		return nil, errFrame
	}
	s.dec.SetIV(a.iv[:])
	s.dec.CryptBlocks(buf, buf)
	pad := int(buf[len(buf)-1])
	if pad < 1 || pad > padding {
		return nil, errFrame
	}
	for _, b := range buf[len(buf)-pad:] {
		if int(b) != pad {
			return nil, errFrame
		}
	}
	rest := buf[randomSize+4 : len(buf)-pad]
	size := binary.BigEndian.Uint32(buf[randomSize:])
	if uint64(size) > uint64(len(rest)) || string(rest[size:]) != a.ID {
		return nil, errFrame
	}
	return rest[:size], nil
}

// sign returns the signature of the token, timestamp, nonce and, if there is one, the
// Encrypt value, in s's memory.
func (a *Account) sign(s *Scratch, timestamp, nonce, encrypt []byte) []byte {
	joined, parts := s.joined[:0], [4][]byte{a.token, timestamp, nonce, encrypt}
	count := 4
	if encrypt == nil {
		count = 3
	}
	for i := 1; i < count; i++ {
		for j := i; j > 0 && bytes.Compare(parts[j], parts[j-1]) < 0; j-- {
			parts[j], parts[j-1] = parts[j-1], parts[j]
		}
	}
	for _, part := range parts[:count] {
		joined = append(joined, part...)
	}
	s.joined = joined
	sum := sha1.Sum(joined)
	hex.Encode(s.digest[:], sum[:])
	return s.digest[:]
}

// signed reports whether got is that signature.
func (a *Account) signed(s *Scratch, got, timestamp, nonce, encrypt []byte) bool {
	return subtle.ConstantTimeCompare(a.sign(s, timestamp, nonce, encrypt), got) == 1
}
