package callback

import (
	"errors"
	"fmt"

	"wxtool/internal/wxcrypt"
)

// ErrUnknownSignature means that an envelope has an element that looks like a signature
// but has an unknown name, so that it cannot be checked.
var ErrUnknownSignature = errors.New("looks like a signature, but the name is unknown")

// OpenCarried checks and decrypts an envelope that contains its own signature: a reply,
// or a push that was saved in one object with its query. The name may be MsgSignature,
// msg_signature or msgSignature; an element named signature may use either scheme. All
// signatures must be right. Without a signature, or if the account has no Token, it
// works like OpenUnchecked. Scheme is SchemeMsgSignature if a signature covers the body.
// Errors wrap those of wxcrypt, ErrUnknownSignature or ErrNoKey.
func (a *Account) OpenCarried(o *Opened, e *Envelope) error {
	covered := false
	switch {
	case a.Token == "" || e.encrypted() != nil:
		return a.OpenUnchecked(o, e)
	case len(e.Text("MsgSignature")) > 0: // a reply; errors of OpenReply name the missing element
		if err := a.OpenReply(o, e); err != nil {
			return err
		}
		covered = true
	}
	others, err := a.checkCarried(e, covered)
	if err != nil {
		return err
	}
	if !covered {
		err = a.OpenUnchecked(o, e)
	}
	if err == nil && others {
		o.Scheme = SchemeMsgSignature
	}
	return err
}

// checkCarried checks every signature in the envelope, and reports whether one of them
// covers Encrypt. If reply is true, it skips the MsgSignature that OpenReply has checked.
func (a *Account) checkCarried(e *Envelope, reply bool) (covered bool, err error) {
	for _, x := range e.Elements() {
		kind := nameKindOf(x.Name)
		if kind == otherName || len(x.Text) == 0 {
			continue
		}
		covers := false
		switch {
		case kind == msgSignatureName && reply && e.checkedAsReply(x.Text):
			covers = true
		case kind == msgSignatureName, kind == signatureName:
			covers, err = a.checkSpelled(e, kind, x.Text)
		case kind == urlName && e.JSON() && signedPart(string(x.Text)) != "":
			covers, err = true, a.checkMsgSignature(NewClaim(signedPart(string(x.Text)), nil).Query, e.Encrypt())
		case kind == unknownSignatureName && len(e.Text("MsgType")) == 0: // fields of a plain message may have such names
			err = fmt.Errorf("%w: %w", ErrUnknownSignature, wxcrypt.ErrParse)
		}
		if err != nil {
			return false, fmt.Errorf("%s: %w", x.Name, err)
		}
		covered = covered || covers
	}
	return covered, nil
}

// checkedAsReply reports whether OpenReply has checked this value, with the same
// timestamp and nonce as checkSpelled.
func (e *Envelope) checkedAsReply(value []byte) bool {
	return same(value, e.Text("MsgSignature")) && same(e.named(timestampName), e.Text("TimeStamp")) && same(e.named(nonceName), e.Text("Nonce"))
}

// same reports whether a and b are the same view.
func same(a, b []byte) bool { return len(a) > 0 && len(a) == len(b) && &a[0] == &b[0] }

// checkSpelled checks one signature with the timestamp and nonce of the envelope.
func (a *Account) checkSpelled(e *Envelope, kind nameKind, value []byte) (covers bool, err error) {
	timestamp, nonce := e.named(timestampName), e.named(nonceName)
	switch {
	case len(timestamp) == 0 || len(nonce) == 0:
		return false, fmt.Errorf("%w without timestamp and nonce: %w", ErrUnsigned, wxcrypt.ErrParse)
	case wxcrypt.VerifyViews(value, a.Token, timestamp, nonce, e.Encrypt()):
		return true, nil
	case kind == signatureName && wxcrypt.VerifyViews(value, a.Token, timestamp, nonce):
		return false, nil
	}
	return false, wxcrypt.ErrSignature
}

// Carries reports whether the envelope has a msg_signature in any spelling.
func (e *Envelope) Carries() bool { return len(e.named(msgSignatureName)) > 0 }

// named returns the text of the first element with a name of this kind.
func (e *Envelope) named(kind nameKind) []byte {
	for _, x := range e.Elements() {
		if nameKindOf(x.Name) == kind {
			return x.Text
		}
	}
	return nil
}
