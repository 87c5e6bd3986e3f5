package deliver

import (
	"bytes"
	"fmt"
	"net/http"
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
	Problems  []message.Problem
}

// verdict gathers the problems of one delivery.
type verdict struct {
	Reply
	account *callback.Account
	chat    message.Chat
	mode    callback.Mode
	push    *message.Head
	expect  expect.Answer
	form    callback.Form
	nonce   string // of the last attempt's URL
	message []byte // the push
	tries   string // the attempts before, see [Delivery.tries]
}

func (c *Client) judge(d *Delivery) Reply {
	head, err := message.Scan(d.Push.Message)
	if err != nil {
		head = &message.Head{}
	}
	v := &verdict{account: &c.Account, chat: c.chat(d.Push), mode: d.Mode, push: head, expect: d.Push.Expect,
		form: d.Push.Form, nonce: nonceOf(d.Last()), message: d.Push.Message, tries: d.tries()}
	if v.expect.Kind == "" {
		v.expect.Kind = expect.Guess(head.InfoType).Kind
	}
	if last := d.Last(); last.Cause != nil {
		v.Kind = "none"
		v.fault(last.Cause.ID, "%s%s", last.Cause.Text, v.tries)
	} else {
		v.response(last.Response)
		v.late(d)
	}
	v.Valid = true
	for _, p := range v.Problems {
		v.Valid = v.Valid && p.Level != message.Error
	}
	return v.Reply
}

// chat is where the answer to push is read.
func (c *Client) chat(push Push) message.Chat {
	if c.Account.Platform == callback.Work {
		return message.ChatWork
	}
	return message.ChatOf(push.Family)
}

func (v *verdict) fault(id, format string, args ...any) {
	v.add(id, message.Error, v.effect(), format, args...)
}

func (v *verdict) effect() string {
	if v.expect.Content != "" { // only the release check of an open platform asks for one
		return "the platform's release check fails"
	}
	return Effect(v.expect.Kind, v.chat)
}

// Effect is what is seen of a push that got no good answer: those that nobody
// answers in the chat fail silently.
func Effect(answer expect.Kind, chat message.Chat) string {
	switch answer {
	case expect.Success, expect.Empty, expect.Fields:
		return message.NotReceived
	case expect.Unread:
		return "nobody sees it; the platform counts a failure"
	}
	return chat.Fault()
}

func (v *verdict) add(id string, level message.Level, effect, format string, args ...any) {
	v.Problems = append(v.Problems, message.Problem{ID: id, Level: level, Text: fmt.Sprintf(format, args...), Effect: effect})
}

// late: attempts that failed before a good one mean that the server did the
// work more than once.
func (v *verdict) late(d *Delivery) {
	n := len(d.Attempts)
	if n == 1 || d.Last().Response.Status != http.StatusOK {
		return
	}
	failed := "attempt 1 failed with " + d.earlier()[0]
	if n > 2 {
		failed = fmt.Sprintf("%d attempts failed with %s", n-1, strings.Join(d.earlier(), ", "))
	}
	v.add("late", message.Warning, "the user waits longer",
		"%s, only attempt %d was answered with 200; the server got the same message %d times, so de-duplicate by MsgId", failed, n, n)
}

func (v *verdict) response(res *exchange.Response) {
	v.XML = res.Body
	if res.Status == http.StatusOK {
		v.body(res.Body)
		return
	}
	v.Kind = "other"
	status := fmt.Sprintf("HTTP status %d %s instead of 200%s", res.Status, http.StatusText(res.Status), v.tries)
	switch {
	case res.Status >= 300 && res.Status < 400:
		v.fault("redirect", "HTTP %d redirects to %q%s; the platform does not follow%s", res.Status, res.Header.Get("Location"), v.tries, v.again())
	case res.Status == http.StatusUnauthorized, res.Status == http.StatusForbidden:
		v.fault("http-status", "%s: the server refused the push; does it use the same Token, EncodingAESKey and app id?%s", status, v.again())
	default:
		v.fault("http-status", "%s%s", status, v.again())
	}
}

// again says why a push was sent again although it was answered.
func (v *verdict) again() string {
	if v.tries == "" || v.chat != message.ChatWork {
		return ""
	}
	return " (WeCom sends a push again after every status but 200)"
}

func (v *verdict) body(body []byte) {
	switch {
	case v.expect.Kind == expect.Success:
		v.literalSuccess(body)
	case v.expect.Kind == expect.Fields:
		v.acknowledgement(body)
	case v.expect.Kind == expect.Unread:
		v.unread(body)
	case v.expect.Content != "" && (len(body) == 0 || string(body) == "success"):
		v.Kind = "other"
		v.fault("wrong-content", "the body is %s; this push must be answered with the text %s", shortened(body), v.expect.Content)
	case v.expect.Kind == expect.Empty && len(body) > 0:
		v.Kind = "other"
		v.fault("not-empty", "the body is %s; this push must be answered with nothing", shortened(body))
	case len(body) == 0:
		v.Kind, v.XML = "empty", nil
	case string(body) == "success":
		v.Kind = "success"
		if v.expect.Kind == expect.Bot {
			v.add("not-bot", message.Warning, "nothing is shown", "a smart bot is answered with nothing or with its own JSON, not with success")
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

func (v *verdict) literalSuccess(body []byte) {
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
