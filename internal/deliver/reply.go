package deliver

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
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
	wecom   bool
	mode    callback.Mode
	push    *message.Head
	answer  message.Answer
	ack     message.Ack
	form    callback.Form
	nonce   string // of the last attempt's URL
	message []byte // the push
}

func (c *Client) judge(d *Delivery) Reply {
	head, err := message.Scan(d.Push.Message)
	if err != nil {
		head = &message.Head{}
	}
	v := &verdict{account: &c.Account, wecom: c.Account.Platform == callback.Work, mode: d.Mode, push: head, answer: d.Push.Answer, ack: d.Push.Ack,
		form: d.Push.Form, nonce: nonceOf(d.Last()), message: d.Push.Message}
	if v.answer == "" {
		v.answer = message.AnswerTo(head)
	}
	if last := d.Last(); last.Failure != nil {
		v.Kind = "none"
		v.fault(last.Failure.ID, "%s", noAnswer(last.Failure, len(d.Attempts)))
	} else {
		v.response(last.Exchange.Response)
		v.late(d)
	}
	v.Valid = true
	for _, p := range v.Problems {
		v.Valid = v.Valid && p.Level != message.Error
	}
	return v.Reply
}

func noAnswer(f *Failure, attempts int) string {
	if attempts == 1 {
		return f.Text
	}
	return fmt.Sprintf("%s, %d times", f.Text, attempts)
}

func (v *verdict) fault(id, format string, args ...any) {
	v.add(id, message.Error, v.effect(), format, args...)
}

// effect is what is seen of a bad answer: pushes that nobody answers in the
// chat fail silently.
func (v *verdict) effect() string {
	switch v.answer {
	case message.AnswerSuccess, message.AnswerEmpty, message.AnswerFields:
		return message.NotReceived
	case message.AnswerNone:
		return "nobody sees it; the platform counts a failure"
	}
	return message.Fault(v.wecom)
}

func (v *verdict) add(id string, level message.Level, effect, format string, args ...any) {
	v.Problems = append(v.Problems, message.Problem{ID: id, Level: level, Text: fmt.Sprintf(format, args...), Effect: effect})
}

// late: an attempt that failed before a good one means the server did the work
// more than once.
func (v *verdict) late(d *Delivery) {
	if n := len(d.Attempts); n > 1 {
		v.add("late", message.Warning, "the user waits longer", "only attempt %d of %d was answered in time; the server got the same message %d times, so de-duplicate by MsgId", n, n, n)
	}
}

func (v *verdict) response(res *exchange.Response) {
	v.XML = res.Body
	switch {
	case res.Status >= 300 && res.Status < 400:
		v.Kind = "other"
		v.fault("redirect", "HTTP %d redirects to %q; the platform does not follow", res.Status, res.Header.Get("Location"))
	case res.Status == http.StatusUnauthorized, res.Status == http.StatusForbidden:
		v.Kind = "other"
		v.fault("http-status", "HTTP status %d %s instead of 200: the server refused the push; has it the same Token, EncodingAESKey and app id?", res.Status, http.StatusText(res.Status))
	case res.Status != http.StatusOK:
		v.Kind = "other"
		v.fault("http-status", "HTTP status %d %s instead of 200", res.Status, http.StatusText(res.Status))
	default:
		v.body(res.Body)
	}
}

func (v *verdict) body(body []byte) {
	switch {
	case v.answer == message.AnswerSuccess:
		v.literalSuccess(body)
	case v.answer == message.AnswerFields:
		v.acknowledgement(body)
	case v.answer == message.AnswerNone:
		v.unread(body)
	case v.ack.Content != "" && (len(body) == 0 || string(body) == "success"):
		v.Kind = "other"
		v.fault("wrong-content", "the body is %s; this push must be answered with the text %s", shortened(body), v.ack.Content)
	case v.answer == message.AnswerEmpty && len(body) > 0:
		v.Kind = "other"
		v.fault("not-empty", "the body is %s; this push must be answered with nothing", shortened(body))
	case len(body) == 0:
		v.Kind, v.XML = "empty", nil
	case string(body) == "success":
		v.Kind = "success"
		if v.answer == message.AnswerBot {
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

// passive judges a passive reply, encrypted or plain as the mode asks.
func (v *verdict) passive(body []byte) {
	v.Kind = "other"
	plaintext, ok := v.decrypt(body)
	if !ok {
		return
	}
	if len(bytes.TrimSpace(plaintext)) == 0 {
		v.fault("empty-encrypted", "the encrypted reply holds nothing; to answer nothing send an empty body, or success")
		return
	}
	v.XML = plaintext
	if v.answer == message.AnswerBot {
		v.Kind = "bot"
		v.Problems = append(v.Problems, message.JudgeBot(plaintext, v.message)...)
		return
	}
	if head, err := message.Scan(plaintext); err == nil && head.MsgType != "" {
		v.Kind = head.MsgType
	}
	v.Problems = append(v.Problems, message.JudgeReply(plaintext, message.ReplyContext{Push: v.push, WeCom: v.wecom})...)
	v.welcome()
}

// acknowledgement judges a structured answer. It may be plain even where the
// push was encrypted: the official pages print it so.
func (v *verdict) acknowledgement(body []byte) {
	v.Kind = "ack"
	if env, err := callback.ReadEnvelope(body); err == nil && env.Encrypt != "" && env.Form != "bare" {
		opened, ok := v.open(body)
		if !ok {
			return
		}
		body = opened
	} else if v.form == callback.FormHardware {
		v.fault("plaintext-in-safe-mode", "the acknowledgement is plaintext; hardware is answered with the encrypted JSON in which it was asked")
		return
	}
	v.XML = body
	v.Problems = append(v.Problems, message.JudgeAck(body, v.ack, v.push)...)
}

// unread: nobody reads the body, so that nothing in it is wrong.
func (v *verdict) unread(body []byte) {
	v.Kind = "other"
	switch {
	case len(body) == 0:
		v.Kind, v.XML = "empty", nil
		return
	case string(body) == "success":
		v.Kind = "success"
		return
	}
	if head, err := message.Scan(body); err == nil && head.MsgType != "" {
		v.Kind = head.MsgType
	}
	v.add("not-read", message.Warning, "nobody sees anything of it", "the platform does not read the answer to this push; success or nothing is usual")
}

// open decrypts a reply, which must have the form of its push's envelope.
func (v *verdict) open(body []byte) ([]byte, bool) {
	v.Encrypted = true
	opened, err := v.account.OpenReply(body)
	if err != nil {
		v.cannotOpen(err)
		return nil, false
	}
	if v.form != callback.FormUsual && !opened.Lower {
		v.fault("wrong-envelope", "the reply's envelope must be JSON with the names encrypt, msgsignature, timestamp and nonce, as the push's is")
		return nil, false
	}
	if env, err := callback.ReadEnvelope(body); err == nil && v.form == callback.FormBot && env.Nonce != v.nonce {
		v.fault("wrong-nonce", "the reply's nonce is %q; a smart bot's reply repeats the nonce of the URL", env.Nonce)
		return nil, false
	}
	return opened.Message, true
}

func nonceOf(a *Attempt) string {
	u, err := url.Parse(a.Exchange.Request.URL)
	if err != nil {
		return ""
	}
	return u.Query().Get("nonce")
}

// welcome tells when a reply, good or not, is not one that this push takes.
func (v *verdict) welcome() {
	card := v.Kind == "update_button" || v.Kind == "update_template_card"
	switch {
	case v.answer == message.AnswerCard && !card:
		v.fault("card-only", "a click on a template card takes update_button or update_template_card, not %s", v.Kind)
	case v.answer == message.AnswerTransfer && v.Kind != "transfer_customer_service":
		v.fault("transfer-only", "a mini program's message takes transfer_customer_service or success, not %s; answer through the customer-service API", v.Kind)
	case v.ack.Content != "":
		v.content()
	}
}

// content: the platform's own tests want one text and no other.
func (v *verdict) content() {
	m, err := message.ParseDocument(v.XML)
	if err != nil {
		return
	}
	if got, _ := m.Get("Content"); got != v.ack.Content {
		v.fault("wrong-content", "Content is %q, it must be %q", message.CutText(got, 80), v.ack.Content)
	}
}

// decrypt returns the reply's plaintext, or false when a problem was found that
// makes reading on pointless.
func (v *verdict) decrypt(body []byte) ([]byte, bool) {
	env, err := callback.ReadEnvelope(body)
	encrypted := err == nil && env.Encrypt != "" && env.Form != "bare"
	switch {
	case !encrypted && v.mode == callback.Safe && err == nil && (env.Form == "xml" && env.MsgType != "" || env.Form == "json" && v.push.JSON):
		v.fault("plaintext-in-safe-mode", "the reply is plaintext; where pushes are encrypted the reply must be too")
		v.XML, v.Kind = body, cmp.Or(env.MsgType, "other")
		return nil, false
	case !encrypted:
		return body, true
	case v.mode == callback.Plain:
		v.fault("encrypted-in-plain-mode", "the reply is encrypted, but the push was not: the account is in plain mode")
		return nil, false
	}
	if env.Form == "xml" && env.Root != "xml" {
		v.fault("wrong-root", "the reply's root element is <%s>, it must be <xml>", env.Root)
		return nil, false
	}
	if env.JSON && !v.push.JSON {
		v.fault("json-envelope", "the encrypted reply is JSON, but the push was XML; answer in the form in which it came")
		return nil, false
	}
	return v.open(body)
}

func (v *verdict) cannotOpen(err error) {
	id := "cannot-decrypt"
	switch {
	case errors.Is(err, wxcrypt.ErrSignature):
		v.fault("wrong-msg-signature", "MsgSignature is not that of Token, TimeStamp, Nonce and Encrypt: %v", wxcrypt.ErrSignature)
		return
	case errors.Is(err, callback.ErrUnsigned):
		id = "unsigned"
	case errors.Is(err, wxcrypt.ErrReceiveID):
		id = "wrong-receiveid"
	}
	v.fault(id, "%v", err)
}
