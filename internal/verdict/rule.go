// Package verdict says what an answer of a callback server is worth to the
// platform: replies in plain and encrypted form, acknowledgements, a smart bot's
// replies, handshakes, and answers that do not come. One table holds the rules.
package verdict

import "wxtool/internal/lang"

// Level says how bad it is that a rule is broken.
type Level string

const (
	Error   Level = "error"   // the user does not get the answer, or the URL is not accepted
	Warning Level = "warning" // it works now, and something will go wrong or is not agreed on
	Info    Level = "info"    // worth knowing
)

// Topic is what a rule is about. With the ID it is a rule's name for ever:
// scripts use both.
type Topic string

const (
	TopicReply     Topic = "reply"     // a passive reply, success, or nothing
	TopicAck       Topic = "ack"       // a structured acknowledgement
	TopicBot       Topic = "bot"       // a smart bot's own replies
	TopicTransport Topic = "transport" // the HTTP exchange of a push
	TopicHandshake Topic = "handshake" // the verification of a callback URL
	TopicProbe     Topic = "probe"     // a push with a wrong signature
)

// Rule is one thing that the platform asks of a callback server.
type Rule struct {
	Topic       Topic
	ID          string
	Level       Level
	Requirement lang.Text // what is asked, in one sentence
	Source      string    // the official page, or who has measured it
	Effect      Effect    // EffectOfPush where it depends on the push
	Remedy      lang.Text // the next step
	Findings    []Finding
}

// Finding is one way in which a rule can be broken. Its text holds facts as
// {name}, or {name:q} for one that is quoted and cut to 80 bytes.
type Finding struct {
	Key  string // "" is the only one or the usual one
	Text lang.Text
}
