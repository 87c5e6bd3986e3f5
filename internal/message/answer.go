package message

// Answer is what the platform takes as the answer to a push.
type Answer string

const (
	AnswerPassive  Answer = "passive"  // a passive reply, success, or nothing
	AnswerCard     Answer = "card"     // WeCom: update_button or update_template_card, success, or nothing
	AnswerTransfer Answer = "transfer" // mini program: transfer_customer_service, success, or nothing
	AnswerBot      Answer = "bot"      // WeCom: a smart bot's own JSON replies, or nothing
	AnswerFields   Answer = "fields"   // a structured acknowledgement, see Ack
	AnswerSuccess  Answer = "success"  // the literal success and nothing else
	AnswerEmpty    Answer = "empty"    // nothing at all
	AnswerNone     Answer = "none"     // the body is not read; success or nothing is usual
	AnswerUnknown  Answer = "unknown"  // the pages do not say whether a passive reply is shown
	AnswerSelf     Answer = "self"     // the message is itself an answer
)

// Ack is what an answer must hold beyond its kind.
type Ack struct {
	Fields  []AckField // of a structured acknowledgement
	Content string     // of a passive text reply, "" for any
}

// AckField is an element that must be there, with a fixed Value unless that is
// empty.
type AckField struct{ Name, Value string }

// AnswerTo guesses the answer that a push nobody has described takes: notices
// with an InfoType want success, all others may be answered.
func AnswerTo(push *Head) Answer {
	if push.InfoType != "" {
		return AnswerSuccess
	}
	return AnswerPassive
}
