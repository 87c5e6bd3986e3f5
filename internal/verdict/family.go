package verdict

// Family is where the user reads an answer. It decides what a fault looks like.
type Family string

const (
	OfficialAccount Family = ""            // an Official Account
	MiniProgram     Family = "miniprogram" // the customer service of a mini program
	WeCom           Family = "work"        // WeCom
)

// FamilyOf is where the answer to a push of a fixture's platform is read. A user's
// own file has none and is an Official Account's.
func FamilyOf(platform string) Family {
	switch platform {
	case "miniprogram":
		return MiniProgram
	case "work", "work-suite":
		return WeCom
	}
	return OfficialAccount
}

// Notice is what the chat shows in place of an unusable answer, "" for nothing:
// WeCom's member just gets no answer. The sentences are the clients' own and the
// official pages' (developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html).
func (f Family) Notice() string {
	switch f {
	case MiniProgram:
		return "该小程序客服暂时无法提供服务，请稍后再试"
	case WeCom:
		return ""
	}
	return "该公众号提供的服务出现故障，请稍后再试"
}

// Fault is the effect of an unusable answer.
func (f Family) Fault() string {
	if notice := f.Notice(); notice != "" {
		return "the user sees 「" + notice + "」"
	}
	return "the member sees no answer"
}
