package conform

import (
	"context"
	"encoding/base64"
	"io"
	"slices"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
)

// Reports of servers that failed with frames that they should refuse, or refused right ones.
const (
	reportPadding16 = "https://github.com/Tencent/WeKnora/issues/2832"
	reportLength    = "https://github.com/binarywang/WxJava/issues/909"
	reportReceiveID = "https://github.com/zhayujie/chatgpt-on-wechat/pull/3159"
	reportUnpad     = "https://github.com/silenceper/wechat/issues/13"
)

// tampering makes a wrong Encrypt value of a right frame. The push or echostr with it has
// a right signature.
type tampering struct {
	what    lang.Text // what follows "a push" or "a verification"
	level   Level     // of a reply; "" is Must
	encrypt func(*frame, io.Reader) (string, error)
}

// push is the push with the tampering, in words.
func (x *tampering) push() lang.Text { return text("a push %s", "%s推送", x.what) }

// cryptoCases are about pushes that cannot be decrypted, or whose frame is wrong.
func cryptoCases() []*Case {
	right, wrong := rightFrameCases(), slices.Concat(cipherCases(), frameCases(), answerCases())
	for _, c := range wrong {
		c.Control = ByPush
	}
	for _, c := range slices.Concat(right, wrong) {
		c.Topic = Crypto
		if c.Source == pageEncryption {
			c.WeCom = pageWorkEncryption
		}
		if c.Unless == nil {
			c.Unless = unlessEncrypted
		}
	}
	return slices.Concat(right, wrong, echostrCases())
}

// cipherCases are about Encrypt values that are no ciphertext of the key.
func cipherCases() []*Case {
	remedy := lang.Text{EN: "Refuse a push as soon as a step of the decryption fails, and do not answer it with a text.", ZH: "解密的任何一步失败都应立即拒绝推送，不要回复文本。"}
	return []*Case{
		{
			Name: "wrong-key", Level: Must, Source: pageEncryption, Remedy: remedy,
			Requirement: lang.Text{EN: "A push encrypted with another EncodingAESKey gets no reply.", ZH: "用其他消息加解密密钥(EncodingAESKey)加密的推送不得得到回复。"},
			Check:       refusesFrames(wrongKey),
		},
		{
			Name: "truncated", Level: Must, Source: reportLength, Remedy: remedy,
			Requirement: lang.Text{EN: "A push whose ciphertext ends too early, at the end of a block, gets no reply.", ZH: "密文在分组边界处被截断的推送不得得到回复。"},
			Check:       refusesFrames(truncated),
		},
		{
			Name: "ragged", Level: Must, Source: pageEncryption, Remedy: remedy,
			Requirement: lang.Text{EN: "A push whose ciphertext is not a multiple of 16 bytes gets no reply.", ZH: "密文长度不是 16 字节整数倍的推送不得得到回复。"},
			Check:       refusesFrames(ragged),
		},
		{
			Name: "empty", Level: Must, Source: pageEncryption, Remedy: remedy,
			Requirement: lang.Text{EN: "A push with an empty Encrypt value gets no reply.", ZH: "Encrypt 为空的推送不得得到回复。"},
			Check: refusesFrames(tampering{
				what:    lang.Text{EN: "with an empty Encrypt", ZH: "Encrypt 为空的"},
				encrypt: func(*frame, io.Reader) (string, error) { return "", nil },
			}),
		},
		{
			Name: "one-block", Level: Must, Source: reportUnpad, Remedy: remedy,
			Requirement: lang.Text{EN: "A push whose ciphertext is one or two blocks, too short for a frame, gets no reply.", ZH: "密文只有一两个分组、不足以构成消息结构的推送不得得到回复。"},
			Check:       refusesFrames(oneBlock, shortFrame),
		},
		{
			Name: "garbage-base64", Level: Must, Source: pageEncryption, Remedy: remedy,
			Requirement: lang.Text{EN: "A push whose Encrypt value is not base64 gets no reply.", ZH: "Encrypt 不是 base64 的推送不得得到回复。"},
			Check: refusesFrames(garbage("!!!!"), garbage("A"), garbage("密文"), tampering{
				what: lang.Text{EN: "whose base64 is followed by other characters", ZH: "base64 后面还有其他字符的"},
				encrypt: func(f *frame, _ io.Reader) (string, error) {
					sealed, err := f.seal()
					return sealed[:len(sealed)/8*4] + "=!=!", err
				},
			}),
		},
	}
}

var (
	wrongKey = tampering{
		what: lang.Text{EN: "encrypted with another EncodingAESKey", ZH: "用其他消息加解密密钥(EncodingAESKey)加密的"},
		encrypt: func(f *frame, random io.Reader) (sealed string, err error) {
			if f.key, err = otherKey(random); err != nil {
				return "", err
			}
			return f.seal()
		},
	}
	truncated = tampering{
		what: lang.Text{EN: "without the last 32 bytes of the ciphertext", ZH: "缺少密文最后 32 字节的"},
		encrypt: func(f *frame, _ io.Reader) (string, error) {
			return f.cut(func(c []byte) []byte { return c[:len(c)-padBlock] })
		},
	}
	ragged = tampering{
		what: lang.Text{EN: "without the last 5 bytes of the ciphertext", ZH: "缺少密文最后 5 字节的"},
		encrypt: func(f *frame, _ io.Reader) (string, error) {
			return f.cut(func(c []byte) []byte { return c[:len(c)-5] })
		},
	}
	oneBlock = tampering{
		what: lang.Text{EN: "with one block of ciphertext", ZH: "密文只有一个分组的"},
		encrypt: func(f *frame, _ io.Reader) (string, error) {
			return f.cut(func(c []byte) []byte { return c[:16] })
		},
	}
	shortFrame = tampering{
		what: lang.Text{EN: "whose frame is 14 bytes and right padding", ZH: "明文只有 14 字节、填充正确的"},
		encrypt: func(f *frame, _ io.Reader) (string, error) {
			c, err := f.key.EncryptBlocks(nil, append(f.random[:14:14], padOf(18)...))
			return base64.StdEncoding.EncodeToString(c), err
		},
	}
)

// garbage is an Encrypt value that is not base64.
func garbage(value string) tampering {
	return tampering{
		what:    text("with the Encrypt value %q", "Encrypt 为 %q 的", value),
		encrypt: func(*frame, io.Reader) (string, error) { return value, nil },
	}
}

// refusesFrames returns the check that a push gets no reply after each tampering.
func refusesFrames(list ...tampering) func(context.Context, *Trial) error {
	return func(ctx context.Context, t *Trial) error {
		for _, x := range list {
			s, encrypt, err := t.tampered(x)
			if err != nil {
				return err
			}
			ex, err := t.refuse(ctx, x.level, s.request(encrypt), x.push())
			if err != nil || t.settled(ex) {
				return err
			}
		}
		return nil
	}
}

// tampered is the control push and its wrong Encrypt value.
func (t *Trial) tampered(x tampering) (*sealedPush, string, error) {
	s, err := t.sealedSafe()
	if err != nil {
		return nil, "", err
	}
	encrypt, err := x.encrypt(s.frame, t.Client.Rand)
	return s, encrypt, err
}

// unlessReceiveID is the reason not to run cases about the receiveid: that of a smart bot
// is empty, and so is that of an individual developer's app.
func unlessReceiveID(e *Endpoint) lang.Text {
	if why := unlessEncrypted(e); why != (lang.Text{}) {
		return why
	}
	if f := e.control(); e.Account.ReceiveID == "" || callback.Form(f.Envelope) == callback.FormBot {
		return lang.Text{EN: "the receiveid is empty", ZH: "receiveid 为空"}
	}
	return lang.Text{}
}
