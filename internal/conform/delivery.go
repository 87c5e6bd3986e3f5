package conform

import (
	"context"

	"wxtool/internal/lang"
)

// The pages and reports that these cases refer to.
const (
	pageReply    = "https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html"
	pageEvents   = "https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Receiving_event_pushes.html"
	pageWorkPush = "https://developer.work.weixin.qq.com/document/path/90238"
)

// deliveryCases are about how pushes come. The first is the control of the others.
func deliveryCases() []*Case {
	return []*Case{
		{
			Topic: Delivery, Name: "good-push", Level: Must, Source: pageReceiving, WeCom: pageWorkPush,
			Requirement: lang.Text{EN: "An ordinary push is answered with status 200 and a valid answer within 5 seconds.", ZH: "普通推送须在 5 秒内得到状态码 200 和有效的应答。"},
			Check: func(ctx context.Context, t *Trial) error {
				p, err := t.Message()
				if err != nil {
					return err
				}
				_, err = t.Deliver(ctx, p)
				return err
			},
		},
		{
			Topic: Delivery, Name: "answer-time", Level: Should, Source: pageReply, WeCom: pageWorkPush, Control: ByPush, Positive: true,
			Requirement: lang.Text{EN: "An answer takes no more than half of the 5 seconds, as the network and a busy server need the rest.", ZH: "应答耗时不应超过 5 秒时限的一半，其余时间要留给网络和繁忙时的服务器。"},
			Remedy:      lang.Text{EN: "Answer success at once, and send the result as a message later: a customer-service message, on WeCom an application message.", ZH: "立即应答 success，结果稍后再发送：公众号用客服消息，企业微信用应用消息。"},
			Check:       answerTime,
		},
		{
			Topic: Delivery, Name: "retry-of-message", Level: Should, Source: pageReceiving, WeCom: pageWorkPush, Control: ByPush, Positive: true,
			Requirement: lang.Text{EN: "A message that comes three times with the same MsgId is answered alike, or not at all.", ZH: "同一 MsgId 的消息到达三次时，应答应相同，或不再回复。"},
			Remedy:      lang.Text{EN: "Keep the MsgId of each message, and answer a repeated one as before or with success.", ZH: "记录每条消息的 MsgId，重复的消息按之前的应答返回，或应答 success。"},
			Check:       func(ctx context.Context, t *Trial) error { return t.repeated(ctx, t.control()) },
		},
		{
			Topic: Delivery, Name: "retry-of-event", Level: Should, Source: pageEvents, WeCom: pageWorkPush, Control: ByPush, Positive: true, Unless: unlessEvents,
			Requirement: lang.Text{EN: "An event that comes three times with the same FromUserName and CreateTime is answered alike, or not at all.", ZH: "FromUserName 和 CreateTime 相同的事件到达三次时，应答应相同，或不再回复。"},
			Remedy:      lang.Text{EN: "Keep FromUserName and CreateTime of each event, and answer a repeated one as before or with success.", ZH: "记录每个事件的 FromUserName 和 CreateTime，重复的事件按之前的应答返回，或应答 success。"},
			Check:       func(ctx context.Context, t *Trial) error { return t.repeated(ctx, t.event()) },
		},
		{
			Topic: Delivery, Name: "retry-after-drop", Level: Should, Source: pageReply, WeCom: pageWorkPush, Control: ByPush,
			Requirement: lang.Text{EN: "A push is answered when it comes again after the platform closed the connection of the first attempt.", ZH: "平台断开第一次推送的连接之后再次推送时，应得到有效的应答。"},
			Remedy:      lang.Text{EN: "Answer a repeated push as before or with success, also while the first is still being processed.", ZH: "重复的推送按之前的应答返回，或应答 success，即使第一次仍在处理中。"},
			Check:       retryAfterDrop,
		},
		{
			Topic: Delivery, Name: "burst", Level: Must, Source: pageReceiving, WeCom: pageWorkPush, Control: ByPush, Positive: true,
			Requirement: lang.Text{EN: "Twenty pushes of twenty users at the same time are all answered well.", ZH: "二十个用户同时发来的二十条推送，均须得到有效的应答。"},
			Remedy:      lang.Text{EN: "Do not share state between requests without a lock, and serve more than one request at a time.", ZH: "请求之间共享的状态要加锁，服务器要能同时处理多个请求。"},
			Check:       burst,
		},
		{
			Topic: Delivery, Name: "order-reversed", Level: Should, Source: pageReceiving, WeCom: pageWorkPush, Control: ByPush, Positive: true,
			Requirement: lang.Text{EN: "A message that was sent earlier and comes later is answered too: no page promises an order.", ZH: "先发后到的消息也应得到应答：官方文档没有承诺推送的顺序。"},
			Remedy:      lang.Text{EN: "Do not refuse a message because its CreateTime is before that of the last.", ZH: "不要因为 CreateTime 早于上一条消息而拒绝。"},
			Check:       orderReversed,
		},
		{
			Topic: Delivery, Name: "location-stream", Level: Must, Source: pageEvents, Control: ByPush, Positive: true, Unless: unlessLocation,
			Requirement: lang.Text{EN: "A user who reports the location each second gets a valid answer each time.", ZH: "用户每秒上报一次地理位置时，每次都须得到有效的应答。"},
			Remedy:      lang.Text{EN: "Do as little as possible for a LOCATION event, and answer success.", ZH: "处理 LOCATION 事件时只做必要的工作，并应答 success。"},
			Check:       locationStream,
		},
		{
			Topic: Delivery, Name: "unknown-message", Level: Should, Source: pageReceiving, WeCom: pageWorkPush, Control: ByPush, Positive: true, Unless: unlessMessages,
			Requirement: lang.Text{EN: "A message of an unknown MsgType gets a valid answer: the platform adds types.", ZH: "未知 MsgType 的消息应得到有效的应答：平台会增加类型。"},
			Remedy:      lang.Text{EN: "Answer success to what the program does not know.", ZH: "对不认识的推送应答 success。"},
			Check: func(ctx context.Context, t *Trial) error {
				return t.deliverEdited(ctx, t.control(), set("MsgType", "wxtool_unknown"))
			},
		},
		{
			Topic: Delivery, Name: "unknown-event", Level: Should, Source: pageEvents, WeCom: pageWorkPush, Control: ByPush, Positive: true, Unless: unlessEvents,
			Requirement: lang.Text{EN: "An unknown Event gets a valid answer: the platform adds events.", ZH: "未知的 Event 应得到有效的应答：平台会增加事件。"},
			Remedy:      lang.Text{EN: "Answer success to what the program does not know.", ZH: "对不认识的推送应答 success。"},
			Check: func(ctx context.Context, t *Trial) error {
				return t.deliverEdited(ctx, t.event(), set("Event", "wxtool_unknown"))
			},
		},
		{
			Topic: Delivery, Name: "unknown-elements", Level: Should, Source: pageReceiving, WeCom: pageWorkPush, Control: ByPush, Positive: true,
			Requirement: lang.Text{EN: "Unknown elements of a message are ignored: the platform adds elements.", ZH: "应忽略消息中未知的元素：平台会增加元素。"},
			Remedy:      lang.Text{EN: "Read elements by name, and do not validate a message against a closed list.", ZH: "按名称读取元素，不要用固定的元素列表校验消息。"},
			Check: func(ctx context.Context, t *Trial) error {
				return t.deliverEdited(ctx, t.control(), added("WxtoolUnknown", "1"))
			},
		},
		{
			Topic: Delivery, Name: "element-order", Level: Should, Source: pageReceiving, WeCom: pageWorkPush, Control: ByPush, Positive: true, Unless: unlessXML,
			Requirement: lang.Text{EN: "The order of the elements does not matter.", ZH: "元素的先后顺序不应影响结果。"},
			Remedy:      lang.Text{EN: "Parse the XML, and read elements by name.", ZH: "解析 XML，按名称读取元素。"},
			Check:       elementOrder,
		},
	}
}
