package verdict

import (
	"fmt"
	"net/url"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
)

// Handshake is a verification request and its answer, and the same with a wrong
// signature.
type Handshake struct {
	Platform callback.Platform
	Echostr  []byte // what the server must answer, byte for byte
	Deadline time.Duration
	Right    exchange.Exchange
	Wrong    *exchange.Exchange // nil where the first got no answer
}

// What the console shows, and what an unchecked signature means.
const (
	notSavedMP   = "the console refuses the URL: 「token验证失败」 or 「请求URL超时」"
	notSavedWork = "the console refuses the URL: 「openapi回调地址请求不通过」"
	openToAll    = "anybody who knows the URL can send it messages"
	hidden       = "logs and monitoring cannot tell a forged request from a good one"
)

// handshakeJudge gathers the problems of one handshake.
type handshakeJudge struct {
	*Handshake
	problems []Problem
}

// Judge names what is wrong with the answers, that to the right signature first.
func (h *Handshake) Judge() []Problem {
	j := &handshakeJudge{Handshake: h}
	j.right()
	if h.Wrong != nil {
		j.wrong()
	}
	return j.problems
}

func (h *handshakeJudge) fault(id, text string) {
	effect := notSavedMP
	if h.Platform == callback.Work {
		effect = notSavedWork
	}
	h.problems = append(h.problems, Problem{ID: id, Level: Error, Text: text, Effect: effect})
}

func (h *handshakeJudge) right() {
	if f := h.Right.Cause; f != nil {
		h.fault(f.ID, h.failureText(f))
		return
	}
	res := h.Right.Response
	if id, text := badStatus(res); id != "" {
		h.fault(id, text)
		return
	}
	if id, text := echoFault(res, h.Echostr, h.sent(), h.Platform); id != "" {
		h.fault(id, text)
		return
	}
	if res.Chunked {
		h.problems = append(h.problems, Problem{ID: "chunked", Level: Warning,
			Text:   "the answer came with Transfer-Encoding: chunked; set Content-Length",
			Effect: "the console has refused such answers: 「token验证失败」"})
	}
}

func (h *handshakeJudge) failureText(f *exchange.Cause) string {
	if f.ID != exchange.Timeout {
		return f.Text
	}
	if h.Platform == callback.Work {
		return fmt.Sprintf("no complete answer within %s; WeCom's limit for this request is 1 second", h.Deadline)
	}
	return fmt.Sprintf("no complete answer within %s; the platform's limit is 5 seconds", h.Deadline)
}

// sent is the echostr of the query, as it was sent.
func (h *Handshake) sent() string {
	u, err := url.Parse(h.Right.Request.URL)
	if err != nil {
		return ""
	}
	return callback.ParseQuery(u.RawQuery).Get("echostr")
}
