package conform

import (
	"io"
	"math"

	"wxtool/internal/lang"
)

// frameCases are about frames that can be decrypted and are wrong.
func frameCases() []*Case {
	length := lang.Text{EN: "Compare the length with what is left of the frame before cutting the message out, as an unsigned number; slices of Python and JavaScript do not fail.", ZH: "截取消息前，先把长度按无符号数与剩余字节数比较；Python 和 JavaScript 的切片越界不会报错。"}
	padding := lang.Text{EN: "Accept only a padding of 1 to 32 bytes that all have its length as value; do not strip zeros.", ZH: "只接受 1 到 32 字节、且每个字节的值都等于填充长度的填充；不要去除末尾的零。"}
	receiveID := lang.Text{EN: "Compare the bytes after the message with the AppID, corpid or suite id, all of them.", ZH: "将消息之后的全部字节与 AppID、corpid 或 suiteid 比较。"}
	return []*Case{
		{
			Name: "padding-0", Level: Should, Source: pageEncryption, Remedy: padding,
			Requirement: lang.Text{EN: "A push whose frame ends in zeros instead of padding is refused.", ZH: "以零代替填充的推送应被拒绝。"},
			Check: refusesFrames(tampering{
				what: lang.Text{EN: "with zeros instead of padding", ZH: "以零代替填充的"}, level: Should,
				encrypt: func(f *frame, _ io.Reader) (string, error) {
					f.padding = func(n int) []byte { return make([]byte, padBlock-n%padBlock) }
					return f.seal()
				},
			}),
		},
		{
			Name: "padding-33", Level: Should, Source: pageEncryption, Remedy: padding,
			Requirement: lang.Text{EN: "A push whose padding is longer than 32 bytes is refused.", ZH: "填充超过 32 字节的推送应被拒绝。"},
			Check:       refusesFrames(paddedBy(33), paddedBy(255)),
		},
		{
			Name: "length-beyond", Level: Must, Source: reportLength, Remedy: length,
			Requirement: lang.Text{EN: "A push whose message length is more than what is left gets no reply.", ZH: "消息长度超过剩余字节数的推送不得得到回复。"},
			Check:       refusesFrames(ofLength(func(n uint32) uint32 { return n + 1000 }, lang.Text{EN: "1,000 more than it is", ZH: "实际长度加 1000"}), ofLength(func(uint32) uint32 { return math.MaxInt32 }, number("0x7FFFFFFF"))),
		},
		{
			Name: "length-negative", Level: Must, Source: reportLength, Remedy: length,
			Requirement: lang.Text{EN: "A push whose message length is negative as a signed number gets no reply.", ZH: "消息长度作为有符号数为负的推送不得得到回复。"},
			Check:       refusesFrames(ofLength(func(uint32) uint32 { return math.MaxUint32 }, number("0xFFFFFFFF")), ofLength(func(uint32) uint32 { return 1 << 31 }, number("0x80000000"))),
		},
		{
			Name: "length-zero", Level: Must, Source: pageEncryption, Remedy: length,
			Requirement: lang.Text{EN: "A push whose message length is 0 gets no reply, with or without a message behind it.", ZH: "消息长度为 0 的推送不得得到回复，无论后面是否有消息。"},
			Check: refusesFrames(ofLength(func(uint32) uint32 { return 0 }, number("0")), tampering{
				what: lang.Text{EN: "without a message in its frame", ZH: "明文中没有消息的"},
				encrypt: func(f *frame, _ io.Reader) (string, error) {
					f.message, f.length = nil, 0
					return f.seal()
				},
			}),
		},
		{
			Name: "receiveid-wrong", Level: Must, Source: pageEncryption, Remedy: receiveID, Unless: unlessReceiveID,
			Requirement: lang.Text{EN: "A push to another receiveid gets no reply.", ZH: "receiveid 不一致的推送不得得到回复。"},
			Check: refusesFrames(
				receivedBy("another", "receiveid 不同", func(string) string { return "wx0000000000000000" }),
				receivedBy("a longer", "receiveid 后有多余字符", func(right string) string { return right + "0" }),
				receivedBy("a prefixed", "receiveid 前有多余字符", func(right string) string { return "wx" + right }),
				receivedBy("a cut", "receiveid 被截短", func(right string) string { return right[:len(right)-1] }),
			),
		},
		{
			Name: "receiveid-empty", Level: Must, Source: pageEncryption, Remedy: receiveID, Unless: unlessReceiveID,
			Requirement: lang.Text{EN: "A push with an empty receiveid gets no reply.", ZH: "receiveid 为空的推送不得得到回复。"},
			Check:       refusesFrames(receivedBy("an empty", "receiveid 为空", func(string) string { return "" })),
		},
	}
}

// paddedBy is a padding of n bytes with the value n.
func paddedBy(n int) tampering {
	return tampering{
		what: text("with %d bytes of padding", "填充为 %d 字节的", n), level: Should,
		encrypt: func(f *frame, _ io.Reader) (string, error) {
			f.fill(n, 16)
			f.padding = func(int) []byte { return padOf(n) }
			return f.seal()
		},
	}
}

// ofLength is another length of the message, in words.
func ofLength(change func(uint32) uint32, words lang.Text) tampering {
	return tampering{
		what: text("whose message length is %s", "消息长度为 %s 的", words),
		encrypt: func(f *frame, _ io.Reader) (string, error) {
			f.length = change(f.length)
			return f.seal()
		},
	}
}

// number is a length in figures.
func number(s string) lang.Text { return lang.Text{EN: s, ZH: s} }

// receivedBy is another receiveid.
func receivedBy(en, zh string, change func(right string) string) tampering {
	return tampering{
		what: lang.Text{EN: "to " + en + " receiveid", ZH: zh + "的"},
		encrypt: func(f *frame, _ io.Reader) (string, error) {
			f.receiveID = change(f.receiveID)
			return f.seal()
		},
	}
}
