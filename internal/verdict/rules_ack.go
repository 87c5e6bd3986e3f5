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
		Requirement: lang.Text{EN: "The push must be answered with an acknowledgement: XML or JSON with the fields that its page lists."},
		Remedy:      lang.Text{EN: "Answer with these fields; success is not enough."},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {body}; the platform waits for {fields}"}}},
	},
	ackNotXML: {
		Topic: TopicAck, ID: "not-xml", Level: Error, Effect: NotReceived, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "An acknowledgement must be well-formed XML or JSON."},
		Remedy:      lang.Text{EN: "Write it with an XML or JSON encoder, and nothing around it."},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is {what}; the platform waits for {fields}"}}},
	},
	ackMissingPart: {
		Topic: TopicAck, ID: "missing-part", Level: Error, Effect: NotReceived, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "An acknowledgement must have all fields that its page lists."},
		Remedy:      lang.Text{EN: "Add the field."},
		Findings:    []Finding{{Text: lang.Text{EN: "{path} is missing from the acknowledgement{case}"}}},
	},
	ackWrongPart: {
		Topic: TopicAck, ID: "wrong-part", Level: Error, Effect: NotReceived, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "The fields of an acknowledgement must have the values that its page gives."},
		Remedy:      lang.Text{EN: "Set the field to this value."},
		Findings:    []Finding{{Text: lang.Text{EN: "{name} is {got:q}, it must be {want:q}"}}},
	},
	ackCreateTime: {
		Topic: TopicAck, ID: "create-time", Level: Error, Effect: NotReceived, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "CreateTime must be a whole number of seconds since 1970."},
		Remedy:      lang.Text{EN: "Set CreateTime to the current Unix time in seconds."},
		Findings: []Finding{
			{Key: "missing", Text: lang.Text{EN: "CreateTime is missing"}},
			{Key: "blanks", Text: lang.Text{EN: "CreateTime {text:q} has spaces around it"}},
			{Key: "words", Text: lang.Text{EN: "CreateTime {text:q} is not a whole number of seconds"}},
			{Key: "large", Text: lang.Text{EN: "CreateTime {text} is no time in seconds"}},
			{Key: "small", Text: lang.Text{EN: "CreateTime {text} is not a time"}},
			{Key: "milliseconds", Text: lang.Text{EN: "CreateTime {text} is in milliseconds, it must be in seconds"}},
		},
	},
}
