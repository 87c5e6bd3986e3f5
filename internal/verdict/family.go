package verdict

import "wxtool/internal/callback"

// Family is where the user reads an answer. It decides what a fault looks like
// and which replies are known.
type Family uint8

const (
	OfficialAccount Family = iota
	MiniProgram            // its customer service
	WeCom
)

// FamilyOf is where the answer to a push is read that is sent as an account of
// platform. The fixture's platform is "" for a file of the user's.
func FamilyOf(platform callback.Platform, fixture string) Family {
	switch {
	case platform == callback.Work:
		return WeCom
	case fixture == "miniprogram":
		return MiniProgram
	}
	return OfficialAccount
}

// The sentences are the clients' own and the official pages'
// (developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html).
const (
	noticeMP          = "该公众号提供的服务出现故障，请稍后再试"
	noticeMiniProgram = "该小程序客服暂时无法提供服务，请稍后再试"
)

// Notice is what the chat shows in place of an unusable answer, "" for nothing:
// WeCom's member just gets no answer.
func (f Family) Notice() string {
	switch f {
	case OfficialAccount:
		return noticeMP
	case MiniProgram:
		return noticeMiniProgram
	}
	return ""
}
