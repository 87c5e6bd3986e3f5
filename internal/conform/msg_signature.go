package conform

import (
	"context"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
)

// The pages on encryption.
const (
	pageEncryption     = "https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Message_encryption_and_decryption_instructions.html"
	pageWorkEncryption = "https://developer.work.weixin.qq.com/document/path/90968"
)

// msgSignatureCases are about encrypted pushes whose signature is right and whose
// msg_signature is not: signature does not cover the body.
func msgSignatureCases() []*Case {
	remedy := lang.Text{EN: "Check msg_signature over the Token, timestamp, nonce and Encrypt of each encrypted push: signature does not cover the body.", ZH: "对每个加密推送用令牌(Token)、timestamp、nonce 和 Encrypt 校验 msg_signature：signature 不覆盖正文。"}
	return []*Case{
		{
			Topic: Signature, Name: "msg-signature-wrong", Level: Must, Source: pageEncryption, WeCom: pageWorkEncryption, Control: ByPush, Unless: unlessEncrypted, Remedy: remedy,
			Requirement: lang.Text{EN: "An encrypted push with a right signature and a wrong msg_signature gets no reply.", ZH: "signature 正确但 msg_signature 错误的加密推送不得得到回复。"},
			Check: onlySignature(lang.Text{EN: "an encrypted push with a right signature and a wrong msg_signature", ZH: "signature 正确但 msg_signature 错误的加密推送"}, func(right string) []callback.Param {
				return []callback.Param{{Name: callback.SchemeMsgSignature, Value: wrongOf(right)}}
			}),
		},
		{
			Topic: Signature, Name: "msg-signature-missing", Level: Must, Source: pageEncryption, WeCom: pageWorkEncryption, Control: ByPush, Unless: unlessEncrypted, Remedy: remedy,
			Requirement: lang.Text{EN: "An encrypted push with a right signature and without msg_signature gets no reply.", ZH: "signature 正确但没有 msg_signature 的加密推送不得得到回复。"},
			Check: onlySignature(lang.Text{EN: "an encrypted push with a right signature and no msg_signature", ZH: "signature 正确但没有 msg_signature 的加密推送"}, func(string) []callback.Param {
				return nil
			}),
		},
	}
}

// onlySignature returns the check that a push with a right signature, and with another
// msg_signature, gets no reply. WeCom sends no signature, but a server may read it.
func onlySignature(what lang.Text, msgSignature func(right string) []callback.Param) func(context.Context, *Trial) error {
	return func(ctx context.Context, t *Trial) error {
		_, signed, err := t.Sealed()
		if err != nil {
			return err
		}
		stamp := callback.Stamp{Timestamp: signed.Query.Get("timestamp"), Nonce: signed.Query.Get("nonce")}
		query := t.Account.PlainParams(stamp)
		for _, p := range without(without(without(signed.Query, callback.SchemeSignature), "timestamp"), "nonce") {
			if p.Name == callback.SchemeMsgSignature {
				query = append(query, msgSignature(p.Value)...)
				continue
			}
			query = append(query, p)
		}
		_, err = t.refuse(ctx, t.unencryptedLevel(), t.Post(query, signed), what)
		return err
	}
}

// unencryptedLevel is the level of a finding that a server reads what is not protected by
// the encryption. Compatible mode is meant for servers that do not decrypt yet.
func (t *Trial) unencryptedLevel() Level {
	if t.Account.Platform == callback.MP && t.Account.Mode == callback.Compatible {
		return Should
	}
	return Must
}
