// Package yardstick does what a callback server must do, in the fewest steps that the
// standard library allows. It is what wxtool's own code is measured against, and uses
// none of it.
//
// It is no server to use: it reads right messages in the usual form, answers text
// alone, and rejects anything else without a reason.
package yardstick

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"io"
	"sync"
	"time"
)

// Account is one callback configuration of an Official Account.
type Account struct {
	ID   string
	Rand io.Reader
	Now  func() time.Time

	token   []byte
	iv      [aes.BlockSize]byte
	block   cipher.Block
	scratch sync.Pool // of *Scratch
}

// New returns the account with an EncodingAESKey.
func New(token, id, encodingAESKey string, rand io.Reader, now func() time.Time) (*Account, error) {
	key, err := base64.RawStdEncoding.DecodeString(encodingAESKey)
	if err != nil {
		return nil, err
	}
	a := &Account{token: []byte(token), ID: id, Rand: rand, Now: now}
	copy(a.iv[:], key)
	if a.block, err = aes.NewCipher(key); err != nil {
		return nil, err
	}
	a.scratch.New = func() any { return a.NewScratch() }
	return a, nil
}

// Scratch is the memory of one request. It is used again for the next.
type Scratch struct {
	enc, dec  blockMode
	body      []byte // of the request
	opened    []byte // its frame
	plain     []byte // the reply
	sealed    []byte // its envelope
	frame     []byte // of the reply
	joined    []byte // the parts of a signature
	digest    [40]byte
	random    [64 * randomSize]byte // drawn in one call, used in pieces
	used      int
	timestamp []byte
}

// blockMode is a CBC mode that can begin anew. The modes of the standard library can,
// although their type does not say so.
type blockMode interface {
	cipher.BlockMode
	SetIV([]byte)
}

// NewScratch returns memory for one request at a time.
func (a *Account) NewScratch() *Scratch {
	s := &Scratch{
		enc: cipher.NewCBCEncrypter(a.block, a.iv[:]).(blockMode),
		dec: cipher.NewCBCDecrypter(a.block, a.iv[:]).(blockMode),
	}
	s.used = len(s.random)
	return s
}

// draw returns 16 random bytes.
func (a *Account) draw(s *Scratch) ([]byte, error) {
	if s.used == len(s.random) {
		if _, err := io.ReadFull(a.Rand, s.random[:]); err != nil {
			return nil, err
		}
		s.used = 0
	}
	s.used += randomSize
	return s.random[s.used-randomSize : s.used], nil
}
