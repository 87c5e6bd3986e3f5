package verdict

import (
	"bytes"
	"net/http"
	"unicode"

	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

// SignatureCheck is the outcome of the request with a wrong signature.
type SignatureCheck string

const (
	CheckRefused    SignatureCheck = "refused"    // with a 4xx status
	CheckEchoed     SignatureCheck = "echoed"     // answered as if it were right
	CheckAnswered   SignatureCheck = "answered"   // neither refused nor echoed
	CheckFailed     SignatureCheck = "failed"     // answered with a 5xx status
	CheckUnanswered SignatureCheck = "unanswered" // no answer, or not in time
	CheckNotSent    SignatureCheck = "not_sent"   // the first request got no answer
)

// SignatureCheck returns the outcome of the request with a wrong signature.
func (h *Handshake) SignatureCheck() SignatureCheck {
	switch {
	case h.Wrong == nil:
		return CheckNotSent
	case h.Wrong.Response == nil:
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

// wrong judges the answer to a wrong signature. Where the right one was answered
// wrongly too, the cause is the same and was named.
func (j *handshakeJudge) wrong() {
	check := j.SignatureCheck()
	if check == CheckEchoed {
		j.add(handshakeNotChecked, "")
		return
	}
	if !OK(j.problems) {
		return
	}
	switch check {
	case CheckUnanswered:
		j.wrongUnanswered(j.Wrong.Cause)
	case CheckFailed:
		j.add(handshakeWrongFails, "", Fact{"status", number(j.Wrong.Response.Status)})
	case CheckAnswered:
		j.add(handshakeWrongNotRefused, "", Fact{"answer", j.wrongAnswer()})
	}
}

func (j *handshakeJudge) wrongUnanswered(c *exchange.Cause) {
	switch {
	case c == nil: // a record may have no cause
		j.add(handshakeWrongUnanswered, "", Fact{"cause", words(noResponse().Words())})
	case c.ID == exchange.Timeout:
		j.add(handshakeWrongHangs, "")
	default:
		j.add(handshakeWrongUnanswered, "", Fact{"cause", words(c.Words())})
	}
}

// WrongAnswer describes the answer to the wrong signature in a few words. There must
// be an answer.
func (h *Handshake) WrongAnswer(l lang.Language) string { return h.wrongAnswer().in(l) }

func (h *Handshake) wrongAnswer() phrase {
	res := h.Wrong.Response
	status := Fact{"status", number(res.Status)}
	if len(res.Body) == 0 {
		return answerEmpty.with(status)
	}
	return answerBody.with(status, Fact{"body", bodyIs(res.Body)})
}
