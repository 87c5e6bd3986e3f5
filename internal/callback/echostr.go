package callback

import (
	"errors"
	"fmt"

	"wxtool/internal/wxcrypt"
)

// ErrNoEchostr tells that a verification request carries no echostr.
var ErrNoEchostr = errors.New("there is no echostr")

// SealEchostr returns the query of the verification GET by which the platform
// checks a callback URL. An Official Account's echostr is plain in every mode;
// WeCom's is encrypted and signed like a message.
func (a *Account) SealEchostr(echostr string, stamp Stamp) (Query, error) {
	if a.Platform == MP {
		return Query{{"signature", a.sign(stamp, "")}, {"echostr", echostr}, {"timestamp", stamp.Timestamp}, {"nonce", stamp.Nonce}}, nil
	}
	encrypted, err := a.Encrypt([]byte(echostr), stamp)
	if err != nil {
		return nil, err
	}
	return append(a.encryptedParams(stamp, encrypted), Param{"echostr", encrypted}), nil
}

// OpenEchostr checks a verification GET and returns the exact bytes to answer.
// Errors unwrap to ErrNoEchostr, ErrNoKey or those of wxcrypt.
func (a *Account) OpenEchostr(q Query) ([]byte, error) {
	echostr := q.Get("echostr")
	if echostr == "" {
		return nil, ErrNoEchostr
	}
	if a.Platform == MP {
		if err := a.checkSignature(q, SchemeSignature, ""); err != nil {
			return nil, err
		}
		return []byte(echostr), nil
	}
	if err := a.checkSignature(q, SchemeMsgSignature, echostr); err != nil {
		return nil, err
	}
	frame, err := a.openFrame([]byte(echostr))
	if err != nil {
		return nil, err
	}
	return frame.Message, nil
}

// checkSignature fails with wxcrypt.ErrSignature.
func (a *Account) checkSignature(q Query, scheme, encrypt string) error {
	parts := []string{a.Token, q.Get("timestamp"), q.Get("nonce")}
	if scheme == SchemeMsgSignature {
		parts = append(parts, encrypt)
	}
	got := q.Get(scheme)
	if got == "" {
		return fmt.Errorf("%s: is missing: %w", scheme, wxcrypt.ErrSignature)
	}
	if !wxcrypt.VerifySignature(got, parts...) {
		return fmt.Errorf("%s: %w", scheme, wxcrypt.ErrSignature)
	}
	return nil
}

// openFrame decrypts and compares the receiveid.
func (a *Account) openFrame(encrypt []byte) (*wxcrypt.Frame, error) {
	if a.Key == nil {
		return nil, fmt.Errorf("decrypt: %w", ErrNoKey)
	}
	frame, err := a.Key.Open(encrypt)
	if err != nil || a.AnyReceiveID {
		return frame, err
	}
	return frame, frame.CheckReceiveID(a.ReceiveID)
}
