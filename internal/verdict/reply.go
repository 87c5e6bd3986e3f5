package verdict

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// Reply is the judgement of an answer. Kind is the passive reply's MsgType, or
// "success", "empty", "other" for a body that is none of them, "none" when
// there was no answer at all. XML is the reply in plaintext.
type Reply struct {
	Kind      string
	XML       []byte
	Encrypted bool
	Valid     bool // no problem is an error
	Problems  []Problem
}

// Asked is a push as it was sent: what its answer is judged against.
type Asked struct {
	Head    *message.Head // of Message; empty where it is not readable
	Message []byte
	Expect  expect.Answer // what is known of it, see [expect.Guess]
	Form    callback.Form // of the envelope
	Mode    callback.Mode // in which it was sent
	Family  string        // platform of its fixture, "" for a file of the user's
	Account *callback.Account
}

// replyJudge gathers the problems of one answer.
type replyJudge struct {
	Reply
	*Asked
	family   Family
	nonce    string // of the last attempt's URL
	attempts attempts
}

// Judge says what the answer to a push is worth: that of the last attempt, of
// which there must be one.
func Judge(asked *Asked, attempts []exchange.Exchange) Reply {
	last := &attempts[len(attempts)-1]
	v := &replyJudge{Asked: asked, family: asked.family(), nonce: nonceOf(last), attempts: attempts}
	if v.Expect.Kind == "" {
		filled := *asked
		filled.Expect.Kind = expect.Guess(asked.Head.InfoType).Kind
		v.Asked = &filled
	}
	if last.Cause != nil {
		v.Kind = "none"
		v.fault(last.Cause.ID, "%s%s", last.Cause.Text, v.attempts.tries())
	} else {
		v.response(last.Response)
		v.late()
	}
	v.Valid = OK(v.Problems)
	return v.Reply
}

// OK reports whether no problem is an error.
func OK(problems []Problem) bool {
	return !slices.ContainsFunc(problems, func(p Problem) bool { return p.Level == Error })
}

// family is where the answer is read: WeCom's accounts have their own chat.
func (a *Asked) family() Family {
	if a.Account.Platform == callback.Work {
		return WeCom
	}
	return FamilyOf(a.Family)
}

func (v *replyJudge) fault(id, format string, args ...any) {
	v.add(id, Error, v.effect(), format, args...)
}

func (v *replyJudge) effect() string {
	if v.Expect.Content != "" { // only the release check of an open platform asks for one
		return "the platform's release check fails"
	}
	return EffectOn(v.Expect.Kind, v.family)
}

// EffectOn is what is seen of a push that got no good answer: those that nobody
// answers in the chat fail silently.
func EffectOn(answer expect.Kind, family Family) string {
	switch answer {
	case expect.Success, expect.Empty, expect.Fields:
		return NotReceived
	case expect.Unread:
		return "nobody sees it; the platform counts a failure"
	}
	return family.Fault()
}

func (v *replyJudge) add(id string, level Level, effect, format string, args ...any) {
	v.Problems = append(v.Problems, Problem{ID: id, Level: level, Text: fmt.Sprintf(format, args...), Effect: effect})
}

// late: attempts that failed before a good one mean that the server did the
// work more than once.
func (v *replyJudge) late() {
	n := len(v.attempts)
	if n == 1 || v.attempts[n-1].Response.Status != http.StatusOK {
		return
	}
	failed := "attempt 1 failed with " + v.attempts.earlier()[0]
	if n > 2 {
		failed = fmt.Sprintf("%d attempts failed with %s", n-1, strings.Join(v.attempts.earlier(), ", "))
	}
	v.add("late", Warning, "the user waits longer",
		"%s, only attempt %d was answered with 200; the server got the same message %d times, so de-duplicate by MsgId", failed, n, n)
}

func (v *replyJudge) response(res *exchange.Response) {
	v.XML = res.Body
	if res.Status == http.StatusOK {
		v.body(res.Body)
		return
	}
	v.Kind = "other"
	status := fmt.Sprintf("HTTP status %d %s instead of 200%s", res.Status, http.StatusText(res.Status), v.attempts.tries())
	switch {
	case res.Status >= 300 && res.Status < 400:
		v.fault("redirect", "HTTP %d redirects to %q%s; the platform does not follow%s", res.Status, res.Header.Get("Location"), v.attempts.tries(), v.again())
	case res.Status == http.StatusUnauthorized, res.Status == http.StatusForbidden:
		v.fault("http-status", "%s: the server refused the push; does it use the same Token, EncodingAESKey and app id?%s", status, v.again())
	default:
		v.fault("http-status", "%s%s", status, v.again())
	}
}

// again says why a push was sent again although it was answered.
func (v *replyJudge) again() string {
	if v.attempts.tries() == "" || v.family != WeCom {
		return ""
	}
	return " (WeCom sends a push again after every status but 200)"
}

func (v *replyJudge) body(body []byte) {
	switch {
	case v.Expect.Kind == expect.Success:
		v.literalSuccess(body)
	case v.Expect.Kind == expect.Fields:
		v.acknowledgement(body)
	case v.Expect.Kind == expect.Unread:
		v.unread(body)
	case v.Expect.Content != "" && (len(body) == 0 || string(body) == "success"):
		v.Kind = "other"
		v.fault("wrong-content", "the body is %s; this push must be answered with the text %s", shortened(body), v.Expect.Content)
	case v.Expect.Kind == expect.Empty && len(body) > 0:
		v.Kind = "other"
		v.fault("not-empty", "the body is %s; this push must be answered with nothing", shortened(body))
	case len(body) == 0:
		v.Kind, v.XML = "empty", nil
	case string(body) == "success":
		v.Kind = "success"
		if v.Expect.Kind == expect.Bot {
			v.add("not-bot", Warning, "nothing is shown", "a smart bot is answered with nothing or with its own JSON, not with success")
		}
	case string(bytes.ToLower(bytes.Trim(body, " \t\r\n\"\xef\xbb\xbf"))) == "success":
		v.Kind = "other"
		v.fault("almost-success", "the body is %q; only the 7 bytes success count", body)
	case len(bytes.TrimSpace(body)) == 0:
		v.Kind = "other"
		v.fault("blank", "the body is %d bytes of whitespace; an answer without content has none", len(body))
	default:
		v.passive(body)
	}
}

func (v *replyJudge) literalSuccess(body []byte) {
	v.Kind = "success"
	if string(body) != "success" {
		v.Kind = "other"
		v.fault("not-success", "the body is %s; this notice must be answered with the 7 bytes success", shortened(body))
	}
}

func shortened(body []byte) string {
	if len(body) == 0 {
		return "empty"
	}
	cut := message.CutText(string(body), 60)
	if len(cut) < len(body) {
		return fmt.Sprintf("%q… (%d bytes)", cut, len(body))
	}
	return fmt.Sprintf("%q", cut)
}
