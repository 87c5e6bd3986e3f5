package verdict

import (
	"slices"

	"wxtool/internal/message"
)

// bot judges the plaintext of a smart bot's reply
// (developer.work.weixin.qq.com path/101031): text or a card to a member who
// opens the chat, a stream or a card to a message, a changed card to a click on
// one.
func (v *replyJudge) bot(reply []byte) {
	v.Kind = "bot"
	doc, err := parsed(message.ParseJSON(reply))
	if err != nil {
		v.add(botNotJSON, "", Fact{"why", reason(err)})
		return
	}
	v.Document = doc
	kind := v.text("msgtype")
	if kind == "" {
		kind = v.text("response_type")
	}
	if taken := botTakes(v.push.Message); !slices.Contains(taken, kind) {
		v.add(botUnknownMsgType, "", Fact{"got", text(kind)}, Fact{"taken", taken})
		return
	}
	v.botParts(kind)
}

func (v *replyJudge) botParts(kind string) {
	switch kind {
	case "text":
		v.filled("text/content")
	case "stream", "stream_with_template_card":
		v.filled("stream/id")
		v.finish()
	}
	if slices.Contains([]string{"template_card", "stream_with_template_card", "update_template_card"}, kind) {
		v.filled("template_card/card_type")
	}
}

// botTakes lists the replies that a push takes, by msgtype or response_type.
func botTakes(push []byte) choice {
	o, err := message.ParseJSON(push)
	if err != nil {
		return choice{"text", "template_card", "stream", "stream_with_template_card", "update_template_card"}
	}
	switch event, _ := o.Get("event/eventtype"); event {
	case "enter_chat":
		return choice{"text", "template_card"}
	case "template_card_event":
		return choice{"update_template_card"}
	}
	if kind, _ := o.Get("msgtype"); kind == "stream" {
		return choice{"stream", "stream_with_template_card"}
	}
	return choice{"stream", "template_card", "stream_with_template_card"}
}

// filled: path must be there and hold text.
func (v *replyJudge) filled(path string) {
	switch got, ok := v.Document.Get(path); {
	case !ok:
		v.missing(botMissingPart, path)
	case got == "":
		v.add(botEmptyPart, "", Fact{"path", text(path)})
	}
}

// finish is a bool where it is there at all.
func (v *replyJudge) finish() {
	if got, ok := v.Document.Get("stream/finish"); ok && got != "true" && got != "false" {
		v.add(botWrongPart, "", Fact{"got", text(got)})
	}
}
