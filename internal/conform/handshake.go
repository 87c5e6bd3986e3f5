package conform

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/verdict"
)

// The pages that cases refer to.
const (
	pageAccess    = "https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Access_Overview.html"
	pageWork      = "https://developer.work.weixin.qq.com/document/path/90930"
	pageReceiving = "https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_standard_messages.html"
)

// handshakeCases are about the verification of the URL. The first is the control of the
// others.
func handshakeCases() []*Case {
	return []*Case{
		{
			Topic: Handshake, Name: "echo-exact", Level: Must, Source: pageAccess, WeCom: pageWork,
			Requirement: lang.Text{EN: "The verification is answered with exactly the bytes of the echostr.", ZH: "URL 验证请求的应答须与 echostr 逐字节相同。"},
			Check:       func(ctx context.Context, t *Trial) error { return t.verified(ctx, nil) },
		},
		{
			Topic: Handshake, Name: "repeated", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByHandshake, Positive: true,
			Requirement: lang.Text{EN: "The verification works each time: the platform sends it whenever the URL is saved.", ZH: "每次验证都须通过：每次保存 URL 时平台都会发送验证请求。"},
			Remedy:      lang.Text{EN: "Do not keep state between verification requests.", ZH: "处理验证请求时不要依赖之前请求留下的状态。"},
			Check:       repeatedVerification,
		},
		{
			Topic: Handshake, Name: "parameter-order", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByHandshake, Positive: true,
			Requirement: lang.Text{EN: "The order of the query parameters does not matter.", ZH: "查询参数的先后顺序不得影响结果。"},
			Remedy:      lang.Text{EN: "Read the parameters by name.", ZH: "按名称读取参数。"},
			Check: func(ctx context.Context, t *Trial) error {
				return t.verified(ctx, func(q callback.Query) callback.Query { slices.Reverse(q); return q })
			},
		},
		{
			Topic: Handshake, Name: "extra-parameters", Level: Should, Source: pageAccess, WeCom: pageWork, Control: ByHandshake, Positive: true,
			Requirement: lang.Text{EN: "Unknown query parameters are ignored: the platform has added some before.", ZH: "应忽略未知的查询参数：平台曾增加过参数。"},
			Remedy:      lang.Text{EN: "Sign only Token, timestamp, nonce and what is encrypted, not the whole query.", ZH: "只对令牌(Token)、timestamp、nonce 和密文计算签名，不要对整个查询串计算。"},
			Check: func(ctx context.Context, t *Trial) error {
				return t.verified(ctx, func(q callback.Query) callback.Query {
					return append(q, callback.Param{Name: "openid", Value: t.Result.OpenID}, callback.Param{Name: "v", Value: "1"})
				})
			},
		},
		{
			Topic: Handshake, Name: "echostr-encoding", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByHandshake, Positive: true,
			Requirement: lang.Text{EN: "The echostr is decoded once from the query: a + or % in it is kept.", ZH: "echostr 只从查询串解码一次：其中的 + 和 % 须保持不变。"},
			Remedy:      lang.Text{EN: "Use the decoded value that the framework gives, and do not decode it again.", ZH: "直接使用框架解码后的值，不要再次解码。"},
			Check:       echostrEncoding,
		},
		{
			Topic: Handshake, Name: "wrong-signature", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByHandshake,
			Requirement: lang.Text{EN: "A verification with a wrong signature does not get the echostr.", ZH: "签名错误的验证请求不得得到 echostr。"},
			Remedy:      lang.Text{EN: "Compare the signature, and answer 403 if it is wrong.", ZH: "校验签名，不一致时返回 403。"},
			Check: func(ctx context.Context, t *Trial) error {
				return t.refusedVerification(ctx, deliver.MisSigned, lang.Text{EN: "a verification with a wrong signature", ZH: "签名错误的验证请求"})
			},
		},
		{
			Topic: Handshake, Name: "missing-signature", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByHandshake,
			Requirement: lang.Text{EN: "A verification without a signature does not get the echostr.", ZH: "没有签名的验证请求不得得到 echostr。"},
			Remedy:      lang.Text{EN: "Treat a missing signature as a wrong one.", ZH: "缺少签名时按签名错误处理。"},
			Check: func(ctx context.Context, t *Trial) error {
				return t.refusedVerification(ctx, withoutSignatures, lang.Text{EN: "a verification without a signature", ZH: "没有签名的验证请求"})
			},
		},
		{
			Topic: Handshake, Name: "refused-with-4xx", Level: Should, Source: pageAccess, WeCom: pageWork, Control: ByHandshake,
			Requirement: lang.Text{EN: "A verification with a wrong signature is refused with a 4xx status.", ZH: "签名错误的验证请求应以 4xx 状态码拒绝。"},
			Remedy:      lang.Text{EN: "Answer 403; in Django HttpResponse(status=403), as HttpResponse(403) is a 200 with the text 403.", ZH: "返回 403；Django 中写 HttpResponse(status=403)，HttpResponse(403) 的状态码仍是 200。"},
			Check: func(ctx context.Context, t *Trial) error {
				v, err := t.Verify()
				if err != nil {
					return err
				}
				v.Query = deliver.MisSigned(v.Query)
				ex := v.Send(ctx)
				t.ShouldRefuseWithStatus(&ex, lang.Text{EN: "a verification with a wrong signature", ZH: "签名错误的验证请求"})
				return nil
			},
		},
	}
}

// verified sends a verification, whose query may be changed, and adds what is wrong with
// the answer.
func (t *Trial) verified(ctx context.Context, change func(callback.Query) callback.Query) error {
	v, err := t.Verify()
	if err != nil {
		return err
	}
	if change != nil {
		v.Query = change(v.Query)
	}
	ex := v.Send(ctx)
	t.Client.Explain(ctx, t.URL, &ex)
	t.JudgeVerification(v, ex)
	return nil
}

// JudgeVerification adds what is wrong with the answer to a right verification.
func (t *Trial) JudgeVerification(v *Verification, ex exchange.Exchange) {
	h := verdict.Handshake{Platform: t.Account.Platform, Echostr: []byte(v.Echostr), Deadline: t.Client.HandshakeDeadline(t.Account.Platform), Right: ex}
	t.last = &ex
	t.works = ex.Response != nil && ex.Response.Status == http.StatusOK && bytes.Contains(ex.Response.Body, []byte(v.Echostr))
	for _, p := range h.Judge() {
		t.add(t.fitted(problemFinding(p, &ex, "")))
	}
}

// refusedVerification sends a verification with a damaged query, which must not be
// answered with the echostr.
func (t *Trial) refusedVerification(ctx context.Context, damage func(callback.Query) callback.Query, what lang.Text) error {
	v, err := t.Verify()
	if err != nil {
		return err
	}
	v.Query = damage(v.Query)
	_, err = t.MustNotEcho(ctx, v, what)
	return err
}

// repeatedVerification sends the same verification twice, and another one.
func repeatedVerification(ctx context.Context, t *Trial) error {
	v, err := t.Verify()
	if err != nil {
		return err
	}
	t.JudgeVerification(v, v.Send(ctx))
	t.JudgeVerification(v, v.Send(ctx))
	return t.verified(ctx, nil)
}

// echostrEncoding sends an echostr with characters that a query must escape. That of WeCom
// is encrypted: its base64 must have a plus sign.
func echostrEncoding(ctx context.Context, t *Trial) error {
	const special = "a+b%20c%2Bd/e=&f g"
	if t.Account.Platform != callback.Work {
		v, err := t.VerifyWith(special)
		if err != nil {
			return err
		}
		t.JudgeVerification(v, v.Send(ctx))
		return nil
	}
	for range 1000 { // three of four have one
		v, err := t.Verify()
		if err != nil {
			return err
		}
		if strings.Contains(v.Query.Get("echostr"), "+") {
			t.JudgeVerification(v, v.Send(ctx))
			return nil
		}
	}
	return errors.New("no echostr with a plus sign was made")
}
