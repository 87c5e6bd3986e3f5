package conform

import (
	"context"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/lang"
)

// Reports of servers that accepted what they should refuse.
const (
	reportRequestDecides = "https://github.com/w7corp/easywechat/pull/2990" // the request chose how it was checked, arrays raised errors
	reportNonASCII       = "https://github.com/NousResearch/hermes-agent/pull/43937"
)

// signatureCases are about pushes whose signature is wrong.
func signatureCases() []*Case {
	return append([]*Case{
		{
			Topic: Signature, Name: "forged", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByPush,
			Requirement: lang.Text{EN: "A push with a wrong signature gets no reply.", ZH: "签名错误的推送不得得到回复。"},
			Remedy:      lang.Text{EN: "Check the signature of every POST as of the verification, and answer 403 if it is wrong.", ZH: "每个 POST 都像 URL 验证那样校验签名，不一致时返回 403。"},
			Check:       refuses(damage{what: whatForged, query: deliver.MisSigned}),
		},
		{
			Topic: Signature, Name: "missing", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByPush,
			Requirement: lang.Text{EN: "A push without a signature gets no reply.", ZH: "没有签名的推送不得得到回复。"},
			Remedy:      lang.Text{EN: "Treat a missing signature as a wrong one.", ZH: "缺少签名时按签名错误处理。"},
			Check:       refuses(damage{what: whatUnsigned, query: withoutSignatures}),
		},
		{
			Topic: Signature, Name: "empty", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByPush,
			Requirement: lang.Text{EN: "A push with an empty signature gets no reply.", ZH: "签名为空的推送不得得到回复。"},
			Remedy:      lang.Text{EN: "Compare the signature always, not only if it is not empty.", ZH: "始终比较签名，不要只在签名非空时比较。"},
			Check: refuses(damage{
				what:  lang.Text{EN: "a push with an empty signature", ZH: "签名为空的推送"},
				query: eachSignature(func(string) []string { return []string{""} }),
			}),
		},
		{
			Topic: Signature, Name: "unsigned-without-time", Level: Must, Source: reportRequestDecides, Control: ByPush,
			Requirement: lang.Text{EN: "A push without signature, timestamp and nonce, or with one of them missing and a wrong signature, gets no reply.", ZH: "没有签名、timestamp 和 nonce，或缺少其中之一且签名错误的推送不得得到回复。"},
			Remedy:      lang.Text{EN: "Do not skip the check where a parameter is missing: refuse the request.", ZH: "缺少参数时不要跳过校验，应拒绝请求。"},
			Check: refuses(
				damage{what: lang.Text{EN: "a push without any parameter", ZH: "没有任何参数的推送"}, query: func(callback.Query) callback.Query { return nil }},
				damage{what: lang.Text{EN: "a push without timestamp and with a wrong signature", ZH: "没有 timestamp 且签名错误的推送"}, query: misSignedWithout("timestamp")},
				damage{what: lang.Text{EN: "a push without nonce and with a wrong signature", ZH: "没有 nonce 且签名错误的推送"}, query: misSignedWithout("nonce")},
			),
		},
		{
			Topic: Signature, Name: "array", Level: Must, Source: reportRequestDecides, Control: ByPush,
			Requirement: lang.Text{EN: "A wrong signature in an array parameter (signature[]=) gets no reply.", ZH: "以数组参数（signature[]=）给出的错误签名不得得到回复。"},
			Remedy:      lang.Text{EN: "Take parameters only as text, and compare with hash_equals (PHP): strcmp of an array returns null, which equals 0.", ZH: "只接受字符串形式的参数，PHP 中用 hash_equals 比较：strcmp 遇到数组返回 null，等于 0。"},
			Check: refuses(
				damage{what: lang.Text{EN: "a push with a wrong signature as signature[]", ZH: "签名错误且写作 signature[] 的推送"}, query: inArray("[]")},
				damage{what: lang.Text{EN: "a push with a wrong signature as signature[0]", ZH: "签名错误且写作 signature[0] 的推送"}, query: inArray("[0]")},
			),
		},
		{
			Topic: Signature, Name: "doubled", Level: Must, Source: reportRequestDecides, Control: ByPush,
			Requirement: lang.Text{EN: "A push with two wrong signatures gets no reply.", ZH: "带两个错误签名的推送不得得到回复。"},
			Remedy:      lang.Text{EN: "Take exactly one value of each parameter; frameworks return a list for a repeated one.", ZH: "每个参数只取一个值：参数重复时，框架会返回数组。"},
			Check:       doubledSignatures,
		},
		{
			Topic: Signature, Name: "partial", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByPush,
			Requirement: lang.Text{EN: "Only the whole of the right signature gets a reply, and no part of it.", ZH: "只有完整的正确签名才能得到回复，其一部分不得得到回复。"},
			Remedy:      lang.Text{EN: "Compare all 40 digits, with a function for constant time, and not with startsWith or contains.", ZH: "用恒定时间的函数比较全部 40 个字符，不要用 startsWith 或 contains。"},
			Check:       partialSignatures,
		},
		{
			Topic: Signature, Name: "refused-with-4xx", Level: Should, Source: pageAccess, WeCom: pageWork, Control: ByPush,
			Requirement: lang.Text{EN: "A push with a wrong signature is refused with a 4xx status.", ZH: "签名错误的推送应以 4xx 状态码拒绝。"},
			Remedy:      lang.Text{EN: "Answer 403; in Django HttpResponse(status=403), as HttpResponse(403) is a 200 with the text 403.", ZH: "返回 403；Django 中写 HttpResponse(status=403)，HttpResponse(403) 的状态码仍是 200。"},
			Check: func(ctx context.Context, t *Trial) error {
				_, signed, err := t.Sealed()
				if err != nil {
					return err
				}
				ex := t.Client.Send(ctx, t.Post(deliver.MisSigned(signed.Query), signed))
				t.ShouldRefuseWithStatus(&ex, whatForged)
				return nil
			},
		},
	}, append(msgSignatureCases(), otherSignatureCases()...)...)
}

// doubledSignatures sends two wrong signatures, which must be refused, and a right and a
// wrong one in both orders, of which a server that takes the first or the last accepts one.
func doubledSignatures(ctx context.Context, t *Trial) error {
	twoWrong := damage{
		what:  lang.Text{EN: "a push with two wrong signatures", ZH: "带两个错误签名的推送"},
		query: eachSignature(func(s string) []string { return []string{wrongOf(s), wrongOf(wrongOf(s) + "0")[:40]} }),
	}
	if err := refuses(twoWrong)(ctx, t); err != nil {
		return err
	}
	accepted := 0
	for _, order := range []func(string) []string{
		func(s string) []string { return []string{s, wrongOf(s)} },
		func(s string) []string { return []string{wrongOf(s), s} },
	} {
		_, signed, err := t.Sealed()
		if err != nil {
			return err
		}
		ex := t.Client.Send(ctx, t.Post(eachSignature(order)(signed.Query), signed))
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if accepted += t.replies(&ex); accepted == 2 {
			t.Add(Info, &ex, lang.Text{EN: "a right signature is accepted before and after a wrong one, so any of several values is enough", ZH: "无论正确的签名在错误的签名之前还是之后都被接受：多个值中只要有一个正确即可"})
		}
	}
	return nil
}

// partialSignatures sends parts of the right signature, and more than it.
func partialSignatures(ctx context.Context, t *Trial) error {
	var list []damage
	for _, n := range []int{1, 8, 39} {
		list = append(list, damage{
			what:  text("a push with the first %d characters of the right signature", "只带正确签名前 %d 个字符的推送", n),
			query: eachSignature(func(s string) []string { return []string{s[:min(n, len(s))]} }),
		})
	}
	list = append(list, damage{
		what: lang.Text{EN: "a push with the right signature in upper case, which the platform does not send,", ZH: "签名正确但为大写（平台不会这样发送）的推送"}, level: Info,
		query: eachSignature(func(s string) []string { return []string{strings.ToUpper(s)} }),
	}, damage{
		what: lang.Text{EN: "a push with a character after the right signature", ZH: "正确签名后多一个字符的推送"}, level: Should,
		query: eachSignature(func(s string) []string { return []string{s + "0"} }),
	})
	return refuses(list...)(ctx, t)
}
