package conform

import (
	"context"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/push"
)

// reportPlaintext is of a server that accepted plain pushes in safe mode.
const reportPlaintext = "https://github.com/w7corp/easywechat/pull/1525"

// modeCases are about pushes in another mode than that of the account. A client that
// has seen one request can send its query again with another body, as signature does not cover it.
func modeCases() []*Case {
	remedy := lang.Text{EN: "Let the settings of the server decide the mode and not the request: in safe mode refuse whatever is not encrypted.", ZH: "由服务器配置决定加解密方式，不要由请求决定：安全模式下拒绝一切未加密的推送。"}
	return []*Case{
		{
			Topic: Mode, Name: "plaintext", Platform: callback.MP, Level: Must, Source: reportRequestDecides, Control: ByPush, Unless: unlessEncrypted, Remedy: remedy,
			Requirement: lang.Text{EN: "A plain push with a right signature, such as that of an earlier request, gets no reply where pushes are encrypted.", ZH: "推送应加密时，带正确 signature（例如取自之前的请求）的明文推送不得得到回复。"},
			Check: refusesPlain(
				plainPush{what: lang.Text{EN: "a plain push with a right signature", ZH: "signature 正确的明文推送"}, query: unencrypted},
				plainPush{what: lang.Text{EN: "a plain push in JSON with a right signature", ZH: "signature 正确的 JSON 明文推送"}, query: unencrypted, json: true},
			),
		},
		{
			Topic: Mode, Name: "plaintext-raw", Platform: callback.MP, Level: Must, Source: reportPlaintext, Control: ByPush, Unless: unlessEncrypted, Remedy: remedy,
			Requirement: lang.Text{EN: "A plain push with encrypt_type=raw and a right signature gets no reply where pushes are encrypted.", ZH: "推送应加密时，encrypt_type=raw 且 signature 正确的明文推送不得得到回复。"},
			Check: refusesPlain(plainPush{
				what: lang.Text{EN: "a plain push with encrypt_type=raw and a right signature", ZH: "encrypt_type=raw 且 signature 正确的明文推送"},
				query: func(q callback.Query) callback.Query {
					return append(unencrypted(q), callback.Param{Name: "encrypt_type", Value: "raw"})
				},
			}),
		},
		{
			Topic: Mode, Name: "plaintext-captured", Level: Must, Source: reportPlaintext, Control: ByPush, Unless: unlessEncrypted, Remedy: remedy,
			Requirement: lang.Text{EN: "A plain push with the whole query of an encrypted one gets no reply.", ZH: "带有某个加密推送的完整查询串的明文推送不得得到回复。"},
			Check: refusesPlain(plainPush{
				what:  lang.Text{EN: "a plain push with the query of an encrypted one", ZH: "带有加密推送查询串的明文推送"},
				query: func(q callback.Query) callback.Query { return q },
			}),
		},
		{
			Topic: Mode, Name: "plaintext-signed-as-empty", Platform: callback.MP, Level: Must, Source: reportRequestDecides, Control: ByPush, Unless: unlessEncrypted,
			Requirement: lang.Text{EN: "A plain push whose msg_signature is the value of a right signature gets no reply: that is what an empty Encrypt would give.", ZH: "msg_signature 等于正确的 signature 的明文推送不得得到回复：Encrypt 为空时算出的就是这个值。"},
			Remedy:      lang.Text{EN: "Refuse a body without Encrypt before computing msg_signature; decrypting nothing ends some servers, such as one with wechat of Node.", ZH: "正文中没有 Encrypt 时，在计算 msg_signature 之前就应拒绝；解密空内容会使一些服务器的进程退出，例如使用 Node 的 wechat 库时。"},
			Check:       refusesPlain(signedAsEmpty("", ""), signedAsEmpty(" and an empty Encrypt", "且 Encrypt 为空")),
		},
		{
			Topic: Mode, Name: "plain-part", Level: Must, Source: pageEncryption, WeCom: pageWorkEncryption, Control: ByPush, Unless: unlessUser,
			Requirement: lang.Text{EN: "The message is taken from Encrypt: plain elements beside it, which no signature covers, have no effect.", ZH: "消息应取自 Encrypt：与其并列的明文元素不受任何签名保护，不得起作用。"},
			Remedy:      lang.Text{EN: "Decrypt Encrypt and use only what it contains; the plain part of compatible mode is for servers that do not decrypt.", ZH: "解密 Encrypt 并只使用其中的内容；兼容模式的明文部分只供不解密的服务器使用。"},
			Check:       plainPart,
		},
		{
			Topic: Mode, Name: "encrypted-in-plain-mode", Platform: callback.MP, Level: Should, Source: pageEncryption, Control: ByPush, Unless: unlessPlain,
			Requirement: lang.Text{EN: "An encrypted push in plain mode is refused or ignored, and is no error: it comes when the mode is changed in the console first.", ZH: "明文模式下收到加密推送时应拒绝或忽略，不应出错：在公众平台先切换加解密方式时就会收到。"},
			Remedy:      lang.Text{EN: "Check that MsgType and FromUserName are there before using them.", ZH: "使用 MsgType 和 FromUserName 之前先检查其是否存在。"},
			Check:       encryptedInPlainMode,
		},
		{
			Topic: Mode, Name: "refused-with-4xx", Level: Should, Source: reportRequestDecides, Control: ByPush, Unless: unlessEncrypted,
			Requirement: lang.Text{EN: "A plain push is refused with a 4xx status where pushes are encrypted.", ZH: "推送应加密时，明文推送应以 4xx 状态码拒绝。"},
			Remedy:      lang.Text{EN: "Answer 403 to a push without Encrypt.", ZH: "推送中没有 Encrypt 时返回 403。"},
			Check: func(ctx context.Context, t *Trial) error {
				s, err := t.sealedSafe()
				if err != nil {
					return err
				}
				ex := t.Client.Send(ctx, t.Post(s.signed.Query, &callback.Signed{Body: s.push.Message, ContentType: s.signed.ContentType}))
				if ctx.Err() == nil && t.replies(&ex) == 0 {
					t.ShouldRefuseWithStatus(&ex, lang.Text{EN: "a plain push with the query of an encrypted one", ZH: "带有加密推送查询串的明文推送"})
				}
				return context.Cause(ctx)
			},
		},
	}
}

// unlessPlain is the reason not to run cases about plain mode.
func unlessPlain(e *Endpoint) lang.Text {
	if e.encrypted() {
		return lang.Text{EN: "pushes are encrypted", ZH: "推送是加密的"}
	}
	return lang.Text{}
}

// unlessUser is the reason not to run cases that see from the reply whose push was read.
func unlessUser(e *Endpoint) lang.Text {
	if why := unlessEncrypted(e); why != (lang.Text{}) {
		return why
	}
	if head, err := message.Scan(e.control().Message()); err != nil || head.FromUserName == "" {
		return lang.Text{EN: "its pushes come from no user, so a reply does not show what was read", ZH: "其推送不来自用户，无法从回复判断读取了哪一部分"}
	}
	return lang.Text{}
}

// forgedUser is the user of the plain part in the case plain-part.
const forgedUser = "oCheck_forged_plain_part"

// plainPart sends an encrypted push beside whose Encrypt are the elements of a plain one
// of another user, and looks to whom the reply goes.
func plainPart(ctx context.Context, t *Trial) error {
	s, err := t.sealedSafe()
	if err != nil {
		return err
	}
	o := t.pushOptions()
	o.User = forgedUser
	forged, err := push.New(t.control(), t.Account, o)
	if err != nil {
		return err
	}
	req := t.Post(s.signed.Query, &callback.Signed{Body: withEncrypt(forged.Message, s.encrypt), ContentType: s.signed.ContentType})
	ex := t.Client.Send(ctx, req)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if t.addressee(s.push, &ex) == forgedUser {
		t.Add(t.unencryptedLevel(), &ex, lang.Text{EN: "a push whose plain part is forged was answered to the user of the plain part", ZH: "明文部分被伪造的推送，回复发给了明文部分中的用户"})
	}
	return nil
}

// addressee is the ToUserName of a reply, "" if there is none that can be read.
func (t *Trial) addressee(p *push.Push, ex *exchange.Exchange) string {
	var e callback.Envelope
	if ex.Response == nil || e.Read(ex.Response.Body) != nil {
		return ""
	}
	if !e.Encrypted() {
		return string(e.Text("ToUserName"))
	}
	var o callback.Opened
	if p.Account.OpenReply(&o, &e) != nil {
		return ""
	}
	flat, err := o.Flat()
	if err != nil {
		return ""
	}
	return string(flat.Text("ToUserName"))
}

// encryptedInPlainMode sends an encrypted push, with a key that the server does not have.
func encryptedInPlainMode(ctx context.Context, t *Trial) error {
	p, err := t.Message()
	if err != nil {
		return err
	}
	if p.Account.Key, err = otherKey(t.Client.Rand); err != nil {
		return err
	}
	s, err := t.sealSafe(p)
	if err != nil {
		return err
	}
	ex := t.Client.Send(ctx, s.request(string(s.encrypt)))
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	what := lang.Text{EN: "an encrypted push in plain mode", ZH: "明文模式下的加密推送"}
	if t.shouldNotFail(&ex, what); t.replies(&ex) > 0 {
		t.Add(Should, &ex, text("%s was answered with a reply, though its user is not readable", "%s得到了回复，但其用户无法读取", what))
	}
	return nil
}
