package verdict

import (
	"strings"

	"wxtool/internal/lang"
)

// The pages and the evidence that rules follow.
const (
	pageReply        = "https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html"
	pagePush         = "https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html"
	pageEncryption   = "https://developers.weixin.qq.com/doc/subscription/guide/dev/push/encryption.html"
	pageTransfer     = "https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/customer-message/trans.html"
	pageRelease      = "https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Operation_guide.html"
	pageNotice       = "https://developers.weixin.qq.com/doc/oplatform/Third-party_Platforms/2.0/api/Before_Develop/authorize_event.html"
	pageWorkCallback = "https://developer.work.weixin.qq.com/document/path/90930"
	pageWorkPush     = "https://developer.work.weixin.qq.com/document/path/90238"
	pageWorkReply    = "https://developer.work.weixin.qq.com/document/path/90241"
	pageBot          = "https://developer.work.weixin.qq.com/document/path/101031"

	pageOfPush = "the official page of the push, see wxtool fixture show NAME --fields"

	seenByUsers  = "reports of users of dodgepudding/wechat-php-sdk, EasyWeChat, FastBootWeixin and WxJava"
	seenChunked  = "reports of users of CowAgent (issue 1148)"
	seenMillis   = "npm wechat and co-wechat send milliseconds, and users see no fault (node-webot/wechat issue 175)"
	seenLength   = "measurements of users"
	seenNoThumb  = "SDKs leave it out where a link is given"
	practice     = "common practice: HTTP status 403 is a refusal"
	httpStandard = "RFC 9110 and RFC 9112"
	ownDemand    = "the user's own --expect"
	comparison   = "a comparison of two answers"
	noLimit      = "no page gives a limit; no reply is as long"
)

// evidence is what sources say in words. Addresses of pages are no words.
var evidence = []lang.Text{
	{EN: pageOfPush, ZH: "该推送的官方文档，见 wxtool fixture show NAME --fields"},
	{EN: seenByUsers, ZH: "dodgepudding/wechat-php-sdk、EasyWeChat、FastBootWeixin 和 WxJava 用户的反馈"},
	{EN: seenChunked, ZH: "CowAgent 用户的反馈（issue 1148）"},
	{EN: seenMillis, ZH: "npm 的 wechat 和 co-wechat 发送毫秒，用户没有看到故障（node-webot/wechat issue 175）"},
	{EN: seenLength, ZH: "用户的实测"},
	{EN: seenNoThumb, ZH: "一些 SDK 在有链接时不填写"},
	{EN: practice, ZH: "通行做法：以 HTTP 状态码 403 表示拒绝"},
	{EN: httpStandard, ZH: "RFC 9110 和 RFC 9112"},
	{EN: ownDemand, ZH: "用户自己的 --expect"},
	{EN: comparison, ZH: "两次应答的对比"},
	{EN: noLimit, ZH: "文档没有规定上限；正常的回复不会这么长"},
}

// sourceIn is a source in a language.
func sourceIn(source string, l lang.Language) string {
	for _, words := range evidence {
		source = strings.ReplaceAll(source, words.EN, words.In(l))
	}
	return source
}
