// Package verdict says what the answer of a callback server is worth to the
// platform: replies in plain and encrypted form, acknowledgements, a smart bot's
// replies, handshakes, and answers that do not come. It gets exchanges and sends
// nothing, so that an answer can be judged long after it was recorded.
//
// The rules are tables, one for each topic. A [Problem] is a rule that was broken
// and the facts of the case; [Problem.Render] makes sentences of them, and is the
// only place where text is made. Code compares rules and effects, never text.
//
// A judge never fails and never panics, whatever the bytes are. All functions may
// be called by several goroutines at a time.
package verdict

import (
	"slices"

	"wxtool/internal/lang"
)

// Level is the severity of a broken rule.
type Level string

const (
	Error   Level = "error"   // the user does not get the answer, or the URL is not accepted
	Warning Level = "warning" // it works now, and something will go wrong or sources disagree
	Info    Level = "info"    // worth knowing
)

// Topic is what a rule is about. With the ID it is the rule's permanent name,
// which scripts may use.
type Topic string

const (
	TopicReply     Topic = "reply"     // a passive reply, success, or nothing, plain or encrypted
	TopicAck       Topic = "ack"       // a structured acknowledgement
	TopicBot       Topic = "bot"       // a smart bot's own replies
	TopicTransport Topic = "transport" // the HTTP exchange of a push
	TopicHandshake Topic = "handshake" // the verification of a callback URL
	TopicProbe     Topic = "probe"     // a push with a wrong signature
)

// Rule is one thing that the platform asks of a callback server. It must not be
// changed.
type Rule struct {
	Topic       Topic
	ID          string
	Level       Level
	Requirement lang.Text // what is asked, in one sentence
	Source      Source
	Effect      Effect    // what is seen where the rule is broken
	Remedy      lang.Text // the next step
	Advise      bool      // the remedy says more than the findings
	Findings    []Finding
}

// Source is the official page of a rule, or the measurement behind it.
type Source struct {
	Page  string
	WeCom string // the page of WeCom, if it is a different one
}

// For is the source for one family.
func (s Source) For(f Family) string {
	if f == WeCom && s.WeCom != "" {
		return s.WeCom
	}
	return s.Page
}

// Finding is one way in which a rule can be broken. Its text has places for
// facts: {name}, or {name:q} for a text that is quoted and cut to 80 bytes.
type Finding struct {
	Key    string // "" is the only one or the usual one
	Text   lang.Text
	Effect Effect // where it is not that of the rule
}

// table is one topic's rule by its place in the table of the topic.
type table interface{ rule() *Rule }

// Rules returns a copy of all rules, topic by topic.
func Rules() []Rule {
	return slices.Concat(replyRules[:], ackRules[:], botRules[:], transportRules[:], handshakeRules[:], probeRules[:])
}

func (r *Rule) finding(key string) *Finding {
	i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Key == key })
	return &r.Findings[max(i, 0)]
}
