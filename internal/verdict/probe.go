package verdict

import (
	"bytes"

	"wxtool/internal/exchange"
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
