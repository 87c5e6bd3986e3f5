package callback

import (
	"fmt"
	"slices"

	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

// ReplyForm is the envelope of an encrypted reply.
type ReplyForm string

const (
	ReplyXML   ReplyForm = "xml"
	ReplyJSON  ReplyForm = "json"
	ReplyLower ReplyForm = "lower" // JSON with lower-case names
)

// ReplyForm returns the form of the reply to a push, which is the form of the push.
func (o *Opened) ReplyForm() ReplyForm {
	switch {
	case o.Lower:
		return ReplyLower
	case o.JSON:
		return ReplyJSON
	}
	return ReplyXML
}

// AppendReply encrypts and signs a passive reply as a developer's server does, and
// appends its envelope to dst. An Official Account expects the nonce of the push. The
// only error is ErrNoKey.
func (a *Account) AppendReply(dst, reply []byte, stamp Stamp, form ReplyForm) ([]byte, error) {
	if a.Key == nil {
		return dst, fmt.Errorf("encrypt: %w", ErrNoKey)
	}
	frame := wxcrypt.Frame{Random: stamp.Random, Message: reply, ReceiveID: a.ReceiveID}
	const rest = 256 // bytes of the envelope without its values, and more
	begin, _ := envelopeOf(form)
	dst = slices.Grow(dst, rest+frame.SealedLen()+len(stamp.Timestamp)+len(stamp.Nonce))
	dst = append(dst, begin...)
	start := len(dst)
	dst = a.Key.Seal(dst, &frame)
	return a.appendSigned(dst, dst[start:], stamp, form), nil
}

// AnswerTo is AppendReply in the form of the push. An account that accepts any
// receiveid uses that of the push.
func (a *Account) AnswerTo(dst []byte, push *Opened, reply []byte, stamp Stamp) ([]byte, error) {
	if a.AnyReceiveID {
		own := *a
		own.AnyReceiveID, own.ReceiveID = false, push.ReceiveID
		a = &own
	}
	return a.AppendReply(dst, reply, stamp, push.ReplyForm())
}

// ReplyEnvelope returns the signed envelope of a reply with the Encrypt value encrypt.
// In JSON, TimeStamp is a number.
func (a *Account) ReplyEnvelope(stamp Stamp, encrypt string, form ReplyForm) []byte {
	begin, _ := envelopeOf(form)
	return a.appendSigned(append([]byte(begin), encrypt...), []byte(encrypt), stamp, form)
}

// appendSigned appends the part of an envelope after the Encrypt value.
func (a *Account) appendSigned(dst, encrypt []byte, stamp Stamp, form ReplyForm) []byte {
	_, names := envelopeOf(form)
	var room [2 * 20]byte
	signature := wxcrypt.AppendMsgSignature(room[:0], a.Token, stamp.Timestamp, stamp.Nonce, encrypt)
	if form == ReplyXML {
		dst = append(dst, "]]></Encrypt>\n<MsgSignature><![CDATA["...)
		dst = append(dst, signature...)
		dst = append(dst, "]]></MsgSignature>\n<TimeStamp>"...)
		dst = message.AppendText(dst, stamp.Timestamp)
		dst = append(dst, "</TimeStamp>\n<Nonce>"...)
		dst = message.AppendCDATA(dst, stamp.Nonce)
		return append(dst, "</Nonce>\n</xml>"...)
	}
	dst = append(dst, names[0]...)
	dst = append(dst, signature...)
	dst = append(dst, names[1]...)
	dst = append(dst, stamp.Timestamp...)
	dst = append(dst, names[2]...)
	dst = message.AppendJSON(dst, stamp.Nonce)
	return append(dst, '}')
}

// envelopeOf returns the text before the Encrypt value, and the texts between the values
// after it.
func envelopeOf(form ReplyForm) (begin string, between [3]string) {
	switch form {
	case ReplyJSON:
		return `{"Encrypt":"`, [3]string{`","MsgSignature":"`, `","TimeStamp":`, `,"Nonce":`}
	case ReplyLower:
		return `{"encrypt":"`, [3]string{`","msgsignature":"`, `","timestamp":`, `,"nonce":`}
	}
	return "<xml><Encrypt><![CDATA[", between
}
