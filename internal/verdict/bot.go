package verdict

import (
	"slices"

	"wxtool/internal/message"
)

// JudgeBot names what is wrong with the plaintext of a smart bot's reply to
// push (developer.work.weixin.qq.com path/101031): text or a card to somebody
// who opens the chat, a stream or a card to a message, a changed card to a click
// on one.
func JudgeBot(reply, push []byte) []Problem {
	j := judge{ctx: ReplyContext{Family: WeCom, Push: &message.Head{}}}
	o, err := message.ParseJSON(reply)
	if err != nil {
		j.fault("not-json", "the reply is no JSON object: %v", err)
		return j.problems
	}
	j.m = o
	kind, _ := o.Get("msgtype")
	if response, ok := o.Get("response_type"); ok && kind == "" {
		kind = response
	}
	if taken := botTakes(push); !slices.Contains(taken, kind) {
		j.fault("unknown-msg-type", "the reply is %q; this push takes %s", message.CutText(kind, 40), orList(taken))
		return j.problems
	}
	switch kind {
	case "text":
		j.filled("text/content")
	case "stream", "stream_with_template_card":
		j.filled("stream/id")
		j.finish()
	}
	if slices.Contains([]string{"template_card", "stream_with_template_card", "update_template_card"}, kind) {
		j.filled("template_card/card_type")
	}
	return j.problems
}

// botTakes lists the replies that a push takes, by msgtype or response_type.
func botTakes(push []byte) []string {
	o, err := message.ParseJSON(push)
	if err != nil {
		return []string{"text", "template_card", "stream", "stream_with_template_card", "update_template_card"}
	}
	switch event, _ := o.Get("event/eventtype"); event {
	case "enter_chat":
		return []string{"text", "template_card"}
	case "template_card_event":
		return []string{"update_template_card"}
	}
	if kind, _ := o.Get("msgtype"); kind == "stream" {
		return []string{"stream", "stream_with_template_card"}
	}
	return []string{"stream", "template_card", "stream_with_template_card"}
}

// filled: path must be there and hold text.
func (j *judge) filled(path string) {
	switch text, ok := j.m.Get(path); {
	case !ok:
		j.fault("missing-part", "%s is missing%s", path, j.otherCase(path))
	case text == "":
		j.fault("empty-part", "%s is empty", path)
	}
}

// finish is a bool where it is there at all.
func (j *judge) finish() {
	if text, ok := j.m.Get("stream/finish"); ok && text != "true" && text != "false" {
		j.fault("wrong-part", "stream/finish is %q, it must be true or false", message.CutText(text, 20))
	}
}

func orList(words []string) string {
	list := words[0]
	for i, word := range words[1:] {
		if i == len(words)-2 {
			list += " or " + word
		} else {
			list += ", " + word
		}
	}
	return list
}
