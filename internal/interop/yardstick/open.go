package yardstick

import "errors"

var errSignature = errors.New("wrong signature")

// Open checks and decrypts a push, and returns its message.
func (a *Account) Open(s *Scratch, q Query, body []byte) ([]byte, error) {
	if !q.encrypted {
		if !a.signed(s, q.signature, q.timestamp, q.nonce, nil) {
			return nil, errSignature
		}
		return body, nil
	}
	var envelope Message
	if !envelope.Read(body) || !a.signed(s, q.signature, q.timestamp, q.nonce, envelope.Encrypt) {
		return nil, errSignature
	}
	return a.Decrypt(s, envelope.Encrypt)
}

// OpenReply checks and decrypts a reply, and returns its message.
func (a *Account) OpenReply(s *Scratch, body []byte) ([]byte, error) {
	var e Message
	if !e.Read(body) || !a.signed(s, e.Signature, e.Stamped, e.Nonce, e.Encrypt) {
		return nil, errSignature
	}
	return a.Decrypt(s, e.Encrypt)
}

// SealReply appends the envelope of a reply to dst.
func (a *Account) SealReply(s *Scratch, dst, random, reply, timestamp, nonce []byte) []byte {
	dst = append(dst, "<xml><Encrypt><![CDATA["...)
	start := len(dst)
	dst = a.Encrypt(s, dst, random, reply)
	signature := a.sign(s, timestamp, nonce, dst[start:])
	dst = append(dst, "]]></Encrypt>\n<MsgSignature><![CDATA["...)
	dst = append(dst, signature...)
	dst = append(dst, "]]></MsgSignature>\n<TimeStamp>"...)
	dst = append(dst, timestamp...)
	dst = append(dst, "</TimeStamp>\n<Nonce><![CDATA["...)
	dst = append(dst, nonce...)
	return append(dst, "]]></Nonce>\n</xml>"...)
}

// appendReply appends a text reply with the text of m.
func appendReply(dst []byte, m *Message, now []byte) []byte {
	dst = append(dst, "<xml><ToUserName><![CDATA["...)
	dst = append(dst, m.From...)
	dst = append(dst, "]]></ToUserName>\n<FromUserName><![CDATA["...)
	dst = append(dst, m.To...)
	dst = append(dst, "]]></FromUserName>\n<CreateTime>"...)
	dst = append(dst, now...)
	dst = append(dst, "</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA["...)
	dst = append(dst, m.Content...)
	return append(dst, "]]></Content>\n</xml>"...)
}
