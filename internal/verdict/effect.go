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
	OfficialAccount: {EN: "the user sees 「" + noticeMP + "」"},
	MiniProgram:     {EN: "the user sees 「" + noticeMiniProgram + "」"},
	WeCom:           {EN: "the member sees no answer"},
}

var refusals = [...]lang.Text{
	OfficialAccount: {EN: "the console refuses the URL: 「token验证失败」 or 「请求URL超时」"},
	MiniProgram:     {EN: "the console refuses the URL: 「token验证失败」 or 「请求URL超时」"},
	WeCom:           {EN: "the console refuses the URL: 「openapi回调地址请求不通过」"},
}

var effects = [effectCount]lang.Text{
	EffectOfPush:       {EN: "it depends on the answer that the push expects"},
	NotReceived:        {EN: "the platform treats the push as not received, and may send it again"},
	CountedFailure:     {EN: "no user sees it; the platform counts a failure"},
	ReleaseCheckFails:  {EN: "the platform's release check fails"},
	SomeFaultNotices:   {EN: "some users see a fault notice: the platform has refused replies with smaller mistakes"},
	FaultNoticeLikely:  {EN: "some users see a fault notice instead"},
	FaultNoticeUnclear: {EN: "some users may see a fault notice: the official page requires it, SDKs leave it out"},
	Undefined:          {EN: "it is not documented which of them counts"},
	NotPromised:        {EN: "such replies have arrived, but no page promises it"},
	CutOff:             {EN: "the member sees the text cut off"},
	OneArticle:         {EN: "the user sees 1 article"},
	EightArticles:      {EN: "the user sees 8 articles"},
	DeadArticle:        {EN: "tapping the article opens nothing"},
	NothingShown:       {EN: "nothing is shown"},
	Ignored:            {EN: "the platform ignores it, and nothing of it is shown"},
	LaterAnswer:        {EN: "the user waits longer"},
	DemandNotMet:       {EN: "--expect is not met"},
	NotSavedAtTimes:    {EN: "the console has refused such answers: 「token验证失败」"},
	OpenToAll:          {EN: "anyone who knows the URL can send it messages"},
	HiddenForgeries:    {EN: "logs and monitoring cannot distinguish a forged request from a valid one"},
	CanBeFailed:        {EN: "any client can make the server fail"},
	ConnectionsPileUp:  {EN: "connections pile up"},
	LooksLikeCrash:     {EN: "it cannot be distinguished from a crash"},
	NothingProved:      {EN: "nothing shows that the server accepted any push; wxtool handshake shows whether its Token is right"},
}
