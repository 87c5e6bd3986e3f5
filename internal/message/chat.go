package message

// Chat is where the user reads an answer. It decides what a fault looks like.
type Chat string

const (
	ChatMP          Chat = ""            // an Official Account
	ChatMiniProgram Chat = "miniprogram" // the customer service of a mini program
	ChatWork        Chat = "work"        // WeCom
)

// ChatOf is where the answer to a push of a fixture's platform is read. A user's
// own file has none and is an Official Account's.
func ChatOf(platform string) Chat {
	switch platform {
	case "miniprogram":
		return ChatMiniProgram
	case "work", "work-suite":
		return ChatWork
	}
	return ChatMP
}

// Notice is what the chat shows in place of an unusable answer, "" for nothing:
// WeCom's member just gets no answer. The sentences are the clients' own and the
// official pages' (developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html).
func (c Chat) Notice() string {
	switch c {
	case ChatMiniProgram:
		return "该小程序客服暂时无法提供服务，请稍后再试"
	case ChatWork:
		return ""
	}
	return "该公众号提供的服务出现故障，请稍后再试"
}

// Fault is the effect of an unusable answer.
func (c Chat) Fault() string {
	if notice := c.Notice(); notice != "" {
		return "the user sees 「" + notice + "」"
	}
	return "the member sees no answer"
}
