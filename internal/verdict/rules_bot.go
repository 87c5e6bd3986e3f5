package verdict

import "wxtool/internal/lang"

// botRule is a rule on a smart bot's replies by its place in botRules.
type botRule uint8

const (
	botNotBot botRule = iota
	botNotJSON
	botUnknownMsgType
	botMissingPart
	botEmptyPart
	botWrongPart
	botWrongNonce
	botRuleCount
)

func (r botRule) rule() *Rule { return &botRules[r] }

var botRules = [botRuleCount]Rule{
	botNotBot: {
		Topic: TopicBot, ID: "not-bot", Level: Warning, Effect: NothingShown, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A smart bot should answer with its own JSON or with nothing.", ZH: "智能机器人宜以其专用的 JSON 或空正文应答。"},
		Remedy:      lang.Text{EN: "Answer with an empty body.", ZH: "以空正文应答。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a smart bot is answered with nothing or with its own JSON, not with success", ZH: "智能机器人的推送以空正文或专用的 JSON 应答，不用 success"}}},
	},
	botNotJSON: {
		Topic: TopicBot, ID: "not-json", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A smart bot's reply must be one JSON object.", ZH: "智能机器人的回复必须是一个 JSON 对象。"},
		Remedy:      lang.Text{EN: "Write the reply with a JSON encoder, then encrypt it.", ZH: "用 JSON 编码器生成回复，然后加密。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is no JSON object: {why}", ZH: "回复不是 JSON 对象：{why}"}}},
	},
	botUnknownMsgType: {
		Topic: TopicBot, ID: "unknown-msg-type", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "Each push to a smart bot takes its own types of reply.", ZH: "智能机器人的每种推送只接受特定类型的回复。"},
		Remedy:      lang.Text{EN: "Reply with one of these types.", ZH: "以其中一种类型回复。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is {got:q}; this push takes {taken}", ZH: "回复类型是 {got:q}；该推送接受 {taken}"}}},
	},
	botMissingPart: {
		Topic: TopicBot, ID: "missing-part", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A smart bot's reply must have every key that its type requires.", ZH: "智能机器人的回复必须包含其类型要求的全部键。"},
		Remedy:      lang.Text{EN: "Add the key.", ZH: "补上该键。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{path} is missing{case}", ZH: "缺少 {path}{case}"}}},
	},
	botEmptyPart: {
		Topic: TopicBot, ID: "empty-part", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A key that a type of reply requires must not be empty.", ZH: "回复类型要求的键不能为空。"},
		Remedy:      lang.Text{EN: "Fill in the value, or answer with an empty body.", ZH: "填写该值，或以空正文应答。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{path} is empty", ZH: "{path} 为空"}}},
	},
	botWrongPart: {
		Topic: TopicBot, ID: "wrong-part", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "The value of stream/finish must be true or false.", ZH: "stream/finish 的值必须是 true 或 false。"},
		Remedy:      lang.Text{EN: "Write a JSON boolean.", ZH: "使用 JSON 的布尔值。"},
		Findings:    []Finding{{Text: lang.Text{EN: "stream/finish is {got:q}, it must be true or false", ZH: "stream/finish 是 {got:q}，必须是 true 或 false"}}},
	},
	botWrongNonce: {
		Topic: TopicBot, ID: "wrong-nonce", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A smart bot's reply must repeat the nonce of the URL.", ZH: "智能机器人的回复必须使用 URL 中的 nonce。"},
		Remedy:      lang.Text{EN: "Sign and write the nonce of the push's URL.", ZH: "签名和输出都使用推送 URL 中的 nonce。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply's nonce is {got:q}; a smart bot's reply repeats the nonce of the URL", ZH: "回复的 nonce 是 {got:q}；智能机器人的回复须使用 URL 中的 nonce"}}},
	},
}
