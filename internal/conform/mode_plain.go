package conform

import (
	"bytes"
	"context"
	"slices"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/push"
)

// plainPush is a push that is not encrypted, made from an encrypted one.
type plainPush struct {
	what  lang.Text
	json  bool                                // in the JSON data format
	query func(callback.Query) callback.Query // of the encrypted push
	body  func(message []byte) []byte         // nil: the message
}

// refusesPlain returns the check that plain pushes get no reply. In compatible mode a
// server need not decrypt, so that a reply is worth a warning.
func refusesPlain(list ...plainPush) func(context.Context, *Trial) error {
	return func(ctx context.Context, t *Trial) error {
		for _, x := range list {
			s, err := t.sealedForm(x.json)
			if err != nil {
				return err
			}
			plain := &callback.Signed{Body: s.push.Message, ContentType: s.signed.ContentType}
			if x.body != nil {
				plain.Body = x.body(plain.Body)
			}
			ex, err := t.refuse(ctx, t.unencryptedLevel(), t.Post(x.query(s.signed.Query), plain), x.what)
			if err != nil || t.settled(ex) {
				return err
			}
		}
		return nil
	}
}

// sealedForm makes the control push in safe mode, in the JSON data format if it has one.
func (t *Trial) sealedForm(json bool) (*sealedPush, error) {
	f := t.control()
	if !json || f.Format != "both" {
		return t.sealedSafe()
	}
	o := t.pushOptions()
	o.Format = "json"
	p, err := push.New(f, t.Account, o)
	if err != nil {
		return nil, err
	}
	return t.sealSafe(p)
}

// unencrypted is the part of the query of an encrypted push that a plain one has too.
func unencrypted(q callback.Query) callback.Query {
	return without(without(q, "encrypt_type"), callback.SchemeMsgSignature)
}

// signedAsEmpty is a plain push whose msg_signature is that of an empty Encrypt, with the
// empty element where it is in the words.
func signedAsEmpty(en, zh string) plainPush {
	x := plainPush{
		what: lang.Text{EN: "a plain push with the signature as msg_signature" + en, ZH: "以 signature 作为 msg_signature" + zh + "的明文推送"},
		query: func(q callback.Query) callback.Query {
			forged := slices.Clone(q)
			for i, p := range forged {
				if p.Name == callback.SchemeMsgSignature {
					forged[i].Value = q.Get(callback.SchemeSignature)
				}
			}
			return forged
		},
	}
	if en != "" {
		x.body = func(msg []byte) []byte { return withEncrypt(msg, nil) }
	}
	return x
}

// withEncrypt adds an Encrypt element at the end of a message.
func withEncrypt(msg, encrypt []byte) []byte {
	trimmed := bytes.TrimSpace(msg)
	if inner, ok := bytes.CutSuffix(trimmed, []byte("}")); ok {
		return slices.Concat(inner, []byte(`,"Encrypt":"`), encrypt, []byte(`"}`))
	}
	inner := bytes.TrimSuffix(trimmed, []byte("</xml>"))
	return slices.Concat(inner, []byte("<Encrypt><![CDATA["), encrypt, []byte("]]></Encrypt>\n</xml>"))
}
