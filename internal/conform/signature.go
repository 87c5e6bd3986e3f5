package conform

import (
	"context"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/lang"
)

// signatureCases are about pushes whose signature is wrong.
func signatureCases() []*Case {
	return []*Case{
		{
			Topic: Signature, Name: "forged", Level: Must, Source: pageAccess, Control: ByPush,
			Requirement: lang.Text{EN: "A push with a wrong signature gets no reply.", ZH: "签名错误的推送不得得到回复。"},
			Remedy:      lang.Text{EN: "Check the signature of every POST as of the verification, and answer 403 if it is wrong.", ZH: "每个 POST 都像 URL 验证那样校验签名，不一致时返回 403。"},
			Check: func(ctx context.Context, t *Trial) error {
				return t.refusedPush(ctx, deliver.MisSigned, lang.Text{EN: "a push with a wrong signature", ZH: "签名错误的推送"})
			},
		},
		{
			Topic: Signature, Name: "missing", Level: Must, Source: pageAccess, Control: ByPush,
			Requirement: lang.Text{EN: "A push without a signature gets no reply.", ZH: "没有签名的推送不得得到回复。"},
			Remedy:      lang.Text{EN: "Treat a missing signature as a wrong one.", ZH: "缺少签名时按签名错误处理。"},
			Check: func(ctx context.Context, t *Trial) error {
				return t.refusedPush(ctx, withoutSignatures, lang.Text{EN: "a push without a signature", ZH: "没有签名的推送"})
			},
		},
		{
			Topic: Signature, Name: "refused-with-4xx", Level: Should, Source: pageAccess, Control: ByPush,
			Requirement: lang.Text{EN: "A push with a wrong signature is refused with a 4xx status.", ZH: "签名错误的推送应以 4xx 状态码拒绝。"},
			Remedy:      lang.Text{EN: "Answer 403; in Django HttpResponse(status=403), as HttpResponse(403) is a 200 with the text 403.", ZH: "返回 403；Django 中写 HttpResponse(status=403)，HttpResponse(403) 的状态码仍是 200。"},
			Check: func(ctx context.Context, t *Trial) error {
				_, signed, err := t.Sealed()
				if err != nil {
					return err
				}
				ex := t.Client.Send(ctx, t.Post(deliver.MisSigned(signed.Query), signed))
				t.ShouldRefuseWithStatus(&ex, lang.Text{EN: "a push with a wrong signature", ZH: "签名错误的推送"})
				return nil
			},
		},
	}
}

// refusedPush sends a control push with a damaged query, which must get no reply.
func (t *Trial) refusedPush(ctx context.Context, damage func(callback.Query) callback.Query, what lang.Text) error {
	_, signed, err := t.Sealed()
	if err != nil {
		return err
	}
	_, err = t.MustRefuse(ctx, t.Post(damage(signed.Query), signed), what)
	return err
}
