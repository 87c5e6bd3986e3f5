package conform

import (
	"context"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/lang"
)

// echostrCases are about WeCom's verification, whose echostr is encrypted.
func echostrCases() []*Case {
	return []*Case{
		{
			Topic: Crypto, Name: "echostr-damaged", Platform: callback.Work, Level: Must, Source: pageWork, Control: ByHandshake,
			Requirement: lang.Text{EN: "A verification whose echostr cannot be decrypted does not get the echostr.", ZH: "echostr 无法解密的验证请求不得得到 echostr。"},
			Remedy:      lang.Text{EN: "Answer 400 where the echostr cannot be decrypted, and never the parameter as it came.", ZH: "echostr 无法解密时返回 400，不要原样返回参数。"},
			Check:       refusesEchostrs(wrongKey, truncated, ragged, oneBlock, shortFrame, garbage("!!!!")),
		},
		{
			Topic: Crypto, Name: "echostr-length", Platform: callback.Work, Level: Must, Source: reportLength, Control: ByHandshake,
			Requirement: lang.Text{EN: "A verification whose frame has a wrong message length does not get the echostr.", ZH: "明文中消息长度错误的验证请求不得得到 echostr。"},
			Remedy:      lang.Text{EN: "Compare the length with what is left of the frame before cutting the echostr out.", ZH: "截取 echostr 前，先把长度与剩余字节数比较。"},
			Check: refusesEchostrs(
				ofLength(func(n uint32) uint32 { return n + 1000 }, lang.Text{EN: "1,000 more than it is", ZH: "实际长度加 1000"}),
				ofLength(func(uint32) uint32 { return 1<<32 - 1 }, number("0xFFFFFFFF")),
				ofLength(func(uint32) uint32 { return 0 }, number("0")),
			),
		},
		{
			Topic: Crypto, Name: "echostr-receiveid", Platform: callback.Work, Level: Must, Source: pageWork, Control: ByHandshake, Unless: unlessReceiveID,
			Requirement: lang.Text{EN: "A verification for another receiveid does not get the echostr.", ZH: "receiveid 不一致的验证请求不得得到 echostr。"},
			Remedy:      lang.Text{EN: "Compare the receiveid of the frame with the corpid, which it also is for the verification of a suite.", ZH: "将明文中的 receiveid 与 corpid 比较；第三方应用验证 URL 时也是服务商的 corpid。"},
			Check: refusesEchostrs(
				receivedBy("another", "receiveid 不同", func(string) string { return "ww0000000000000000" }),
				receivedBy("an empty", "receiveid 为空", func(string) string { return "" }),
			),
		},
	}
}

// refusesEchostrs returns the check that a rightly signed verification does not get the
// echostr after each tampering.
func refusesEchostrs(list ...tampering) func(context.Context, *Trial) error {
	return func(ctx context.Context, t *Trial) error {
		for _, x := range list {
			v, err := t.tamperedVerification(x)
			if err != nil {
				return err
			}
			what := text("a verification %s", "%s验证请求", x.what)
			ex, err := t.MustNotEcho(ctx, v, what)
			if err != nil || t.settled(ex) {
				return err
			}
		}
		return nil
	}
}

// tamperedVerification is a verification with a wrong echostr and a right signature.
func (t *Trial) tamperedVerification(x tampering) (*Verification, error) {
	v, err := t.Verify()
	if err != nil {
		return nil, err
	}
	stamp, err := deliver.NewStamp(t.Client.Now(), t.Client.Rand)
	if err != nil {
		return nil, err
	}
	encrypt, err := x.encrypt(newFrame(&t.Account, stamp.Random, []byte(v.Echostr)), t.Client.Rand)
	if err != nil {
		return nil, err
	}
	v.Echostr = v.Echostr[:8] // a part of it is too much
	v.Query = append(t.Account.PushParams(stamp, encrypt), callback.Param{Name: "echostr", Value: encrypt})
	return v, nil
}
