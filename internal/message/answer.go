package message

// Answer is what the platform takes as the answer to a push.
type Answer string

const (
	AnswerPassive Answer = "passive" // a passive reply, success, or nothing
	AnswerCard    Answer = "card"    // WeCom: update_button or update_template_card, success, or nothing
	AnswerNone    Answer = "none"    // the body is not read; success or nothing is usual
	AnswerSuccess Answer = "success" // the literal success and nothing else
	AnswerUnknown Answer = "unknown" // the pages do not say whether a passive reply is shown
	AnswerSelf    Answer = "self"    // the message is itself an answer
)

// AnswerTo guesses the answer that a push nobody has described takes: notices
// with an InfoType want success, all others may be answered.
func AnswerTo(push *Head) Answer {
	if push.InfoType != "" {
		return AnswerSuccess
	}
	return AnswerPassive
}
