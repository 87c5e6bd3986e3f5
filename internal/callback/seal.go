package callback

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"

	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

// Signed is a push as it is sent, without the URL.
type Signed struct {
	Query       Query
	Body        []byte
	ContentType string
	Mode        Mode // the mode used: component and WeCom pushes are always Safe
}

// Seal signs msg, and encrypts it if the mode of the account or the kind of push
// requires it. The message determines the envelope: it has AppId for authorisation
// events of a component, an empty AgentID for events of a suite, and ToUserName
// otherwise. A message that is neither XML nor JSON is sent unchanged; if it needs an
// envelope, that has no ToUserName. The only error is ErrNoKey.
func (a *Account) Seal(msg []byte, stamp Stamp) (*Signed, error) {
	head, err := message.Scan(msg)
	if err != nil {
		head = &message.Head{}
	}
	return a.SealForm(FormUsual, msg, head, stamp)
}

// SealForm is Seal with a given envelope, for a message whose head is already read.
// Head is empty if msg is neither XML nor JSON.
func (a *Account) SealForm(form Form, msg []byte, head *message.Head, stamp Stamp) (*Signed, error) {
	signed := &Signed{Mode: a.modeFor(head), ContentType: contentType(head), Body: msg}
	if a.Platform == MP {
		signed.Query = a.PlainParams(stamp)
		if head.InfoType == "" && head.FromUserName != "" {
			signed.Query = append(signed.Query, Param{"openid", head.FromUserName})
		}
	}
	if signed.Mode == Plain {
		return signed, nil
	}
	encrypt, err := a.Encrypt(msg, stamp)
	if err != nil {
		return nil, err
	}
	signed.Query = append(signed.Query, a.encryptedParams(stamp, encrypt)...)
	if form != FormUsual {
		signed.Body = jsonObject(a.formFields(form, encrypt))
		signed.ContentType = "application/json"
		return signed, nil
	}
	signed.Body = a.envelope(signed.Mode, msg, head, encrypt)
	return signed, nil
}

// modeFor returns the mode of a push. On MP, an InfoType means a push to a component,
// which is always safe.
func (a *Account) modeFor(head *message.Head) Mode {
	if a.Platform == Work || head.InfoType != "" {
		return Safe
	}
	return a.Mode
}

func contentType(head *message.Head) string {
	if head.JSON {
		return "application/json"
	}
	return "text/xml"
}

// Encrypt returns msg's Encrypt value for the account's receiveid.
func (a *Account) Encrypt(msg []byte, stamp Stamp) (string, error) {
	if a.Key == nil {
		return "", fmt.Errorf("encrypt: %w", ErrNoKey)
	}
	return a.Key.SealString(&wxcrypt.Frame{Random: stamp.Random, Message: msg, ReceiveID: a.ReceiveID}), nil
}

func (a *Account) encryptedParams(stamp Stamp, encrypt string) Query {
	if a.Platform == Work {
		return Query{{"msg_signature", a.sign(stamp, encrypt)}, {"timestamp", stamp.Timestamp}, {"nonce", stamp.Nonce}}
	}
	return Query{{"encrypt_type", "aes"}, {"msg_signature", a.sign(stamp, encrypt)}}
}

// PushParams returns the query parameters of a push with the Encrypt value encrypt.
func (a *Account) PushParams(stamp Stamp, encrypt string) Query {
	if a.Platform == Work {
		return a.encryptedParams(stamp, encrypt)
	}
	return append(a.PlainParams(stamp), a.encryptedParams(stamp, encrypt)...)
}

// PlainParams returns the query parameters of an Official Account's plain push.
func (a *Account) PlainParams(stamp Stamp) Query {
	return Query{{"signature", a.sign(stamp, "")}, {"timestamp", stamp.Timestamp}, {"nonce", stamp.Nonce}}
}

// PushEnvelope returns the safe-mode body with the Encrypt value encrypt. The other
// elements come from msg, which may be any data.
func (a *Account) PushEnvelope(msg []byte, encrypt string, asJSON bool) []byte {
	head, err := message.Scan(msg)
	if err != nil {
		head = &message.Head{}
	}
	head.JSON = asJSON
	return a.envelope(Safe, msg, head, encrypt)
}

func (a *Account) envelope(mode Mode, msg []byte, head *message.Head, encrypt string) []byte {
	if mode == Compatible {
		if body, ok := addEncrypt(msg, head, encrypt); ok {
			return body
		}
	}
	fields := append(a.envelopeNames(head), Param{"Encrypt", encrypt})
	if head.JSON {
		return jsonObject(fields)
	}
	return xmlEnvelope(fields)
}

// formFields returns the fields of a lower-case envelope, in the order of the official
// pages.
func (a *Account) formFields(form Form, encrypt string) []Param {
	fields := []Param{{"encrypt", encrypt}}
	if form == FormBot {
		return fields
	}
	fields = append([]Param{{"tousername", cmp.Or(a.ReceiveID, a.AppID)}}, fields...)
	if form == FormExternalPay {
		fields = append(fields, Param{"agentid", a.AgentID})
	}
	return fields
}

// envelopeNames returns the elements beside Encrypt.
func (a *Account) envelopeNames(head *message.Head) []Param {
	switch {
	case a.Platform == MP && head.InfoType != "":
		return []Param{{"AppId", cmp.Or(head.AppID, a.AppID)}}
	case a.Platform == MP:
		return []Param{{"ToUserName", head.ToUserName}}
	case head.InfoType != "":
		return []Param{{"ToUserName", cmp.Or(head.SuiteID, a.ReceiveID)}, {"AgentID", ""}}
	}
	return []Param{{"ToUserName", cmp.Or(head.ToUserName, a.AppID)}, {"AgentID", cmp.Or(head.AgentID, a.AgentID)}}
}

func xmlEnvelope(params []Param) []byte {
	fields := make([]message.Field, len(params))
	for i, p := range params {
		fields[i] = message.Field{Name: p.Name, Text: p.Value}
	}
	return message.Compose(fields...)
}

func jsonObject(fields []Param) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(f.Name)
		value, _ := json.Marshal(f.Value)
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes()
}
