package verdict

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/fingerprint"
)

// Handshake is a verification request and its answer, and the same with a wrong
// signature.
type Handshake struct {
	Platform callback.Platform
	Echostr  []byte // what the server must answer, byte for byte
	Deadline time.Duration
	Right    exchange.Exchange
	Wrong    *exchange.Exchange // nil where the first got no answer
	AsWeCom  *exchange.Exchange // the verification of WeCom, where it was tried as the other failed
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
		j.explain()
	}
	if h.Wrong != nil {
		j.wrong()
	}
	return j.problems
}

func (j *handshakeJudge) add(t table, key string, facts ...Fact) {
	j.problems = append(j.problems, problem(t, key, j.family, facts))
}

// explain adds the cause of a wrong answer: that the URL is one of WeCom, or what the
// answer shows.
func (j *handshakeJudge) explain() {
	if j.AsWeCom != nil && j.AsWeCom.Response != nil && isEcho(j.AsWeCom.Response, j.Echostr) && len(j.problems) > 0 {
		cause := fingerprint.WeCom()
		j.problems[0].Cause = &cause
		return
	}
	explain(j.problems, &j.Right)
	if j.afterSignature() {
		cause := fingerprint.AfterSignature(j.Wrong.Response.Status)
		j.problems[0].Cause = &cause
	}
}

// afterSignature reports whether a server of WeCom got past the check of the signature, and
// then failed: it refuses a wrong one with another status.
func (j *handshakeJudge) afterSignature() bool {
	if j.family != WeCom || j.SignatureCheck() != CheckRefused || len(j.problems) == 0 {
		return false
	}
	first := j.problems[0]
	return first.Rule == handshakeStatus.rule() && first.Finding.Key == "" && first.Cause == nil && j.Wrong.Response.Status != j.Right.Response.Status
}

// unanswered judges that the right signature got no response.
func (j *handshakeJudge) unanswered(c *exchange.Cause) {
	if c == nil { // a record may have no cause
		c = noResponse()
	}
	key := ""
	if c.ID == exchange.Timeout && j.family == WeCom {
		key = "work"
	}
	j.add(handshakeCause(c), key, Fact{"cause", words(c.Words())}, Fact{"deadline", text(j.Deadline.String())})
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

// status judges a status that is not 200, and what it usually means here.
func (j *handshakeJudge) status(res *exchange.Response) {
	status := Fact{"status", statusIs(res.Status)}
	switch {
	case res.Status >= 300 && res.Status < 400:
		j.add(handshakeRedirect, "", Fact{"status", number(res.Status)}, Fact{"location", text(res.Header.Get("Location"))})
	case refusedByHandler(&j.Right):
		j.add(handshakeRefusedSignature, "", status)
	case res.Status == http.StatusNotFound && !answeredByHandler(&j.Right):
		j.add(handshakeStatus, "path", status)
	case res.Status == http.StatusMethodNotAllowed:
		j.add(handshakeStatus, "method", status)
	case res.Status == http.StatusUpgradeRequired:
		j.add(handshakeStatus, "upgrade", status)
	default:
		j.add(handshakeStatus, "", status)
	}
}

// body judges how a body differs from the echostr.
func (j *handshakeJudge) body(body []byte) {
	trimmed, sent := string(bytes.TrimSpace(body)), j.sent()
	switch at := bytes.Index(body, j.Echostr); {
	case len(body) == 0:
		j.add(handshakeEmpty, "")
	case begins(body, "<!doctype", "<html"):
		j.add(handshakeHTML, "")
	case at >= 0:
		j.around(body, at)
	case j.family == WeCom && trimmed == sent:
		j.add(handshakeNotDecrypted, "")
	case j.family == WeCom && strings.Contains(sent, "+") && string(body) == strings.ReplaceAll(sent, "+", " "):
		j.add(handshakeNotDecrypted, "plus")
	case strings.EqualFold(trimmed, "success"):
		j.add(handshakeOtherBody, "success")
	default:
		j.add(handshakeOtherBody, "", Fact{"body", bodyIs(body)}, Fact{"want", text(j.Echostr)})
	}
}

// around judges what is before or after the echostr.
func (j *handshakeJudge) around(body []byte, at int) {
	before, after := body[:at], body[at+len(j.Echostr):]
	var facts = []Fact{{"before", phrase{}}, {"after", phrase{}}}
	if len(before) > 0 {
		facts[0].Value = bytesBefore.with(Fact{"hex", hexBytes(before)})
	}
	if len(after) > 0 {
		facts[1].Value = bytesAfter.with(Fact{"hex", hexBytes(after)}, Fact{"at", number(at + len(j.Echostr))})
	}
	j.add(aroundRule(before, after), "", facts...)
}

func aroundRule(before, after []byte) handshakeRule {
	switch {
	case bytes.HasPrefix(before, []byte("\xef\xbb\xbf")):
		return handshakeBOM
	case bytes.HasSuffix(before, []byte(`"`)) && bytes.HasPrefix(after, []byte(`"`)):
		return handshakeQuotes
	case len(before) == 0 && len(bytes.TrimSpace(after)) == 0:
		return handshakeTrailingNewline
	case len(bytes.TrimSpace(before)) == 0 && len(bytes.TrimSpace(after)) == 0:
		return handshakeLeadingSpace
	}
	return handshakeExtraBytes
}

// hexBytes shows the first bytes in hexadecimal and as text.
func hexBytes(b []byte) text {
	const limit = 16
	more := ""
	if len(b) > limit {
		b, more = b[:limit], "…"
	}
	return text(fmt.Sprintf("% x%s %+q", b, more, b))
}
