package wxcrypt

import (
	"errors"
	"fmt"
)

// Error is a kind of failure, as defined by the official libraries. Code is the code
// that they return (-40001 and so on), Name its name in their sources. Every error of
// this package wraps an Error.
type Error struct {
	Code int
	Name string
	text string
}

func (e *Error) Error() string { return fmt.Sprintf("%s (%d %s)", e.text, e.Code, e.Name) }

// The failures, one per official code. Compare with errors.Is.
var (
	ErrSignature = &Error{-40001, "ValidateSignatureError", "the signature does not match"}
	ErrParse     = &Error{-40002, "ParseXmlError", "the envelope cannot be read"}
	ErrKeyLength = &Error{-40004, "IllegalAesKey", "not an EncodingAESKey"}
	ErrReceiveID = &Error{-40005, "ValidateCorpidError", "the frame is for another receiveid"}
	ErrPadding   = &Error{-40007, "DecryptAESError", "the ciphertext cannot be decrypted"}
	ErrBuffer    = &Error{-40008, "IllegalBuffer", "the decrypted frame is broken"}
	ErrBase64    = &Error{-40010, "DecodeBase64Error", "not base64"}
)

// Code returns the official code of err. It reports false if err is not from this
// package.
func Code(err error) (int, bool) {
	var e *Error
	if errors.As(err, &e) {
		return e.Code, true
	}
	return 0, false
}

// ReceiveIDError means that a frame has another receiveid. It unwraps to
// ErrReceiveID.
type ReceiveIDError struct{ Found, Want string }

func (e *ReceiveIDError) Error() string {
	return fmt.Sprintf("receiveid: found %s, want %s: %v", quoteID(e.Found), quoteID(e.Want), ErrReceiveID)
}

func (e *ReceiveIDError) Unwrap() error { return ErrReceiveID }

// quoteID quotes an id, which may be untrusted, on one line of bounded length.
func quoteID(id string) string {
	if id == "" {
		return "an empty receiveid"
	}
	if len(id) > 64 {
		return fmt.Sprintf("%q… (%d bytes)", id[:64], len(id))
	}
	return fmt.Sprintf("%q", id)
}
