package callback

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

// Envelope is the outer message of an encrypted push or reply, read once. Its
// texts are views into the body; of a bare Encrypt value there is no message.
type Envelope struct {
	message.Flat
	Form string // "xml", "json" or "bare" base64

	bare []byte
}

// Encrypt returns the encrypted value, nil if there is none.
func (e *Envelope) Encrypt() []byte {
	if e.Form == "bare" {
		return e.bare
	}
	return e.Text("Encrypt")
}

// Lower reports whether the envelope is JSON with lower-case names.
func (e *Envelope) Lower() bool {
	return slices.ContainsFunc(e.Elements(), func(x message.Element) bool { return string(x.Name) == "encrypt" })
}

// Read reads a push's or a reply's envelope, XML or JSON, or a bare Encrypt
// value. Errors unwrap to wxcrypt.ErrParse.
func (e *Envelope) Read(body []byte) error {
	if trimmed := bytes.TrimSpace(body); bareValue(trimmed) {
		e.Form, e.bare = "bare", trimmed
		return nil
	}
	if err := e.Flat.Read(body); err != nil {
		return fmt.Errorf("envelope: %w: %w", err, wxcrypt.ErrParse)
	}
	e.Form, e.bare = "xml", nil
	if e.JSON() {
		e.Form = "json"
	}
	return nil
}

// bareValue reports whether body is nothing but base64, of whatever alphabet
// and however encoded: what is wrong with it is for the decoder to say.
func bareValue(body []byte) bool {
	for _, c := range body {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !bytes.ContainsRune([]byte("+/=_%- \t\r\n"), rune(c)) {
			return false
		}
	}
	return len(body) > 0
}

// ReadEnvelope is [Envelope.Read] into a new envelope.
func ReadEnvelope(body []byte) (*Envelope, error) {
	env := new(Envelope)
	if err := env.Read(body); err != nil {
		return nil, err
	}
	return env, nil
}

// Opened is a push or reply after its signature was checked and its frame
// decrypted.
type Opened struct {
	Message   []byte
	ReceiveID string   // empty in plain mode
	Random    [16]byte // zero in plain mode
	Mode      Mode     // as it came
	Scheme    string   // the signature that was checked
	JSON      bool     // the envelope, or in plain mode the message, is JSON
	Lower     bool     // the envelope is JSON with lower-case names
}

// Open checks and decrypts a push as a developer's server should. Where the
// account's mode is Safe or Compatible, or its platform WeCom, a push that is
// not encrypted is refused with ErrPlain: signature does not cover the body, so
// that whoever saw one signed URL could send anything. Other errors unwrap to
// those of wxcrypt, or to ErrNoKey.
func (a *Account) Open(q Query, body []byte) (*Opened, error) {
	if a.Platform == MP && q.Get("encrypt_type") != "aes" {
		return a.openPlain(q, body)
	}
	if bareValue(bytes.TrimSpace(body)) {
		return nil, fmt.Errorf("envelope: is neither XML nor JSON: %w: %w", ErrPlain, wxcrypt.ErrParse)
	}
	return a.OpenSigned(q, body)
}

// OpenSigned checks msg_signature and decrypts an envelope or a bare Encrypt
// value. Errors unwrap to those of wxcrypt, or to ErrNoKey.
func (a *Account) OpenSigned(q Query, body []byte) (*Opened, error) {
	env, err := readEncrypted(body)
	if err != nil {
		return nil, err
	}
	if err := a.checkSignature(q, SchemeMsgSignature, string(env.Encrypt())); err != nil {
		return nil, err
	}
	opened, err := a.openEnvelope(env)
	if err == nil && slices.ContainsFunc(env.Elements(), beyondEnvelope) {
		opened.Mode = Compatible
	}
	return opened, err
}

// beyondEnvelope: compatible mode has the plain message beside Encrypt.
func beyondEnvelope(e message.Element) bool {
	switch string(e.Name) {
	case "Encrypt", "ToUserName", "AgentID", "AppId", "encrypt", "tousername", "agentid":
		return false
	}
	return true
}

func readEncrypted(body []byte) (*Envelope, error) {
	env, err := ReadEnvelope(body)
	if err == nil && len(env.Encrypt()) == 0 {
		err = fmt.Errorf("envelope: has no Encrypt: %w: %w", ErrPlain, wxcrypt.ErrParse)
	}
	return env, err
}

func (a *Account) openPlain(q Query, body []byte) (*Opened, error) {
	if err := a.checkSignature(q, SchemeSignature, ""); err != nil {
		return nil, err
	}
	if a.Mode == Safe || a.Mode == Compatible {
		return nil, fmt.Errorf("mode %s: %w", a.Mode, ErrPlain)
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	return &Opened{Message: body, Mode: Plain, Scheme: SchemeSignature, JSON: bytes.HasPrefix(bytes.TrimSpace(body), []byte("{"))}, nil
}

func (a *Account) openEnvelope(env *Envelope) (*Opened, error) {
	frame, err := a.openFrame(env.Encrypt())
	if err != nil {
		return nil, err
	}
	return &Opened{Message: frame.Message, ReceiveID: frame.ReceiveID, Random: frame.Random, Mode: Safe, Scheme: SchemeMsgSignature, JSON: env.JSON(), Lower: env.Lower()}, nil
}

// ErrUnsigned tells that an encrypted reply lacks MsgSignature, TimeStamp or
// Nonce, so that its signature cannot be checked.
var ErrUnsigned = errors.New("the signature cannot be checked")

// missingPart says which element is missing, and which one was perhaps meant.
func missingPart(name string, have []message.Element) error {
	for _, other := range have {
		if other := string(other.Name); other != name && strings.EqualFold(other, name) {
			return fmt.Errorf("%w without %s; %s is there, but names are case-sensitive", ErrUnsigned, name, other)
		}
	}
	return fmt.Errorf("%w without %s", ErrUnsigned, name)
}

// OpenReply checks and decrypts an encrypted passive reply as the platform
// does. Errors unwrap to those of wxcrypt, ErrUnsigned among them, or to
// ErrNoKey; a body without Encrypt gives ErrPlain.
func (a *Account) OpenReply(body []byte) (*Opened, error) {
	env, err := ReadEnvelope(body)
	if err != nil {
		return nil, err
	}
	if len(env.Encrypt()) == 0 || env.Form == "bare" {
		return nil, fmt.Errorf("reply: %w", ErrPlain)
	}
	for _, name := range []string{"MsgSignature", "TimeStamp", "Nonce"} {
		if len(env.Text(name)) == 0 {
			return nil, fmt.Errorf("reply: %w: %w", missingPart(name, env.Elements()), wxcrypt.ErrParse)
		}
	}
	if !wxcrypt.VerifySignature(string(env.Text("MsgSignature")), a.Token, string(env.Text("TimeStamp")), string(env.Text("Nonce")), string(env.Encrypt())) {
		return nil, fmt.Errorf("MsgSignature: %w", wxcrypt.ErrSignature)
	}
	return a.openEnvelope(env)
}

// SealReply encrypts and signs a passive reply as a developer's server does.
// An Official Account expects the nonce of the push again.
func (a *Account) SealReply(reply []byte, stamp Stamp, asJSON bool) ([]byte, error) {
	encrypt, err := a.Encrypt(reply, stamp)
	if err != nil {
		return nil, err
	}
	return a.ReplyEnvelope(stamp, encrypt, asJSON), nil
}

// AnswerTo is SealReply in the form in which the push came. An account that takes
// every receiveid answers with the push's.
func (a *Account) AnswerTo(push *Opened, reply []byte, stamp Stamp) ([]byte, error) {
	if a.AnyReceiveID {
		own := *a
		own.AnyReceiveID, own.ReceiveID = false, push.ReceiveID
		a = &own
	}
	if !push.Lower {
		return a.SealReply(reply, stamp, push.JSON)
	}
	encrypt, err := a.Encrypt(reply, stamp)
	if err != nil {
		return nil, err
	}
	return jsonReply([4]string{"encrypt", "msgsignature", "timestamp", "nonce"}, encrypt, a.sign(stamp, encrypt), stamp), nil
}

// ReplyEnvelope returns the signed envelope of a reply whose Encrypt value is
// encrypt. In JSON TimeStamp is a number.
func (a *Account) ReplyEnvelope(stamp Stamp, encrypt string, asJSON bool) []byte {
	signature := a.sign(stamp, encrypt)
	if asJSON {
		return jsonReply([4]string{"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}, encrypt, signature, stamp)
	}
	return message.Compose(
		message.Field{Name: "Encrypt", Text: encrypt},
		message.Field{Name: "MsgSignature", Text: signature},
		message.Field{Name: "TimeStamp", Text: stamp.Timestamp, Bare: true},
		message.Field{Name: "Nonce", Text: stamp.Nonce},
	)
}

// jsonReply is a signed JSON envelope with these names, the third a number.
func jsonReply(names [4]string, encrypt, signature string, stamp Stamp) []byte {
	head := jsonObject([]Param{{names[0], encrypt}, {names[1], signature}})
	tail := jsonObject([]Param{{names[3], stamp.Nonce}})
	return fmt.Appendf(head[:len(head)-1], `,%q:%s,%s`, names[2], stamp.Timestamp, tail[1:])
}

// OpenUnchecked decrypts an envelope or a bare Encrypt value without a look at
// its signature: for bytes that come without one. The receiveid is compared.
func (a *Account) OpenUnchecked(body []byte) (*Opened, error) {
	env, err := readEncrypted(body)
	if err != nil {
		return nil, err
	}
	opened, err := a.openEnvelope(env)
	if err == nil {
		opened.Scheme = ""
	}
	return opened, err
}
