package verdict

import (
	"wxtool/internal/expect"
	"wxtool/internal/lang"
)

// Effect is the effect of a broken rule on the user, on the developer, or on the
// security of the server.
type Effect uint8

const (
	_                  Effect = iota
	EffectOfPush              // depends on the expected answer, see [EffectOf]; only rules have it
	FaultNotice               // the chat shows a fault notice; WeCom shows nothing
	NotReceived               // the platform may send the push again
	CountedFailure            // no user sees it
	ReleaseCheckFails         // of an open platform's account
	SomeFaultNotices          // some users saw a fault notice for smaller mistakes
	FaultNoticeLikely         // some users see a fault notice
	FaultNoticeUnclear        // the page and the SDKs disagree
	Undefined                 // no page says what happens
	NotPromised               // it works, but no page promises it
	CutOff                    // the text is cut off
	OneArticle
	EightArticles
	DeadArticle // tapping it opens nothing
	NothingShown
	Ignored // the platform does not look at the answer
	LaterAnswer
	DemandNotMet      // the demand is --expect; the platform has no such demand
	NotSaved          // the console refuses the URL
	NotSavedAtTimes   // the console has refused such URLs
	OpenToAll         // the URL takes forged messages
	HiddenForgeries   // they look like valid requests in the log
	CanBeFailed       // by any client
	ConnectionsPileUp // at the server
	LooksLikeCrash
	NothingProved // by the answers of the server
	effectCount
)

// EffectOf returns the effect if a push gets no valid answer. The chat shows a fault
// notice only if it would show the answer.
func EffectOf(expected expect.Answer) Effect {
	switch {
	case expected.Content != "": // only the release check of an open platform asks for one
		return ReleaseCheckFails
	case expected.Kind == expect.Success, expected.Kind == expect.Empty, expected.Kind == expect.Fields:
		return NotReceived
	case expected.Kind == expect.Unread:
		return CountedFailure
	}
	return FaultNotice
}

// Text returns the effect in words. They follow "so" in a sentence.
func (e Effect) Text(f Family) lang.Text {
	switch e {
	case FaultNotice:
		return faultNotices[f]
	case NotSaved:
		return refusals[f]
	}
	return effects[e]
}

// Notice returns the text that the chat shows instead of the answer, "" if none.
func (e Effect) Notice(f Family) string {
	if e != FaultNotice {
		return ""
	}
	return f.Notice()
}

var faultNotices = [...]lang.Text{
	OfficialAccount: {EN: "the user sees 「" + noticeMP + "」", ZH: "用户看到「" + noticeMP + "」"},
	MiniProgram:     {EN: "the user sees 「" + noticeMiniProgram + "」", ZH: "用户看到「" + noticeMiniProgram + "」"},
	WeCom:           {EN: "the member sees no answer", ZH: "成员看不到任何回复"},
}

var refusals = [...]lang.Text{
	OfficialAccount: {EN: "the console refuses the URL: 「token验证失败」 or 「请求URL超时」", ZH: "后台无法保存该 URL，提示「token验证失败」或「请求URL超时」"},
	MiniProgram:     {EN: "the console refuses the URL: 「token验证失败」 or 「请求URL超时」", ZH: "后台无法保存该 URL，提示「token验证失败」或「请求URL超时」"},
	WeCom:           {EN: "the console refuses the URL: 「openapi回调地址请求不通过」", ZH: "后台无法保存该 URL，提示「openapi回调地址请求不通过」"},
}

var effects = [effectCount]lang.Text{
	EffectOfPush:       {EN: "it depends on the answer that the push expects", ZH: "取决于该推送期望的应答"},
	NotReceived:        {EN: "the platform treats the push as not received, and may send it again", ZH: "平台认为推送未被接收，可能再次推送"},
	CountedFailure:     {EN: "no user sees it; the platform counts a failure", ZH: "用户看不到，但平台记为一次失败"},
	ReleaseCheckFails:  {EN: "the platform's release check fails", ZH: "第三方平台的全网发布检测不通过"},
	SomeFaultNotices:   {EN: "some users see a fault notice: the platform has refused replies with smaller mistakes", ZH: "部分用户会看到故障提示：平台曾因更小的错误拒绝回复"},
	FaultNoticeLikely:  {EN: "some users see a fault notice instead", ZH: "部分用户看到的是故障提示"},
	FaultNoticeUnclear: {EN: "some users may see a fault notice: the official page requires it, SDKs leave it out", ZH: "部分用户可能看到故障提示：官方文档要求填写，而一些 SDK 不填写"},
	Undefined:          {EN: "it is not documented which of them counts", ZH: "文档没有说明以哪一个为准"},
	NotPromised:        {EN: "such replies have arrived, but no page promises it", ZH: "这样的回复目前能够送达，但文档没有保证"},
	CutOff:             {EN: "the member sees the text cut off", ZH: "成员看到的文本被截断"},
	OneArticle:         {EN: "the user sees 1 article", ZH: "用户只看到 1 条图文"},
	EightArticles:      {EN: "the user sees 8 articles", ZH: "用户只看到 8 条图文"},
	DeadArticle:        {EN: "tapping the article opens nothing", ZH: "点击图文后打不开任何页面"},
	NothingShown:       {EN: "nothing is shown", ZH: "不会显示任何内容"},
	Ignored:            {EN: "the platform ignores it, and nothing of it is shown", ZH: "平台忽略该应答，不会显示任何内容"},
	LaterAnswer:        {EN: "the user waits longer", ZH: "用户等待的时间变长"},
	DemandNotMet:       {EN: "--expect is not met", ZH: "不满足 --expect 的要求"},
	NotSavedAtTimes:    {EN: "the console has refused such answers: 「token验证失败」", ZH: "后台曾拒绝这样的应答，提示「token验证失败」"},
	OpenToAll:          {EN: "anyone who knows the URL can send it messages", ZH: "任何人知道该 URL 后都能向它发送消息"},
	HiddenForgeries:    {EN: "logs and monitoring cannot distinguish a forged request from a valid one", ZH: "日志和监控无法区分伪造的请求与真实的请求"},
	CanBeFailed:        {EN: "any client can make the server fail", ZH: "任何客户端都能使服务器出错"},
	ConnectionsPileUp:  {EN: "connections pile up", ZH: "连接会不断堆积"},
	LooksLikeCrash:     {EN: "it cannot be distinguished from a crash", ZH: "无法与服务器崩溃区分"},
	NothingProved:      {EN: "nothing shows that the server accepted any push; wxtool handshake shows whether its Token is right", ZH: "无法证明服务器接受了任何推送；用 wxtool handshake 可以检查其令牌(Token)是否正确"},
}
