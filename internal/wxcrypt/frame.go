package wxcrypt

import (
	"crypto/aes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

const (
	randomSize = 16
	headSize   = randomSize + 4
	padBlock   = 32

	maxKept = 64 << 10 // bytes of a buffer that is kept
)

// Frame is the plaintext inside an Encrypt value. Random is 16 arbitrary bytes, which
// need not be text. Message is the XML, JSON or echostr, unchanged. ReceiveID is the
// appid, corpid or suite id; it may be empty.
type Frame struct {
	Random    [randomSize]byte
	Message   []byte
	ReceiveID string
}

// CheckReceiveID returns a *ReceiveIDError if the frame has another receiveid.
func (f *Frame) CheckReceiveID(want string) error {
	if f.ReceiveID == want {
		return nil
	}
	return &ReceiveIDError{Found: f.ReceiveID, Want: want}
}

// View is a frame inside a buffer of the caller.
type View struct {
	Random             [randomSize]byte
	Message, ReceiveID []byte
}

// SealedLen returns the length of f's Encrypt value.
func (f *Frame) SealedLen() int {
	size := headSize + len(f.Message) + len(f.ReceiveID)
	return base64.StdEncoding.EncodedLen(size + padBlock - size%padBlock)
}

// Seal appends f's Encrypt value (standard base64 with padding) to dst. It
// does not allocate if dst has room for it.
func (k *Key) Seal(dst []byte, f *Frame) []byte {
	mode := k.encrypter()
	dst = base64.StdEncoding.AppendEncode(dst, mode.seal(f))
	k.enc.Put(mode)
	return dst
}

// SealString is [Key.Seal] as a string.
func (k *Key) SealString(f *Frame) string {
	mode := k.encrypter()
	text := base64.StdEncoding.AppendEncode(mode.text[:0], mode.seal(f))
	sealed := string(text)
	if mode.text = nil; cap(text) <= maxKept {
		mode.text = text
	}
	k.enc.Put(mode)
	return sealed
}

// seal builds and encrypts a frame in m's buffer. The plaintext does not stay there.
func (m *encrypter) seal(f *Frame) []byte {
	pad := padBlock - (headSize+len(f.Message)+len(f.ReceiveID))%padBlock
	buf := append(m.buf[:0], f.Random[:]...)
	buf = binary.BigEndian.AppendUint32(buf, uint32(len(f.Message)))
	buf = append(buf, f.Message...)
	buf = append(buf, f.ReceiveID...)
	for range pad {
		buf = append(buf, byte(pad))
	}
	m.CryptBlocks(buf, buf)
	if m.buf = nil; cap(buf) <= maxKept {
		m.buf = buf
	}
	return buf
}

// Open decrypts an Encrypt value. It does not compare the receiveid; see
// [Frame.CheckReceiveID]. Errors unwrap to ErrBase64, ErrPadding or ErrBuffer.
func (k *Key) Open(encrypt []byte) (*Frame, error) {
	f := new(Frame) // this function is inlined, so that f can be on the stack of the caller
	if err := k.open(f, encrypt); err != nil {
		return nil, err
	}
	return f, nil
}

func (k *Key) open(f *Frame, encrypt []byte) error {
	_, v, err := k.AppendOpen(nil, encrypt)
	if err == nil {
		f.Random, f.Message, f.ReceiveID = v.Random, v.Message, k.receiveID(v.ReceiveID)
	}
	return err
}

// AppendOpen is [Key.Open], but appends the frame to dst. It returns the extended
// buffer, to which the view points. It does not allocate if dst has room for three
// quarters of the Encrypt value.
func (k *Key) AppendOpen(dst, encrypt []byte) ([]byte, View, error) {
	start := len(dst)
	dst, err := base64.StdEncoding.AppendDecode(slices.Grow(dst, len(encrypt)/4*3), encrypt)
	if err != nil {
		return dst[:start], View{}, fmt.Errorf("ciphertext: %s: %w", base64Fault(string(encrypt), err), ErrBase64)
	}
	buf := dst[start:]
	if len(buf) == 0 || len(buf)%aes.BlockSize != 0 {
		return dst[:start], View{}, fmt.Errorf("ciphertext: %d bytes are not a multiple of the 16-byte block, so it was truncated or damaged: %w", len(buf), ErrPadding)
	}
	mode := k.decrypter()
	mode.CryptBlocks(buf, buf)
	k.dec.Put(mode)
	v, err := parseFrame(buf)
	return dst, v, err
}

func parseFrame(buf []byte) (View, error) {
	buf, ok := unpad(buf)
	if !ok {
		return View{}, fmt.Errorf("ciphertext: the padding is wrong, so it was encrypted with another EncodingAESKey or is damaged: %w", ErrPadding)
	}
	if len(buf) < headSize {
		return View{}, fmt.Errorf("frame: %d bytes are too few for 16 random bytes and a length: %w", len(buf), ErrBuffer)
	}
	size := binary.BigEndian.Uint32(buf[randomSize:headSize])
	rest := buf[headSize:]
	if uint64(size) > uint64(len(rest)) {
		return View{}, fmt.Errorf("frame: the message length is %d but %d bytes are left; most likely the EncodingAESKey is another one: %w", size, len(rest), ErrBuffer)
	}
	v := View{Message: rest[:size:size], ReceiveID: rest[size:len(rest):len(rest)]}
	copy(v.Random[:], buf)
	return v, nil
}

// unpad removes PKCS #7 padding of 1 to 32 bytes.
func unpad(buf []byte) ([]byte, bool) {
	pad := int(buf[len(buf)-1])
	if pad < 1 || pad > padBlock || pad > len(buf) {
		return nil, false
	}
	cut := len(buf) - pad
	for _, b := range buf[cut:] {
		if int(b) != pad {
			return nil, false
		}
	}
	return buf[:cut], true
}

// base64Fault describes the usual reason why a value is not base64.
func base64Fault(s string, err error) string {
	switch {
	case strings.Contains(s, " "):
		return "has spaces where + should be, so it went through a URL or form decoder"
	case strings.ContainsAny(s, "-_"):
		return "uses the URL-safe alphabet (- and _) instead of + and /"
	case strings.Contains(s, "%"):
		return "is still percent-encoded"
	case len(s)%4 != 0:
		return fmt.Sprintf("has %d characters, not a multiple of 4, so it was truncated", len(s))
	}
	return err.Error()
}
