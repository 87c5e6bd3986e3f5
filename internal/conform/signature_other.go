package conform

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/fixture"
	"wxtool/internal/lang"
)

// stale is the age of the push of the case stale: no platform sends one that late.
const stale = 24 * time.Hour

// otherSignatureCases are about signatures that are right in a way, and about values that
// make servers fail.
func otherSignatureCases() []*Case {
	return []*Case{
		{
			Topic: Signature, Name: "empty-token", Level: Must, Source: reportRequestDecides, Control: ByPush,
			Requirement: lang.Text{EN: "A push that is signed with an empty Token gets no reply, for this account and for an unknown one.", ZH: "以空令牌(Token)签名的推送不得得到回复，无论是发给本账号还是未知账号。"},
			Remedy:      lang.Text{EN: "Refuse pushes of accounts without a Token: the default of an unset setting must not be an empty text.", ZH: "账号没有令牌(Token)时应拒绝推送：未设置的配置项不得默认为空字符串。"},
			Check:       emptyToken,
		},
		{
			Topic: Signature, Name: "tutorial-token", Level: Must, Source: pageAccess, WeCom: pageWork, Control: ByPush,
			Requirement: lang.Text{EN: "A push that is signed with the Token of a tutorial gets no reply.", ZH: "以教程中的令牌(Token)签名的推送不得得到回复。"},
			Remedy:      lang.Text{EN: "Use one Token that is random, in the console and in the server, and no other.", ZH: "在服务器配置和代码中只使用同一个随机的令牌(Token)。"},
			Check:       tutorialTokens,
		},
		{
			Topic: Signature, Name: "stale", Level: Should, Source: pageAccess, WeCom: pageWork, Control: ByPush,
			Requirement: lang.Text{EN: "A push that was signed a day ago is refused: a recorded request must not work for ever.", ZH: "一天前签名的推送应被拒绝：被截获的请求不应永远有效。"},
			Remedy:      lang.Text{EN: "Compare timestamp with the clock, and refuse what is more than some minutes off.", ZH: "将 timestamp 与当前时间比较，相差超过数分钟即拒绝。"},
			Check: func(ctx context.Context, t *Trial) error {
				signed, err := t.sealedAs(func(_ *callback.Account, s *callback.Stamp) {
					s.Timestamp = strconv.FormatInt(t.Client.Now().Add(-stale).Unix(), 10)
				})
				if err != nil {
					return err
				}
				_, err = t.refuse(ctx, Should, t.Post(signed.Query, signed), lang.Text{EN: "a push that was signed a day ago", ZH: "一天前签名的推送"})
				return err
			},
		},
		{
			Topic: Signature, Name: "unusual-values", Level: Should, Source: reportNonASCII, Control: ByPush,
			Requirement: lang.Text{EN: "A signature of another length, of other characters or of another type is refused without an error in the server.", ZH: "长度、字符或类型不同的签名应被正常拒绝，服务器不应出错。"},
			Remedy:      lang.Text{EN: "Check the type and length before comparing: timingSafeEqual (Node) fails on another length, compare_digest (Python) on text that is not ASCII, and a missing or repeated parameter is no text.", ZH: "比较前先检查类型和长度：Node 的 timingSafeEqual 遇到长度不同会报错，Python 的 compare_digest 遇到非 ASCII 字符串会报错，缺少或重复的参数也不是字符串。"},
			Check:       unusualValues,
		},
	}
}

// sealedAs is Sealed with another account or stamp.
func (t *Trial) sealedAs(change func(*callback.Account, *callback.Stamp), edits ...fixture.Edit) (*callback.Signed, error) {
	p, err := t.Message(edits...)
	if err != nil {
		return nil, err
	}
	stamp, err := t.Client.Stamp()
	if err != nil {
		return nil, err
	}
	change(&p.Account, &stamp)
	return p.Seal(stamp)
}

// emptyToken sends pushes that are signed with an empty Token. A server of several
// accounts may take the settings of an unknown one as empty.
func emptyToken(ctx context.Context, t *Trial) error {
	p, err := t.Message()
	if err != nil {
		return err
	}
	what := lang.Text{EN: "a push signed with an empty Token", ZH: "以空令牌(Token)签名的推送"}
	if more, err := t.refusedToken(ctx, "", what); !more || err != nil || p.Head.ToUserName == "" {
		return err
	}
	_, err = t.refusedToken(ctx, "", lang.Text{EN: "a push to an unknown account signed with an empty Token", ZH: "发给未知账号且以空令牌(Token)签名的推送"},
		fixture.Edit{Op: fixture.Set, Path: "ToUserName", Value: "gh_wxtoolunknown"})
	return err
}

// refusedToken sends a push that is signed with another Token, which must get no reply. It
// reports whether another one can be sent.
func (t *Trial) refusedToken(ctx context.Context, token string, what lang.Text, edits ...fixture.Edit) (more bool, err error) {
	signed, err := t.sealedAs(func(a *callback.Account, _ *callback.Stamp) { a.Token = token }, edits...)
	if err != nil {
		return false, err
	}
	ex, err := t.MustRefuse(ctx, t.Post(signed.Query, signed), what)
	return err == nil && !t.settled(ex), err
}

// tutorialTokens sends pushes that are signed with Tokens that anyone can guess.
func tutorialTokens(ctx context.Context, t *Trial) error {
	tokens := []string{"token", "weixin", "wechat", "test", "123456"}
	if slices.Contains(tokens, t.Account.Token) {
		t.Add(Info, nil, lang.Text{EN: "the Token of the account is that of a tutorial, so anyone can sign pushes", ZH: "账号的令牌(Token)是教程中的值，任何人都能为推送签名"})
	}
	for _, token := range tokens {
		if token == t.Account.Token {
			continue
		}
		if more, err := t.refusedToken(ctx, token, text("a push signed with the Token %q", "以令牌(Token) %q 签名的推送", token)); err != nil || !more {
			return err
		}
	}
	return nil
}

// unusualValues sends signatures that make the comparison of some servers fail.
func unusualValues(ctx context.Context, t *Trial) error {
	one := func(value string) func(callback.Query) callback.Query {
		return eachSignature(func(string) []string { return []string{value} })
	}
	for _, d := range []damage{
		{what: whatUnsigned, query: withoutSignatures},
		{what: lang.Text{EN: "a push without any parameter", ZH: "没有任何参数的推送"}, query: func(callback.Query) callback.Query { return nil }},
		{what: lang.Text{EN: "a push without timestamp and nonce", ZH: "没有 timestamp 和 nonce 的推送"}, query: func(q callback.Query) callback.Query { return without(misSignedWithout("nonce")(q), "timestamp") }},
		{what: lang.Text{EN: "a push with a signature of one character", ZH: "签名只有一个字符的推送"}, query: one("x")},
		{what: lang.Text{EN: "a push with a signature of 5,000 characters", ZH: "签名有 5000 个字符的推送"}, query: one(strings.Repeat("a", 5000))},
		{what: lang.Text{EN: "a push with a signature of 40 letters that are not ASCII", ZH: "签名为 40 个非 ASCII 字符的推送"}, query: one(strings.Repeat("签", 40))},
		{what: lang.Text{EN: "a push with a wrong signature as signature[]", ZH: "签名错误且写作 signature[] 的推送"}, query: inArray("[]")},
		{what: lang.Text{EN: "a push with two wrong signatures", ZH: "带两个错误签名的推送"}, query: func(q callback.Query) callback.Query { w := deliver.MisSigned(q); return append(w, w...) }},
	} {
		_, signed, err := t.Sealed()
		if err != nil {
			return err
		}
		ex := t.Client.Send(ctx, t.Post(d.query(signed.Query), signed))
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if t.shouldNotFail(&ex, d.what); t.settled(&ex) {
			return nil
		}
	}
	return nil
}

// shouldNotFail adds a finding where a request got no answer, or that of a server error.
func (t *Trial) shouldNotFail(ex *exchange.Exchange, what lang.Text) {
	switch res := ex.Response; {
	case res == nil:
		t.Add(Should, ex, text("%s got no answer: %s", "%s没有得到应答：%s", what, ex.Cause.Words()))
	case res.Status/100 == 5:
		t.Add(Should, ex, text("%s was answered with HTTP status %d, as after a crash", "%s得到 HTTP %d，看起来是服务器崩溃", what, res.Status))
	}
}
