package verdict

import (
	"bytes"
	"fmt"
	"net/http"
	"unicode"

	"wxtool/internal/exchange"
)

// SignatureCheck is what came of the request with a wrong signature.
type SignatureCheck string

const (
	CheckRefused    SignatureCheck = "refused"    // with a 4xx status
	CheckEchoed     SignatureCheck = "echoed"     // answered as if it were right
	CheckAnswered   SignatureCheck = "answered"   // neither refused nor echoed
	CheckFailed     SignatureCheck = "failed"     // answered with a 5xx status
	CheckUnanswered SignatureCheck = "unanswered" // no answer, or not in time
	CheckNotSent    SignatureCheck = "not_sent"   // the first request got no answer
)

// SignatureCheck reports what came of the request with a wrong signature.
func (h *Handshake) SignatureCheck() SignatureCheck {
	switch {
	case h.Wrong == nil:
		return CheckNotSent
	case h.Wrong.Cause != nil:
		return CheckUnanswered
	}
	switch res := h.Wrong.Response; {
	case isEcho(res, h.Echostr):
		return CheckEchoed
	case res.Status/100 == 4:
		return CheckRefused
	case res.Status/100 == 5:
		return CheckFailed
	}
	return CheckAnswered
}

// isEcho reports whether a response is the echostr, if not byte for byte. A
// refusal may repeat the URL with the echostr in it.
func isEcho(res *exchange.Response, echostr []byte) bool {
	outer := func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' || r == '"' || r == '\'' }
	return res.Status == http.StatusOK && bytes.Equal(bytes.TrimFunc(res.Body, outer), echostr)
}

// wrong adds what is wrong with the answer to a wrong signature. Where the
// right one was answered wrongly too, the cause is the same and was named.
func (h *handshakeJudge) wrong() {
	check := h.SignatureCheck()
	if check == CheckEchoed {
		h.problems = append(h.problems, Problem{ID: "signature-not-checked", Level: Error,
			Text: "the echostr was answered to a wrong signature: the signature is not checked", Effect: openToAll})
		return
	}
	if !OK(h.problems) {
		return
	}
	switch check {
	case CheckUnanswered:
		h.unanswered(h.Wrong.Cause)
	case CheckFailed:
		h.warn("wrong-signature-fails", fmt.Sprintf("a wrong signature was answered with HTTP status %d; refuse it with 403", h.Wrong.Response.Status), "anybody can make the server fail")
	case CheckAnswered:
		h.warn("wrong-signature-not-refused", "a wrong signature was answered with "+h.WrongAnswer()+"; refuse it with status 403", hidden)
	}
}

func (h *handshakeJudge) unanswered(f *exchange.Cause) {
	if f.ID == exchange.Timeout {
		h.warn("wrong-signature-hangs", "a wrong signature was not answered in time; refuse it at once with 403", "connections pile up")
		return
	}
	h.warn("wrong-signature-unanswered", "a wrong signature was not answered: "+f.Text+"; refuse it with 403", "it cannot be told from a crash")
}

func (h *handshakeJudge) warn(id, text, effect string) {
	h.problems = append(h.problems, Problem{ID: id, Level: Warning, Text: text, Effect: effect})
}

// WrongAnswer says in a few words what the answer to the wrong signature was. It
// must have got one.
func (h *Handshake) WrongAnswer() string {
	res := h.Wrong.Response
	if len(res.Body) == 0 {
		return fmt.Sprintf("HTTP status %d and an empty body", res.Status)
	}
	return fmt.Sprintf("HTTP status %d and %s", res.Status, shortened(res.Body))
}
