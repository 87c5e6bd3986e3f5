package callback

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

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

// checkCarried checks every signature in the envelope, and reports whether one of them
// covers Encrypt.
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
		case looksSigned(name) && len(e.Text("MsgType")) == 0: // fields of a plain message may have such names
			err = fmt.Errorf("%w: %w", ErrUnknownSignature, wxcrypt.ErrParse)
		}
		if err != nil {
			return false, fmt.Errorf("%s: %w", name, err)
		}
		covered = covered || covers
	}
	return covered, nil
}

// checkSpelled checks one signature with the timestamp and nonce of the envelope.
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

// Carries reports whether the envelope has a msg_signature in any spelling.
func (e *Envelope) Carries() bool { return e.spelled("msgsignature") != "" }

// spelled returns the text of the first element with this plain name.
func (e *Envelope) spelled(plain string) string {
	for _, x := range e.Elements() {
		if plainName(string(x.Name)) == plain {
			return string(x.Text)
		}
	}
	return ""
}

// plainName returns a name in lower case without separators between its words.
func plainName(name string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
}

// looksSigned reports whether one word of a name is signature, sign or sig, as in
// msg_sign or wxSignature. The word design does not count.
func looksSigned(name string) bool {
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
