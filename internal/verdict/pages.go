package verdict

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
)
