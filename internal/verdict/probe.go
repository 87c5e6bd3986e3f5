package verdict

import (
	"bytes"
	"fmt"

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
	return true, []Problem{{
		ID: "same-answer", Level: Warning,
		Text: fmt.Sprintf("a push with a wrong signature got the same answer (%d, %s): the server has another Token, or does not check the signature, or refuses without saying so",
			wrong.Status, word(wrong.Body)),
		Effect: "nothing shows that the server took any push; wxtool handshake shows whether its Token is right",
	}}
}

// word is how a silent answer is called.
func word(body []byte) string {
	if len(body) == 0 {
		return "empty"
	}
	return message.CutText(string(body), 60)
}
