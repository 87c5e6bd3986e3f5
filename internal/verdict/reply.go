package verdict

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/message"
	"wxtool/internal/push"
)

// Reply is the judgement of an answer. Kind is the passive reply's MsgType,
// "bot", "ack", "success", "empty", "other" for a body that is none of them, or
// "none" where there was no answer at all.
type Reply struct {
	Kind      string
	XML       []byte           // in plaintext
	Document  message.Document // XML, where it is a reply that could be read
	Encrypted bool
	Valid     bool // no problem is an error
	Problems  []Problem
}

// Ignored reports whether the platform does not look at the answer.
func (r *Reply) Ignored() bool {
	return slices.ContainsFunc(r.Problems, func(p Problem) bool { return p.Effect == Ignored })
}

// Require adds an error where the reply does not contain want.
func (r *Reply) Require(want string) {
	if !bytes.Contains(r.XML, []byte(want)) {
		r.Problems = append(r.Problems, problem(replyUnexpected, "", OfficialAccount, []Fact{{"want", text(want)}}))
		r.Valid = false
	}
}

// replyJudge gathers the problems of one answer.
type replyJudge struct {
	Reply
	push     *push.Push
	mode     callback.Mode // in which it was sent
	family   Family
	expect   expect.Answer
	nonce    string // of the last attempt's URL
	attempts attempts
	envelope callback.Envelope // the body, read once
	opened   callback.Opened
}

// Judge judges the answer to a push that was sent in a mode. It takes the answer of the
// last attempt; there must be at least one attempt.
func Judge(p *push.Push, mode callback.Mode, attempts []exchange.Exchange) Reply {
	last := &attempts[len(attempts)-1]
	v := &replyJudge{push: p, mode: mode, family: FamilyOf(p.Account.Platform, p.Family), expect: p.Expect, nonce: nonceOf(last), attempts: attempts}
	if v.expect.Kind == "" {
		v.expect.Kind = expect.Guess(p.Head.InfoType).Kind
	}
	if last.Response == nil {
		v.unanswered(last.Cause)
	} else {
		v.response(last.Response)
		explain(v.Problems, last)
		v.late()
	}
	v.Valid = OK(v.Problems)
	return v.Reply
}

// add adds a problem. What depends on the push is what this one expects.
func (v *replyJudge) add(t table, key string, facts ...Fact) {
	p := problem(t, key, v.family, facts)
	if p.Effect == EffectOfPush {
		p.Effect = EffectOf(v.expect)
	}
	v.Problems = append(v.Problems, p)
}

func (v *replyJudge) response(res *exchange.Response) {
	v.XML = res.Body
	if res.Status != http.StatusOK {
		v.status(res)
		return
	}
	v.body(res.Body)
}

// body judges what came with status 200.
func (v *replyJudge) body(body []byte) {
	switch {
	case v.expect.Kind == expect.Success:
		v.literalSuccess(body)
	case v.expect.Kind == expect.Fields:
		v.acknowledgement(body)
	case v.expect.Kind == expect.Unread:
		v.unread(body)
	case v.expect.Content != "" && (len(body) == 0 || string(body) == "success"):
		v.Kind = "other"
		v.add(replyWrongContent, "silent", Fact{"body", bodyIs(body)}, Fact{"want", text(v.expect.Content)})
	case v.expect.Kind == expect.Empty && len(body) > 0:
		v.Kind = "other"
		v.add(replyNotEmpty, "", Fact{"body", bodyIs(body)})
	case len(body) == 0:
		v.Kind, v.XML = "empty", nil
	case string(body) == "success":
		v.success()
	case isAlmostSuccess(body):
		v.Kind = "other"
		v.add(replyAlmostSuccess, "", Fact{"body", text(body)})
	case len(bytes.TrimSpace(body)) == 0:
		v.Kind = "other"
		v.add(replyBlank, "", Fact{"n", number(len(body))})
	default:
		v.passive(body)
	}
}

func (v *replyJudge) literalSuccess(body []byte) {
	v.Kind = "success"
	if string(body) != "success" {
		v.Kind = "other"
		v.add(replyNotSuccess, "", Fact{"body", bodyIs(body)})
	}
}

func (v *replyJudge) success() {
	v.Kind = "success"
	if v.expect.Kind == expect.Bot {
		v.add(botNotBot, "")
	}
}

// isAlmostSuccess reports whether body is success but for its case and what is
// around it.
func isAlmostSuccess(body []byte) bool {
	return bytes.EqualFold(bytes.Trim(body, " \t\r\n\"\xef\xbb\xbf"), []byte("success"))
}

// unread judges an answer that the platform does not read: nothing in it is an error,
// but no user sees it. An encrypted answer is shown in plaintext.
func (v *replyJudge) unread(body []byte) {
	v.envelope.Read(body) // a body that is no envelope is shown as it is
	plaintext, why := v.readable(body)
	v.Kind, v.XML = "other", plaintext
	switch {
	case len(plaintext) == 0:
		v.Kind, v.XML = "empty", nil
	case string(plaintext) == "success":
		v.Kind = "success"
	case why.text == nil:
		v.Kind = v.flatType()
	}
	if v.Encrypted || v.Kind != "empty" && v.Kind != "success" {
		v.add(replyNotRead, "", Fact{"undecrypted", why})
	}
}

func nonceOf(ex *exchange.Exchange) string {
	u, err := url.Parse(ex.Request.URL)
	if err != nil {
		return ""
	}
	all := u.Query()["nonce"]
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1] // the platform's follows the query of the callback URL
}
