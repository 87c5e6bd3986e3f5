package verdict

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"wxtool/internal/exchange"
)

// status judges a status that is not 200, and what it usually means here.
func (j *handshakeJudge) status(res *exchange.Response) {
	status := Fact{"status", statusIs(res.Status)}
	switch {
	case res.Status >= 300 && res.Status < 400:
		j.add(handshakeRedirect, "", Fact{"status", number(res.Status)}, Fact{"location", text(res.Header.Get("Location"))})
	case res.Status == http.StatusUnauthorized, res.Status == http.StatusForbidden:
		j.add(handshakeRefusedSignature, "", status)
	case res.Status == http.StatusNotFound:
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
