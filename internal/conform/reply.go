package conform

import (
	"bytes"
	"context"
	"strings"

	"wxtool/internal/deliver"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/push"
)

const (
	reportHostile = "https://github.com/silenceper/wechat/issues/750"
	pageWorkReply = "https://developer.work.weixin.qq.com/document/path/90241"
)

// replyCases are about replies to texts that are hard to put into XML. What a server
// does with other texts is judged in all topics.
func replyCases() []*Case {
	return []*Case{
		hostile("cdata-end", Must, pageReply, `]]></Content><MsgType><![CDATA[news]]></MsgType><Content><![CDATA[`, true,
			lang.Text{EN: "A reply to a text with ]]> is well-formed, and the text cannot change the reply.", ZH: "对含 ]]> 的文本的回复须格式正确，且文本不能改变回复的结构。"},
			lang.Text{EN: "Write replies with an XML library, or split ]]> into two CDATA sections.", ZH: "用 XML 库生成回复，或将 ]]> 拆到两个 CDATA 段中。"}),
		hostile("markup", Must, pageReply, `<b>&amp; "quoted" & 'plain' </b><!-- -->`, true,
			lang.Text{EN: "A reply to a text with <, > and & is well-formed, and does not escape the text twice.", ZH: "对含 <、>、& 的文本的回复须格式正确，且不得重复转义。"},
			lang.Text{EN: "Put text into CDATA, or escape it once.", ZH: "将文本放入 CDATA，或只转义一次。"}),
		hostile("emoji", Must, pageReply, "😀👨‍👩‍👧 𠮷野家", true,
			lang.Text{EN: "A reply to emoji and rare characters is valid, and does not lose them.", ZH: "对表情和生僻字的回复须有效，且不得丢失字符。"},
			lang.Text{EN: "Use UTF-8 with four bytes everywhere; in MySQL utf8mb4.", ZH: "全程使用支持四字节的 UTF-8；MySQL 用 utf8mb4。"}),
		hostile("format-characters", Should, pageReply, "100%s %d%n {0} {{7*7}} ${7*7} #{7*7}", true,
			lang.Text{EN: "A text with characters of format strings and templates comes back unchanged, if it comes back.", ZH: "含格式串和模板字符的文本若被写入回复，应保持原样。"},
			lang.Text{EN: "Pass the user's text as a value, and never as the format or the template.", ZH: "用户文本只能作为值传入，不能作为格式串或模板。"}),
		hostile("long-text", Should, pageReply, strings.Repeat("长文本", 198)+"完", false,
			lang.Text{EN: "A reply to a text of 1,785 bytes is not longer than the text: failures were seen from about 1,800 bytes on.", ZH: "对 1785 字节文本的回复不应比原文更长：约 1800 字节起有故障反馈。"},
			lang.Text{EN: "Cut the reply to 1,800 bytes, between characters.", ZH: "将回复截断到 1800 字节以内，不要截断半个字符。"}),
		{
			Topic: Reply, Name: "control-bytes", Level: Should, Source: reportHostile, Control: ByPush, Positive: true, Unless: unlessXMLTexts,
			Requirement: lang.Text{EN: "A text with the byte 0x02 gets a valid answer: the platform passes on what users paste.", ZH: "含 0x02 字节的文本应得到有效的应答：平台会原样转发用户粘贴的内容。"},
			Remedy:      lang.Text{EN: "Remove control characters from the body before it is parsed.", ZH: "解析前先从正文中删除控制字符。"},
			Check:       controlBytes,
		},
	}
}

// unlessXMLTexts is the reason not to send texts that are hard to put into XML.
func unlessXMLTexts(e *Endpoint) lang.Text {
	if reason := unlessMessages(e); reason != (lang.Text{}) {
		return reason
	}
	return unlessXML(e)
}

// hostile is a case of a text. If echoed, a server that sends an ordinary text back
// must also send this one back.
func hostile(name string, level Level, source, content string, echoed bool, requirement, remedy lang.Text) *Case {
	return &Case{
		Topic: Reply, Name: name, Level: level, Source: source, WeCom: pageWorkReply, Control: ByPush, Positive: true, Unless: unlessXMLTexts,
		Requirement: requirement, Remedy: remedy,
		Check: func(ctx context.Context, t *Trial) error {
			echoes := false
			if echoed {
				const ordinary = "wxtool asks for its words back"
				d, err := t.text(ctx, ordinary)
				if err != nil {
					return err
				}
				echoes = contentOf(d) == ordinary
			}
			before := len(t.Result.Findings)
			d, err := t.text(ctx, content)
			if err != nil || len(t.Result.Findings) > before || !echoes {
				return err
			}
			if got := contentOf(d); got != content {
				t.Add(Should, d.Last(), text("the server sends texts back, but this one came back as %q instead of %q", "服务器会原样返回文本，但这条返回为 %q，应为 %q", message.CutText(got, 120), content))
			}
			return nil
		},
	}
}

// text sends a text of the user of the case.
func (t *Trial) text(ctx context.Context, content string) (*deliver.Delivery, error) {
	p, err := t.Message(set("Content", content))
	if err != nil {
		return nil, err
	}
	return t.Deliver(ctx, p)
}

// contentOf is the text of a reply, "" if it has none.
func contentOf(d *deliver.Delivery) string {
	if d.Reply.Document == nil {
		return ""
	}
	content, _ := d.Reply.Document.Get("Content")
	return content
}

// controlBytes sends a text with a control byte, which a valid XML document cannot have.
func controlBytes(ctx context.Context, t *Trial) error {
	const place = "wxtool-control-byte"
	p, err := t.Message(set("Content", "a"+place+"b"))
	if err != nil {
		return err
	}
	own := push.Of(p.Name, bytes.Replace(p.Message, []byte(place), []byte{2}, 1), p.Account)
	own.Head, own.Form, own.Family, own.Expect = p.Head, p.Form, p.Family, p.Expect
	_, err = t.Deliver(ctx, own)
	return err
}
