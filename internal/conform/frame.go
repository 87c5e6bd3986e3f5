package conform

import (
	"bytes"
	"crypto/aes"
	"encoding/base64"
	"encoding/binary"
	"io"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/push"
	"wxtool/internal/wxcrypt"
)

// padBlock is the block of the padding, which is not that of AES.
const padBlock = 32

// frame is the plaintext of an Encrypt value, of which a case changes parts. As it is
// made, it is right.
type frame struct {
	key       *wxcrypt.Key
	random    [16]byte
	length    uint32 // as it is written
	message   []byte
	receiveID string
	padding   func(unpadded int) []byte
}

func newFrame(a *callback.Account, random [16]byte, msg []byte) *frame {
	return &frame{key: a.Key, random: random, length: uint32(len(msg)), message: bytes.Clone(msg), receiveID: a.ReceiveID, padding: pkcs7}
}

func pkcs7(unpadded int) []byte { return padOf(padBlock - unpadded%padBlock) }

// padOf is n bytes with the value n.
func padOf(n int) []byte { return bytes.Repeat([]byte{byte(n)}, n) }

// unpadded is the frame before its padding.
func (f *frame) unpadded() []byte {
	b := binary.BigEndian.AppendUint32(f.random[:], f.length)
	return append(append(b, f.message...), f.receiveID...)
}

// fill adds line ends after the message until a padding of n bytes fits a multiple of the
// block. XML and JSON allow white space there.
func (f *frame) fill(n, block int) {
	for (len(f.unpadded())+n)%block != 0 {
		f.message = append(f.message, '\n')
		f.length++
	}
}

// ciphertext encrypts the frame.
func (f *frame) ciphertext() ([]byte, error) {
	plaintext := f.unpadded()
	return f.key.EncryptBlocks(nil, append(plaintext, f.padding(len(plaintext))...))
}

// seal is the Encrypt value of the frame.
func (f *frame) seal() (string, error) {
	ciphertext, err := f.ciphertext()
	return base64.StdEncoding.EncodeToString(ciphertext), err
}

// cut is the Encrypt value of a part of the ciphertext.
func (f *frame) cut(part func(ciphertext []byte) []byte) (string, error) {
	ciphertext, err := f.ciphertext()
	if err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(part(ciphertext)), nil
}

// otherKey is a random key.
func otherKey(random io.Reader) (*wxcrypt.Key, error) {
	var b [2 * aes.BlockSize]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return nil, err
	}
	return wxcrypt.ParseKey(base64.RawStdEncoding.EncodeToString(b[:]))
}

// sealedPush is a push in safe mode, whose Encrypt value a case replaces. Its envelope has
// no plain part, also in compatible mode.
type sealedPush struct {
	*frame
	trial   *Trial
	push    *push.Push
	stamp   callback.Stamp
	signed  *callback.Signed
	encrypt []byte // the right value
}

// sealedSafe makes the control push in safe mode.
func (t *Trial) sealedSafe() (*sealedPush, error) {
	p, err := t.Message()
	if err != nil {
		return nil, err
	}
	return t.sealSafe(p)
}

func (t *Trial) sealSafe(p *push.Push) (*sealedPush, error) {
	stamp, err := t.Client.Stamp()
	if err != nil {
		return nil, err
	}
	p.Account.Mode = callback.Safe
	s := &sealedPush{frame: newFrame(&p.Account, stamp.Random, p.Message), trial: t, push: p, stamp: stamp}
	if s.signed, err = p.Seal(stamp); err != nil {
		return nil, err
	}
	var e callback.Envelope
	if err := e.Read(s.signed.Body); err != nil {
		return nil, err
	}
	s.encrypt = e.Encrypt()
	return s, nil
}

// request is the push with another Encrypt value, rightly signed.
func (s *sealedPush) request(encrypt string) exchange.Request {
	query := append(callback.Query(nil), s.signed.Query...)
	right := s.push.Account.PushParams(s.stamp, encrypt).Get(callback.SchemeMsgSignature)
	for i, p := range query {
		if p.Name == callback.SchemeMsgSignature {
			query[i].Value = right
		}
	}
	return deliver.Post(query.AddTo(s.trial.URL), s.signed.ContentType, s.body(encrypt))
}

// body is the body of the push with another Encrypt value.
func (s *sealedPush) body(encrypt string) []byte {
	return bytes.Replace(s.signed.Body, s.encrypt, []byte(encrypt), 1)
}
