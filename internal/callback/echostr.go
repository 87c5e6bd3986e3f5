package callback

import (
	"errors"
	"fmt"

	"wxtool/internal/wxcrypt"
)

// ErrNoEchostr means that a verification request has no echostr.
var ErrNoEchostr = errors.New("there is no echostr")

// SealEchostr returns the query of the verification request with which the platform
// checks a callback URL. The echostr of an Official Account is plain in every mode; the
// echostr of WeCom is encrypted and signed like a message.
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

// OpenEchostr checks a verification request and returns the exact bytes of the
// response. Errors unwrap to ErrNoEchostr, ErrNoKey or those of wxcrypt.
func (a *Account) OpenEchostr(q Query) ([]byte, error) {
	echostr := q.Get("echostr")
	if echostr == "" {
		return nil, ErrNoEchostr
	}
	if a.Platform == MP {
		if err := a.checkSignature(q); err != nil {
			return nil, err
		}
		return []byte(echostr), nil
	}
	if err := a.checkMsgSignature(q, []byte(echostr)); err != nil {
		return nil, err
	}
	view, err := a.openFrame(new(Opened), []byte(echostr))
	if err != nil {
		return nil, err
	}
	return view.Message, nil
}

// checkSignature checks signature. Its error unwraps to wxcrypt.ErrSignature.
func (a *Account) checkSignature(q Query) error {
	got := q.Get(SchemeSignature)
	if got == "" {
		return fmt.Errorf("%s: is missing: %w", SchemeSignature, wxcrypt.ErrSignature)
	}
	if !wxcrypt.VerifySignature(got, a.Token, q.Get("timestamp"), q.Get("nonce")) {
		return fmt.Errorf("%s: %w", SchemeSignature, wxcrypt.ErrSignature)
	}
	return nil
}

// checkMsgSignature checks msg_signature with an Encrypt value. Its error unwraps to
// wxcrypt.ErrSignature.
func (a *Account) checkMsgSignature(q Query, encrypt []byte) error {
	got := q.Get(SchemeMsgSignature)
	if got == "" {
		return fmt.Errorf("%s: is missing: %w", SchemeMsgSignature, wxcrypt.ErrSignature)
	}
	if !wxcrypt.VerifyMsgSignature(got, a.Token, q.Get("timestamp"), q.Get("nonce"), encrypt) {
		return fmt.Errorf("%s: %w", SchemeMsgSignature, wxcrypt.ErrSignature)
	}
	return nil
}
