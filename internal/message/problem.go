package message

// Level says how bad a problem is.
type Level string

const (
	Error   Level = "error"   // the user does not get the answer
	Warning Level = "warning" // the user gets it, yet something will go wrong
)

// Problem is one thing that is wrong with a reply: its stable ID, what is wrong
// in one sentence, and what the person with the phone sees of it.
type Problem struct {
	ID     string `json:"id"`
	Level  Level  `json:"level"`
	Text   string `json:"problem"`
	Effect string `json:"effect"`
}

// What the phone shows when a reply is not usable. An Official Account's user
// sees a fault notice in the chat, WeCom's member nothing at all.
const (
	// FaultNotice is what an Official Account's user reads in the chat.
	FaultNotice = "该公众号提供的服务出现故障，请稍后再试"

	FaultMP   = "the user sees 「" + FaultNotice + "」"
	FaultWork = "the member sees no answer"
)

// Fault returns the effect of an unusable reply on the platform.
func Fault(wecom bool) string {
	if wecom {
		return FaultWork
	}
	return FaultMP
}
