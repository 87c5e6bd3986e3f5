package verdict

import (
	"bytes"

	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/message"
)

// Probe compares the response to a push with that to the same push with a wrong
// signature, and warns where they are the same. Either is nil where there was
// none.
func Probe(right, wrong *exchange.Response) (same bool, problems []Problem) {
	if right == nil || wrong == nil || wrong.Status != right.Status || !bytes.Equal(wrong.Body, right.Body) {
		return false, nil
	}
	facts := []Fact{{"status", number(wrong.Status)}, {"body", silentBody(wrong.Body)}}
	return true, []Problem{problem(probeSameAnswer, "", OfficialAccount, facts)}
}

// silentBody is the word of an answer that is empty or success.
func silentBody(body []byte) phrase {
	if len(body) == 0 {
		return bodyEmpty.with()
	}
	return bodyWord.with(Fact{"text", text(message.CutText(string(body), maxBody))})
}

// probeRule is a rule on probes by its place in probeRules.
type probeRule uint8

const (
	probeSameAnswer probeRule = iota
	probeRuleCount
)

func (r probeRule) rule() *Rule { return &probeRules[r] }

var probeRules = [probeRuleCount]Rule{
	probeSameAnswer: {
		Topic: TopicProbe, ID: "same-answer", Level: Warning, Effect: NothingProved, Source: Source{Page: comparison},
		Requirement: lang.Text{EN: "A push with a wrong signature should get another answer than one with a right signature.", ZH: "对签名错误的推送与签名正确的推送，应答宜有所不同。"},
		Remedy:      lang.Text{EN: "Run wxtool handshake, and answer 403 where a signature is wrong.", ZH: "运行 wxtool handshake，并在签名错误时返回 403。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a push with a wrong signature got the same answer ({status}, {body}): the server has another Token, or does not check the signature, or refuses without saying so", ZH: "签名错误的推送得到了相同的应答（{status}，{body}）：服务器的令牌(Token)不一致，或没有校验签名，或拒绝时没有明确表示"}}},
	},
}
