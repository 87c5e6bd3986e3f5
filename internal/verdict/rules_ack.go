package verdict

import "wxtool/internal/lang"

// ackRule is a rule on acknowledgements by its place in ackRules.
type ackRule uint8

const (
	ackNone ackRule = iota
	ackNotXML
	ackMissingPart
	ackWrongPart
	ackCreateTime
	ackRuleCount
)

func (r ackRule) rule() *Rule { return &ackRules[r] }

var ackRules = [ackRuleCount]Rule{
	ackNone: {
		Topic: TopicAck, ID: "no-ack", Level: Error, Effect: NotReceived, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "The push must be answered with an acknowledgement: XML or JSON with the fields that its page lists.", ZH: "须以确认应答回应该推送：XML 或 JSON，包含官方文档列出的字段。"},
		Remedy:      lang.Text{EN: "Answer with these fields; success is not enough.", ZH: "应答中须包含这些字段；只返回 success 不够。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {body}; the platform waits for {fields}", ZH: "正文为{body}；平台等待的是 {fields}"}}},
	},
	ackNotXML: {
		Topic: TopicAck, ID: "not-xml", Level: Error, Effect: NotReceived, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "An acknowledgement must be well-formed XML or JSON.", ZH: "确认应答必须是格式正确的 XML 或 JSON。"},
		Remedy:      lang.Text{EN: "Write it with an XML or JSON encoder, and nothing around it.", ZH: "用 XML 或 JSON 编码器输出，前后不要有其他内容。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is {what}; the platform waits for {fields}", ZH: "应答无效：{what}；平台等待的是 {fields}"}}},
	},
	ackMissingPart: {
		Topic: TopicAck, ID: "missing-part", Level: Error, Effect: NotReceived, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "An acknowledgement must have all fields that its page lists.", ZH: "确认应答必须包含官方文档列出的全部字段。"},
		Remedy:      lang.Text{EN: "Add the field.", ZH: "补上该字段。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{path} is missing from the acknowledgement{case}", ZH: "确认应答缺少 {path}{case}"}}},
	},
	ackWrongPart: {
		Topic: TopicAck, ID: "wrong-part", Level: Error, Effect: NotReceived, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "The fields of an acknowledgement must have the values that its page gives.", ZH: "确认应答各字段的值必须与官方文档一致。"},
		Remedy:      lang.Text{EN: "Set the field to this value.", ZH: "把该字段设为这个值。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{name} is {got:q}, it must be {want:q}", ZH: "{name} 是 {got:q}，必须是 {want:q}"}}},
	},
	ackCreateTime: {
		Topic: TopicAck, ID: "create-time", Level: Error, Effect: NotReceived, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "CreateTime must be a whole number of seconds since 1970.", ZH: "CreateTime 必须是整数，单位为秒，从 1970 年起算。"},
		Remedy:      lang.Text{EN: "Set CreateTime to the current Unix time in seconds.", ZH: "把 CreateTime 设为当前的 Unix 时间戳（秒）。"},
		Findings: []Finding{
			{Key: "missing", Text: lang.Text{EN: "CreateTime is missing", ZH: "缺少 CreateTime"}},
			{Key: "blanks", Text: lang.Text{EN: "CreateTime {text:q} has spaces around it", ZH: "CreateTime {text:q} 前后有空白字符"}},
			{Key: "words", Text: lang.Text{EN: "CreateTime {text:q} is not a whole number of seconds", ZH: "CreateTime {text:q} 不是整数秒"}},
			{Key: "large", Text: lang.Text{EN: "CreateTime {text} is no time in seconds", ZH: "CreateTime {text} 不是以秒为单位的时间"}},
			{Key: "small", Text: lang.Text{EN: "CreateTime {text} is not a time", ZH: "CreateTime {text} 不是有效的时间"}},
			{Key: "milliseconds", Text: lang.Text{EN: "CreateTime {text} is in milliseconds, it must be in seconds", ZH: "CreateTime {text} 以毫秒为单位，必须以秒为单位"}},
		},
	},
}
