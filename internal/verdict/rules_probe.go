package verdict

import "wxtool/internal/lang"

// probeRule is a rule on probes by its place in probeRules.
type probeRule uint8

const (
	probeSameAnswer probeRule = iota
	probeRuleCount
)

func (r probeRule) rule() *Rule { return &probeRules[r] }

var probeRules = [probeRuleCount]Rule{
	probeSameAnswer: {
		Topic: TopicProbe, ID: "same-answer", Level: Warning, Effect: NothingProved, Source: comparison,
		Requirement: lang.Text{EN: "A push with a wrong signature should get another answer than one with a right signature."},
		Remedy:      lang.Text{EN: "Run wxtool handshake, and answer 403 where a signature is wrong."},
		Findings:    []Finding{{Text: lang.Text{EN: "a push with a wrong signature got the same answer ({status}, {body}): the server has another Token, or does not check the signature, or refuses without saying so"}}},
	},
}
