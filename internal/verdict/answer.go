package verdict

import (
	"bytes"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// passive judges a passive reply, encrypted or plain as the mode asks.
func (v *replyJudge) passive(body []byte) {
	v.Kind = "other"
	plaintext, ok := v.decrypt(body)
	if !ok {
		return
	}
	if len(bytes.TrimSpace(plaintext)) == 0 {
		v.fault("empty-encrypted", "the encrypted reply holds nothing; to answer nothing send an empty body, or success")
		return
	}
	v.XML = plaintext
	if v.Expect.Kind == expect.Bot {
		v.Kind = "bot"
		v.Problems = append(v.Problems, JudgeBot(plaintext, v.Message)...)
		return
	}
	if head, err := message.Scan(plaintext); err == nil && head.MsgType != "" {
		v.Kind = head.MsgType
	}
	v.Problems = append(v.Problems, JudgeReply(plaintext, ReplyContext{Push: v.Head, Family: v.family})...)
	v.welcome()
}

// acknowledgement judges a structured answer. It may be plain even where the
// push was encrypted: the official pages print it so.
func (v *replyJudge) acknowledgement(body []byte) {
	v.Kind = "ack"
	if env := new(callback.Envelope); env.Read(body) == nil && env.Encrypted() {
		opened, ok := v.open(env)
		if !ok {
			return
		}
		body = opened
	} else if v.Form == callback.FormHardware {
		v.fault("plaintext-in-safe-mode", "the acknowledgement is plaintext; hardware is answered with the encrypted JSON in which it was asked")
		return
	}
	v.XML = body
	v.Problems = append(v.Problems, JudgeAck(body, v.Expect, v.Head)...)
}

// welcome tells when a reply, good or not, is not one that this push takes.
func (v *replyJudge) welcome() {
	card := v.Kind == "update_button" || v.Kind == "update_template_card"
	switch {
	case v.Expect.Kind == expect.Card && !card:
		v.fault("card-only", "a click on a template card takes update_button or update_template_card, not %s", v.Kind)
	case v.Expect.Kind == expect.Transfer && v.Kind != "transfer_customer_service":
		v.fault("transfer-only", "a mini program's message takes transfer_customer_service or success, not %s; answer through the customer-service API", v.Kind)
	case v.Expect.Content != "":
		v.content()
	}
}

// content: the platform's own tests want one text and no other.
func (v *replyJudge) content() {
	m, err := message.ParseDocument(v.XML)
	if err != nil {
		return
	}
	if got, _ := m.Get("Content"); got != v.Expect.Content {
		v.fault("wrong-content", "Content is %q, it must be %q", message.CutText(got, 80), v.Expect.Content)
	}
}
