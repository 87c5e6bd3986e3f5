package callback

import (
	"bytes"
	"fmt"
	"slices"

	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

// Envelope is the body of a request or response, read once: the outer message with
// Encrypt, or in plain mode the message itself. The zero Envelope is ready to use, and
// an Envelope may be reused. Its texts are views into the body.
type Envelope struct {
	message.Flat
	Form string // "xml", "json", "bare" (base64 alone) or "" for anything else

	body []byte
	err  error
}

// Read reads a body. Its error unwraps to wxcrypt.ErrParse. Callers of
// [Account.OpenPush] and the other Open methods may ignore it, because these methods
// return it too.
func (e *Envelope) Read(body []byte) error {
	e.Form, e.body, e.err = "", body, nil
	if bareValue(bytes.TrimSpace(body)) {
		e.Form = "bare"
		e.Flat.Read(nil) // empties it
		return nil
	}
	if err := e.Flat.Read(body); err != nil {
		e.err = fmt.Errorf("envelope: %w: %w", err, wxcrypt.ErrParse)
		return e.err
	}
	e.Form = "xml"
	if e.JSON() {
		e.Form = "json"
	}
	return nil
}

// Forget drops all views and the body, see [message.Flat.Forget].
func (e *Envelope) Forget() {
	e.Flat.Forget()
	e.Form, e.body, e.err = "", nil, nil
}

// Encrypt returns the Encrypt value, nil if there is none.
func (e *Envelope) Encrypt() []byte {
	if e.Form == "bare" {
		return bytes.TrimSpace(e.body)
	}
	return e.Text("Encrypt")
}

// Encrypted reports whether the body is a message with an Encrypt value. A bare value
// does not count.
func (e *Envelope) Encrypted() bool { return e.Form != "bare" && len(e.Encrypt()) > 0 }

// Lower reports whether the envelope is JSON with lower-case names.
func (e *Envelope) Lower() bool {
	return e.JSON() && slices.ContainsFunc(e.Elements(), func(x message.Element) bool { return string(x.Name) == "encrypt" })
}

// PushForm returns the form of the envelope of an encrypted push, see [Account.SealForm].
func (e *Envelope) PushForm() Form {
	has := func(name string) bool {
		return slices.ContainsFunc(e.Elements(), func(x message.Element) bool { return string(x.Name) == name })
	}
	switch {
	case !e.Lower():
		return FormUsual
	case has("agentid"):
		return FormExternalPay
	case has("tousername"):
		return FormHardware
	}
	return FormBot
}

// encrypted returns an error if there is nothing to decrypt.
func (e *Envelope) encrypted() error {
	if e.err == nil && len(e.Encrypt()) == 0 {
		return fmt.Errorf("envelope: has no Encrypt: %w: %w", ErrPlain, wxcrypt.ErrParse)
	}
	return e.err
}

// beyond reports whether the envelope has elements beyond those of safe mode: the plain
// message of a compatible push.
func (e *Envelope) beyond() bool {
	for _, x := range e.Elements() {
		switch string(x.Name) {
		case "Encrypt", "ToUserName", "AgentID", "AppId", "encrypt", "tousername", "agentid":
		default:
			return true
		}
	}
	return false
}

// bareValue reports whether body looks like base64 alone, in any alphabet, also
// percent-encoded. The decoder reports what is wrong with it.
func bareValue(body []byte) bool {
	// One bit for each byte below 128, because branches on random letters are slow.
	const (
		low  = 1<<'\t' | 1<<'\n' | 1<<'\r' | 1<<' ' | 1<<'%' | 1<<'+' | 1<<'-' | 1<<'=' | (1<<11-1)<<'/' // / is before 0
		high = (1<<26-1)<<('A'-64) | 1<<('_'-64) | (1<<26-1)<<('a'-64)
	)
	allowed := [2]uint64{low, high}
	for _, c := range body {
		if c >= 128 || allowed[c>>6&1]>>(c&63)&1 == 0 {
			return false
		}
	}
	return len(body) > 0
}
