package callback

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

// Opened is a push or reply after the check of its signature and decryption. A reused
// Opened reuses its buffer, so Message is valid until the next use. In plain mode
// Message is the body that was read.
type Opened struct {
	Message   []byte
	ReceiveID string   // empty in plain mode
	Random    [16]byte // zero in plain mode
	Mode      Mode     // of this push or reply
	Scheme    string   // the signature that was checked, "" if none
	JSON      bool     // the envelope, or in plain mode the message, is JSON
	Lower     bool     // the envelope is JSON with lower-case names

	buf  []byte
	flat *message.Flat // for Flat
	read *message.Flat // the first level of Message, if already read
}

// Flat returns the first level of Message. It reads Message at the first call, except
// in plain mode, where the envelope is the message. Errors are those of
// [message.Flat.Read].
func (o *Opened) Flat() (*message.Flat, error) {
	if o.flat == nil {
		o.flat = new(message.Flat)
	}
	return o.FlatIn(o.flat)
}

// FlatIn is Flat, but reads into f, which the caller may use for another message after
// Forget.
func (o *Opened) FlatIn(f *message.Flat) (*message.Flat, error) {
	if o.read != nil {
		return o.read, nil
	}
	if err := f.Read(o.Message); err != nil {
		return nil, err
	}
	o.read = f
	return f, nil
}

// Forget drops what was read of Message, so that the Envelope and what was given to
// FlatIn can be used for another message.
func (o *Opened) Forget() { o.read = nil }

// Replace replaces Message.
func (o *Opened) Replace(msg []byte) { o.Message, o.read = msg, nil }

// Open is [Account.OpenPush] for a body that is not read yet.
func (a *Account) Open(q Query, body []byte) (*Opened, error) {
	var e Envelope
	e.Read(body)
	o := new(Opened)
	if err := a.OpenPush(o, q, &e); err != nil {
		return nil, err
	}
	return o, nil
}

// OpenPush checks and decrypts a push as a developer's server should. If the mode of
// the account is Safe or Compatible, or its platform is WeCom, a push that is not
// encrypted fails with ErrPlain: signature does not cover the body, so everyone who
// knows one signed URL could send any message. Other errors unwrap to those of wxcrypt,
// or to ErrNoKey.
func (a *Account) OpenPush(o *Opened, q Query, e *Envelope) error {
	if a.Platform == MP && q.Get("encrypt_type") != "aes" {
		return a.openPlain(o, q, e)
	}
	if e.Form == "bare" {
		return fmt.Errorf("envelope: is neither XML nor JSON: %w: %w", ErrPlain, wxcrypt.ErrParse)
	}
	return a.OpenSigned(o, q, e)
}

// OpenSigned checks msg_signature and decrypts an envelope or a bare Encrypt
// value. Errors unwrap to those of wxcrypt, or to ErrNoKey.
func (a *Account) OpenSigned(o *Opened, q Query, e *Envelope) error {
	if err := e.encrypted(); err != nil {
		return err
	}
	if err := a.checkMsgSignature(q, e.Encrypt()); err != nil {
		return err
	}
	err := a.openEnvelope(o, e, SchemeMsgSignature)
	if err == nil && a.Platform == MP && e.beyond() { // WeCom has no other mode than Safe
		o.Mode = Compatible
	}
	return err
}

// OpenUnchecked decrypts an envelope or a bare Encrypt value without checking a
// signature, for data without one. It checks the receiveid.
func (a *Account) OpenUnchecked(o *Opened, e *Envelope) error {
	if err := e.encrypted(); err != nil {
		return err
	}
	return a.openEnvelope(o, e, "")
}

// OpenReply checks and decrypts an encrypted passive reply as the platform
// does. Errors unwrap to those of wxcrypt, to ErrUnsigned or to ErrNoKey; for a body
// without Encrypt the error is ErrPlain.
func (a *Account) OpenReply(o *Opened, e *Envelope) error {
	if e.err != nil {
		return e.err
	}
	if !e.Encrypted() {
		return fmt.Errorf("reply: %w", ErrPlain)
	}
	signature, timestamp, nonce := e.Text("MsgSignature"), e.Text("TimeStamp"), e.Text("Nonce")
	if len(signature) == 0 || len(timestamp) == 0 || len(nonce) == 0 {
		return fmt.Errorf("reply: %w: %w", missingPart(e), wxcrypt.ErrParse)
	}
	if !wxcrypt.VerifyMsgSignature(signature, a.Token, string(timestamp), string(nonce), e.Encrypt()) {
		return fmt.Errorf("MsgSignature: %w", wxcrypt.ErrSignature)
	}
	return a.openEnvelope(o, e, SchemeMsgSignature)
}

func (a *Account) openPlain(o *Opened, q Query, e *Envelope) error {
	if err := a.checkSignature(q); err != nil {
		return err
	}
	if a.Mode == Safe || a.Mode == Compatible {
		return fmt.Errorf("mode %s: %w", a.Mode, ErrPlain)
	}
	body := bytes.TrimPrefix(e.body, []byte("\xef\xbb\xbf"))
	o.Message, o.ReceiveID, o.Random, o.Mode, o.Scheme = body, "", [16]byte{}, Plain, SchemeSignature
	o.JSON, o.Lower, o.read = bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")), false, nil
	if e.err == nil && e.Form != "bare" {
		o.read = &e.Flat
	}
	return nil
}

// openEnvelope decrypts the envelope and checks the receiveid.
func (a *Account) openEnvelope(o *Opened, e *Envelope, scheme string) error {
	view, err := a.openFrame(o, e.Encrypt())
	if err != nil {
		return err
	}
	o.Message, o.Random, o.Mode, o.Scheme = view.Message, view.Random, Safe, scheme
	o.JSON, o.Lower, o.read = e.JSON(), e.Lower(), nil
	if o.ReceiveID = a.ReceiveID; string(view.ReceiveID) != a.ReceiveID {
		o.ReceiveID = string(view.ReceiveID)
	}
	return nil
}

func (a *Account) openFrame(o *Opened, encrypt []byte) (wxcrypt.View, error) {
	if a.Key == nil {
		return wxcrypt.View{}, fmt.Errorf("decrypt: %w", ErrNoKey)
	}
	var view wxcrypt.View
	var err error
	o.buf, view, err = a.Key.AppendOpen(o.buf[:0], encrypt)
	if err != nil || a.AnyReceiveID || string(view.ReceiveID) == a.ReceiveID {
		return view, err
	}
	return view, &wxcrypt.ReceiveIDError{Found: string(view.ReceiveID), Want: a.ReceiveID}
}

// ErrUnsigned means that an encrypted reply has no MsgSignature, TimeStamp or Nonce, so
// that its signature cannot be checked.
var ErrUnsigned = errors.New("the signature cannot be checked")

// missingPart returns an error that names the missing element, and an element whose
// name differs only in case.
func missingPart(e *Envelope) error {
	for _, name := range []string{"MsgSignature", "TimeStamp", "Nonce"} {
		if len(e.Text(name)) > 0 {
			continue
		}
		for _, x := range e.Elements() {
			if other := string(x.Name); other != name && strings.EqualFold(other, name) {
				return fmt.Errorf("%w without %s; there is %s, but names are case-sensitive", ErrUnsigned, name, other)
			}
		}
		return fmt.Errorf("%w without %s", ErrUnsigned, name)
	}
	return ErrUnsigned
}
