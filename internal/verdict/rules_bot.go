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
		Requirement: lang.Text{EN: "A smart bot should answer with its own JSON or with nothing."},
		Remedy:      lang.Text{EN: "Answer with an empty body."},
		Findings:    []Finding{{Text: lang.Text{EN: "a smart bot is answered with nothing or with its own JSON, not with success"}}},
	},
	botNotJSON: {
		Topic: TopicBot, ID: "not-json", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A smart bot's reply must be one JSON object."},
		Remedy:      lang.Text{EN: "Write the reply with a JSON encoder, then encrypt it."},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is no JSON object: {why}"}}},
	},
	botUnknownMsgType: {
		Topic: TopicBot, ID: "unknown-msg-type", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "Each push to a smart bot takes its own types of reply."},
		Remedy:      lang.Text{EN: "Reply with one of these types."},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is {got:q}; this push takes {taken}"}}},
	},
	botMissingPart: {
		Topic: TopicBot, ID: "missing-part", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A smart bot's reply must have every key that its type requires."},
		Remedy:      lang.Text{EN: "Add the key."},
		Findings:    []Finding{{Text: lang.Text{EN: "{path} is missing{case}"}}},
	},
	botEmptyPart: {
		Topic: TopicBot, ID: "empty-part", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A key that a type of reply requires must not be empty."},
		Remedy:      lang.Text{EN: "Fill in the value, or answer with an empty body."},
		Findings:    []Finding{{Text: lang.Text{EN: "{path} is empty"}}},
	},
	botWrongPart: {
		Topic: TopicBot, ID: "wrong-part", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "The value of stream/finish must be true or false."},
		Remedy:      lang.Text{EN: "Write a JSON boolean."},
		Findings:    []Finding{{Text: lang.Text{EN: "stream/finish is {got:q}, it must be true or false"}}},
	},
	botWrongNonce: {
		Topic: TopicBot, ID: "wrong-nonce", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A smart bot's reply must repeat the nonce of the URL."},
		Remedy:      lang.Text{EN: "Sign and write the nonce of the push's URL."},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply's nonce is {got:q}; a smart bot's reply repeats the nonce of the URL"}}},
	},
}
