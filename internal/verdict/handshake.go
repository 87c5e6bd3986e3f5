package verdict

import (
	"net/http"
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

// handshakeJudge gathers the problems of one handshake.
type handshakeJudge struct {
	*Handshake
	family   Family
	problems []Problem
}

// Judge names what is wrong with the answers, that to the right signature first.
func (h *Handshake) Judge() []Problem {
	j := &handshakeJudge{Handshake: h, family: FamilyOf(h.Platform, "")}
	if h.Right.Response == nil {
		j.unanswered(h.Right.Cause)
	} else {
		j.right(h.Right.Response)
	}
	if h.Wrong != nil {
		j.wrong()
	}
	return j.problems
}

func (j *handshakeJudge) add(t table, key string, facts ...Fact) {
	j.problems = append(j.problems, problem(t, key, j.family, facts))
}

// unanswered judges that the right signature got no response.
func (j *handshakeJudge) unanswered(c *exchange.Cause) {
	if c == nil { // a record may lack it
		c = &exchange.Cause{ID: exchange.Failed, Text: "there is no response"}
	}
	key := ""
	if c.ID == exchange.Timeout && j.family == WeCom {
		key = "work"
	}
	j.add(handshakeCause(c), key, Fact{"cause", text(c.Text)}, Fact{"deadline", text(j.Deadline.String())})
}

// right judges the response to a right signature.
func (j *handshakeJudge) right(res *exchange.Response) {
	if res.Status != http.StatusOK {
		j.status(res)
		return
	}
	if string(res.Body) != string(j.Echostr) {
		j.body(res.Body)
		return
	}
	if res.Chunked {
		j.add(handshakeChunked, "")
	}
}

// sent is the echostr of the query, as it was sent.
func (h *Handshake) sent() string {
	u, err := url.Parse(h.Right.Request.URL)
	if err != nil {
		return ""
	}
	return callback.ParseQuery(u.RawQuery).Get("echostr")
}
