package conform

import (
	"context"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/push"
)

// Reports about right frames.
const (
	// a reply with Chinese text whose length was counted in characters
	reportCharacters = "https://github.com/doraemonext/wechat-python-sdk/issues/80"
	// a push as WeCom sent it, whose first bytes are not text
	reportRandomBytes = "https://github.com/xen0n/go-workwx/blob/08a63b778f3451ff640b00ba5e446fea75df42bf/internal/lowlevel/envelope/mod_test.go"
)

// rightFrameCases are about right frames that some servers refuse. They have no control:
// a server that fails them may fail the control too, and they show why.
func rightFrameCases() []*Case {
	starts := lang.Text{EN: "A push is answered whatever the 16 random bytes at the start of its frame are: they need not be text.", ZH: "无论明文开头的 16 个随机字节是什么，推送都须得到应答：它们不一定是文本。"}
	startsRemedy := lang.Text{EN: "Do not decode the frame as text: drop its first 16 bytes, cut the message out, and decode only that.", ZH: "不要把整个明文按文本解码：先去掉前 16 个字节，截取消息后只解码消息。"}
	return []*Case{
		{
			Name: "every-padding", Level: Must, Source: reportPadding16,
			Requirement: lang.Text{EN: "A push is answered whatever the length of its padding, which is 1 to 32 bytes.", ZH: "无论填充长度是 1 到 32 字节中的哪一种，推送都须得到应答。"},
			Remedy:      lang.Text{EN: "The padding is PKCS #7 with a block of 32 bytes: check for at most 32 and not 16, the block of AES.", ZH: "填充是分组为 32 字节的 PKCS#7：上限为 32，不是 AES 分组的 16。"},
			Check:       everyPadding,
		},
		{
			Name: "multibyte", Level: Must, Source: reportCharacters,
			Requirement: lang.Text{EN: "A push with Chinese text and emoji is answered: the length in the frame counts bytes.", ZH: "含中文和表情的推送须得到应答：消息长度以字节计。"},
			Remedy:      lang.Text{EN: "Count the bytes of UTF-8 and not characters, when a push is cut out of its frame and when a reply is put into one.", ZH: "截取推送和构造回复时，长度都按 UTF-8 字节计算，不要按字符计算。"},
			Unless:      unlessContent,
			Check:       multibyte,
		},
		{
			Name: "random-bytes", Level: Should, Source: pageEncryption, Platform: callback.MP,
			Requirement: starts, Remedy: startsRemedy, Check: randomBytes,
		},
		{
			Name: "random-bytes", Level: Must, Source: reportRandomBytes, Platform: callback.Work,
			Requirement: starts, Remedy: startsRemedy, Check: randomBytes,
		},
	}
}

// everyPadding delivers right pushes whose padding is the shortest, the longest, and
// around 16 bytes.
func everyPadding(ctx context.Context, t *Trial) error {
	sizes := []int{1, 16, 17, 32}
	return t.compare(len(sizes), func(i int) (variant, error) {
		p, err := t.Message()
		if err != nil {
			return variant{}, err
		}
		return t.deliverAs(ctx, p, sizes[i], asciiRandom, text("with %d bytes of padding", "填充为 %d 字节", sizes[i]))
	})
}

// multibyte delivers texts with and without characters of several bytes.
func multibyte(ctx context.Context, t *Trial) error {
	texts := []string{"hello", "你好，世界 👋🏽 中文"}
	return t.compare(len(texts), func(i int) (variant, error) {
		p, err := t.Message(fixture.Edit{Op: fixture.Set, Path: "Content", Value: texts[i]})
		if err != nil {
			return variant{}, err
		}
		return t.deliverAs(ctx, p, usualPadding, asciiRandom, text("with the text %q", "内容为 %q ", texts[i]))
	})
}

// randomBytes delivers pushes whose frame begins with text, and with bytes that are none.
func randomBytes(ctx context.Context, t *Trial) error {
	starts := []struct {
		random string
		what   lang.Text
	}{
		{asciiRandom, lang.Text{EN: "whose frame begins with 16 letters and digits", ZH: "明文以 16 个字母和数字开头"}},
		{"\xff\xfe\x00\x80\xc3\x28\xa0\xa1\xe2\x82\xf0\x90\x28\xbc\x00\xff", lang.Text{EN: "whose frame begins with 16 bytes that are not UTF-8", ZH: "明文以 16 个非 UTF-8 字节开头"}},
	}
	return t.compare(len(starts), func(i int) (variant, error) {
		p, err := t.Message()
		if err != nil {
			return variant{}, err
		}
		return t.deliverAs(ctx, p, usualPadding, starts[i].random, starts[i].what)
	})
}

// What every server takes.
const (
	usualPadding = 8 // bytes
	asciiRandom  = "a8eedb185eb2fecf"
)

// deliverAs delivers a right push with a padding and with the first bytes of its frame.
func (t *Trial) deliverAs(ctx context.Context, p *push.Push, padding int, random string, what lang.Text) (variant, error) {
	stamp, err := t.Client.Stamp()
	if err != nil {
		return variant{}, err
	}
	copy(stamp.Random[:], random)
	f := newFrame(&p.Account, stamp.Random, p.Message)
	f.fill(padding, padBlock)
	p.Message = f.message
	signed, err := p.Seal(stamp)
	if err != nil {
		return variant{}, err
	}
	d, err := t.Client.DeliverRequest(ctx, p, signed.Mode, t.URL, t.Post(signed.Query, signed))
	return variant{d, what}, err
}

// variant is a right push that differs from others of a case in one way.
type variant struct {
	*deliver.Delivery
	what lang.Text // what follows "a push"
}

// works reports whether the push was answered as a right one is, though perhaps not well.
func (v variant) works() bool { return v.Reply.Kind != "none" && v.Reply.Kind != "other" }

// compare compares the answers to right pushes that differ in one way. Where some of them
// are answered well and others not, a finding says which, as that shows the cause. What is
// wrong with the answers to all of them is reported only if none works: what else is wrong
// is for the cases of the push.
func (t *Trial) compare(n int, deliver func(int) (variant, error)) error {
	var all []variant
	for i := range n {
		v, err := deliver(i)
		if err != nil {
			return err
		}
		all = append(all, v)
	}
	good, bad := split(all, func(v variant) bool { return v.OK() })
	if len(good) == 0 {
		good, bad = split(all, variant.works)
	}
	if len(bad) == 0 {
		return nil
	}
	if len(good) > 0 {
		t.Add(Must, bad[0].Last(), text("a push %s is answered well, and one %s is not", "%s的推送得到正确的应答，%s的推送则没有", good[len(good)-1].what, bad[0].what))
	}
	t.Judge(bad[0].Delivery)
	return nil
}

// split returns the variants for which f is true, and the others.
func split(all []variant, f func(variant) bool) (yes, no []variant) {
	for _, v := range all {
		if f(v) {
			yes = append(yes, v)
		} else {
			no = append(no, v)
		}
	}
	return yes, no
}

// unlessContent is the reason not to run cases about the text of a message.
func unlessContent(e *Endpoint) lang.Text {
	if why := unlessEncrypted(e); why != (lang.Text{}) {
		return why
	}
	if m, err := message.Scan(e.control().Message()); err != nil || m.MsgType != "text" || m.JSON {
		return lang.Text{EN: "the URL gets no text messages", ZH: "该 URL 不接收文本消息"}
	}
	return lang.Text{}
}
