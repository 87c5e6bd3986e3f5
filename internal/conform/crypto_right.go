package conform

import (
	"context"

	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/push"
)

// rightFrameCases are about right frames that some servers refuse. They have no control:
// a server that fails them may fail the control too, and they show why.
func rightFrameCases() []*Case {
	return []*Case{
		{
			Name: "every-padding", Level: Must, Source: reportPadding16,
			Requirement: lang.Text{EN: "A push is answered whatever the length of its padding, which is 1 to 32 bytes.", ZH: "无论填充长度是 1 到 32 字节中的哪一种，推送都须得到应答。"},
			Remedy:      lang.Text{EN: "The padding is PKCS #7 with a block of 32 bytes: check for at most 32 and not 16, the block of AES.", ZH: "填充是分组为 32 字节的 PKCS#7：上限为 32，不是 AES 分组的 16。"},
			Check:       everyPadding,
		},
		{
			Name: "multibyte", Level: Must, Source: pageEncryption,
			Requirement: lang.Text{EN: "A push with Chinese text and emoji is answered: the length in the frame counts bytes.", ZH: "含中文和表情的推送须得到应答：消息长度以字节计。"},
			Remedy:      lang.Text{EN: "Cut the message out of the bytes of the frame, and decode it as UTF-8 only then.", ZH: "先在字节上截取消息，再按 UTF-8 解码。"},
			Unless:      unlessContent,
			Check:       multibyte,
		},
	}
}

// everyPadding delivers right pushes whose padding is the shortest, the longest, and
// around 16 bytes.
func everyPadding(ctx context.Context, t *Trial) error {
	sizes := []int{1, 16, 17, 32}
	return t.deliverEach(ctx, len(sizes), func(i int) (*push.Push, lang.Text, error) {
		p, err := t.Message()
		if err != nil {
			return nil, lang.Text{}, err
		}
		f := newFrame(&p.Account, [16]byte{}, p.Message)
		f.fill(sizes[i], padBlock)
		p.Message = f.message
		return p, text("with %d bytes of padding", "填充为 %d 字节", sizes[i]), nil
	})
}

// multibyte delivers texts with and without characters of several bytes.
func multibyte(ctx context.Context, t *Trial) error {
	texts := []string{"hello", "你好，世界 👋🏽 中文"}
	return t.deliverEach(ctx, len(texts), func(i int) (*push.Push, lang.Text, error) {
		p, err := t.Message(fixture.Edit{Op: fixture.Set, Path: "Content", Value: texts[i]})
		if err != nil {
			return nil, lang.Text{}, err
		}
		f := newFrame(&p.Account, [16]byte{}, p.Message)
		f.fill(8, padBlock) // every server takes this padding
		p.Message = f.message
		return p, text("with the text %q", "内容为 %q ", texts[i]), nil
	})
}

// variant is a right push that differs from others of a case in one way.
type variant struct {
	*deliver.Delivery
	what lang.Text // what follows "a push"
}

// works reports whether the push was answered as a right one is, though perhaps not well.
func (v variant) works() bool { return v.Reply.Kind != "none" && v.Reply.Kind != "other" }

// deliverEach delivers right pushes that differ in one way. Where some of them are
// answered well and others not, a finding says which, as that shows the cause. What is
// wrong with the answers to all of them is reported only if none works: what else is wrong
// is for the cases of the push.
func (t *Trial) deliverEach(ctx context.Context, n int, make func(int) (*push.Push, lang.Text, error)) error {
	var all []variant
	for i := range n {
		p, what, err := make(i)
		if err != nil {
			return err
		}
		d, err := t.Client.Deliver(ctx, p, t.URL)
		if err != nil {
			return err
		}
		all = append(all, variant{d, what})
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
