package callback

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"wxtool/internal/wxcrypt"
)

// ErrUnknownSignature tells that an envelope carries what looks like a signature
// under a name that is not known, so that it cannot be checked.
var ErrUnknownSignature = errors.New("looks like a signature under an unknown name")

// OpenCarried checks and decrypts an envelope that carries its own signature: a
// reply, or a push that somebody wrote into one object together with its query.
// Names may be spelled in any way, as MsgSignature, msg_signature or
// msgSignature; signature may be either scheme. Every signature that is there
// must be right. Without one, and where the account has no Token, the envelope is
// opened as by OpenUnchecked; Scheme says whether the body was covered. Errors
// unwrap to those of wxcrypt, to ErrUnknownSignature or to ErrNoKey.
func (a *Account) OpenCarried(o *Opened, e *Envelope) error {
	covered := false
	switch {
	case a.Token == "" || e.encrypted() != nil:
		return a.OpenUnchecked(o, e)
	case len(e.Text("MsgSignature")) > 0: // as the platform does, whose errors name what is missing
		if err := a.OpenReply(o, e); err != nil {
			return err
		}
		covered = true
	}
	others, err := a.checkCarried(e)
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

// checkCarried checks every signature beside Encrypt, and reports whether one of
// them covers it.
func (a *Account) checkCarried(e *Envelope) (covered bool, err error) {
	for _, x := range e.Elements() {
		name, value := string(x.Name), string(x.Text)
		if value == "" {
			continue
		}
		covers := false
		switch plain := plainName(name); {
		case plain == "msgsignature", plain == "signature":
			covers, err = a.checkSpelled(e, plain, value)
		case e.JSON() && slices.Contains(queryKeys(), name) && signedPart(value) != "":
			covers, err = true, a.checkMsgSignature(NewClaim(signedPart(value), nil).Query, e.Encrypt())
		case soundsSigned(name) && len(e.Text("MsgType")) == 0: // a plain message beside Encrypt has signatures of its own
			err = fmt.Errorf("%w: %w", ErrUnknownSignature, wxcrypt.ErrParse)
		}
		if err != nil {
			return false, fmt.Errorf("%s: %w", name, err)
		}
		covered = covered || covers
	}
	return covered, nil
}

// checkSpelled checks one signature with the timestamp and nonce beside it.
func (a *Account) checkSpelled(e *Envelope, plain, value string) (covers bool, err error) {
	timestamp, nonce := e.spelled("timestamp"), e.spelled("nonce")
	switch {
	case timestamp == "" || nonce == "":
		return false, fmt.Errorf("%w without timestamp and nonce: %w", ErrUnsigned, wxcrypt.ErrParse)
	case wxcrypt.VerifyMsgSignature(value, a.Token, timestamp, nonce, e.Encrypt()):
		return true, nil
	case plain == "signature" && wxcrypt.VerifySignature(value, a.Token, timestamp, nonce):
		return false, nil
	}
	return false, wxcrypt.ErrSignature
}

// Carries reports whether the envelope has a msg_signature of its own, however it
// is spelled.
func (e *Envelope) Carries() bool { return e.spelled("msgsignature") != "" }

// spelled is the text of the first element called so, however it is spelled.
func (e *Envelope) spelled(plain string) string {
	for _, x := range e.Elements() {
		if plainName(string(x.Name)) == plain {
			return string(x.Text)
		}
	}
	return ""
}

// plainName is a name in lower case and without what separates its words.
func plainName(name string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
}

// soundsSigned reports whether one word of a name is a signature or short for it,
// as in msg_sign, wxSignature or sig; design is none.
func soundsSigned(name string) bool {
	plain := plainName(name)
	if strings.Contains(plain, "signature") || plain == "msgsign" || plain == "msgsig" {
		return true
	}
	var words strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower || !unicode.IsLetter(r) {
			words.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		words.WriteRune(unicode.ToLower(r))
	}
	for word := range strings.FieldsFuncSeq(words.String(), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if word == "sig" || word == "sign" {
			return true
		}
	}
	return false
}
