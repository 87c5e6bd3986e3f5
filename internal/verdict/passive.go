package verdict

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"wxtool/internal/message"
)

// ReplyContext is what a passive reply is judged against.
type ReplyContext struct {
	Push   *message.Head // the push that is answered
	Family Family
}

// JudgeReply names what is wrong with the plaintext of a passive reply, the
// worst first; nothing means that the user gets it. It follows the official
// pages on passive replies (developers.weixin.qq.com "被动回复用户消息",
// developer.work.weixin.qq.com path/96469) and, where these are silent, what
// users have measured.
func JudgeReply(reply []byte, ctx ReplyContext) []Problem {
	j := judge{ctx: ctx}
	if !j.read(reply) {
		return j.problems
	}
	j.form(reply)
	j.addresses()
	j.createTime()
	j.parts()
	return j.problems
}

// form warns of what one reader forgives and another does not.
func (j *judge) form(reply []byte) {
	const effect = "some users see a fault notice: the platform has been seen to refuse replies for less"
	switch {
	case bytes.HasPrefix(reply, []byte("\xef\xbb\xbf")):
		j.add("bom", Warning, effect, "a byte order mark stands before the reply; save the source files as UTF-8 without BOM")
	case len(bytes.TrimLeft(reply, " \t\r\n")) < len(reply):
		j.add("leading-space", Warning, effect, "blanks or blank lines stand before the reply")
	}
	for _, name := range []string{"ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"} {
		if n := j.m.Count(name); n > 1 {
			j.add("repeated", Warning, "which of them counts is not said", "%s stands there %d times", name, n)
		}
	}
}

// read parses the reply. A push in JSON may be answered in JSON.
func (j *judge) read(reply []byte) bool {
	if j.ctx.Push.JSON && message.IsJSON(reply) {
		o, err := message.ParseJSON(reply)
		if err != nil {
			j.fault("not-json", "the reply is %v", err)
		}
		j.m = o
		return err == nil
	}
	m, err := message.Parse(reply)
	switch {
	case err != nil:
		j.fault("not-xml", "the reply is %s", notXML(reply, err))
	case m.Root() != "xml":
		j.fault("wrong-root", "the reply's root element is <%s>, it must be <xml>", m.Root())
	}
	j.m = m
	return len(j.problems) == 0
}

// notXML says what the bytes are instead.
func notXML(reply []byte, err error) string {
	trimmed := bytes.ToLower(bytes.TrimSpace(reply))
	switch {
	case bytes.HasPrefix(trimmed, []byte("<!doctype html")), bytes.HasPrefix(trimmed, []byte("<html")):
		return "an HTML page, not XML: the URL's path, a login or an error page of the framework"
	case bytes.HasPrefix(trimmed, []byte("{")), bytes.HasPrefix(trimmed, []byte("[")):
		return "JSON, not XML"
	case bytes.HasPrefix(trimmed, []byte(`"`)):
		return "a quoted string, not XML: the framework encoded it as JSON"
	case !bytes.HasPrefix(trimmed, []byte("<")):
		return fmt.Sprintf("plain text, neither XML nor the word success: %s", excerpt(reply))
	}
	if errors.Is(err, message.ErrDoctype) {
		return "no message: it has a DOCTYPE"
	}
	return err.Error()
}

func excerpt(b []byte) string {
	s := message.CutText(string(b), 40)
	if len(s) < len(b) {
		return fmt.Sprintf("%q…", s)
	}
	return fmt.Sprintf("%q", s)
}

type judge struct {
	ctx      ReplyContext
	effect   string // of a fault; "" for the platform's usual
	ack      bool   // an acknowledgement, not a passive reply
	m        message.Document
	problems []Problem
}

func (j *judge) fault(id, format string, args ...any) {
	effect := j.effect
	if effect == "" {
		effect = j.ctx.Family.Fault()
	}
	j.add(id, Error, effect, format, args...)
}

func (j *judge) add(id string, level Level, effect, format string, args ...any) {
	j.problems = append(j.problems, Problem{id, level, fmt.Sprintf(format, args...), effect})
}

// addresses: the reply goes from the account to the user.
func (j *judge) addresses() {
	push := j.ctx.Push
	to, _ := j.m.Get("ToUserName")
	from, _ := j.m.Get("FromUserName")
	if to == from && to == "" {
		j.fault("no-addresses", "ToUserName and FromUserName are missing")
		return
	}
	if push.FromUserName != "" && to == push.ToUserName && from == push.FromUserName {
		j.fault("not-swapped", "ToUserName and FromUserName are those of the push; a reply has them swapped")
		return
	}
	j.address("ToUserName", to, push.FromUserName)
	j.address("FromUserName", from, push.ToUserName)
}

func (j *judge) address(name, got, want string) {
	id := "wrong-" + map[string]string{"ToUserName": "to-user", "FromUserName": "from-user"}[name]
	switch {
	case got == want || want == "":
	case got == "":
		j.fault(id, "%s is missing, it must be %q", name, want)
	case strings.TrimSpace(got) == want:
		j.fault(id, "%s has spaces or line ends around %q", name, want)
	case name == "FromUserName" && strings.HasPrefix(got, "wx") && strings.HasPrefix(want, "gh_"):
		j.fault(id, "FromUserName is the appid %q; it must be the account's original id %q", got, want)
	default:
		j.fault(id, "%s is %q, it must be %q, the push's %s", name, message.CutText(got, 80), want, map[string]string{"ToUserName": "FromUserName", "FromUserName": "ToUserName"}[name])
	}
}

func (j *judge) createTime() {
	text, ok := j.m.Get("CreateTime")
	if !ok || text == "" {
		j.fault("create-time", "CreateTime is missing")
		return
	}
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil && strings.TrimSpace(text) != text:
		j.fault("create-time", "CreateTime %q has spaces around it", message.CutText(text, 40))
	case err != nil:
		j.fault("create-time", "CreateTime %q is not a whole number of seconds", message.CutText(text, 40))
	case n >= 1e14:
		j.fault("create-time", "CreateTime %d is no time in seconds", n)
	case n >= 1e11:
		j.milliseconds(n)
	case n <= 0:
		j.fault("create-time", "CreateTime %d is not a time", n)
	}
}

// milliseconds: npm's wechat and co-wechat have always sent them in replies, and
// their users see no fault (node-webot/wechat issue 175), although the official
// pages want seconds. Nothing of the kind is known of acknowledgements.
func (j *judge) milliseconds(n int64) {
	if j.ack {
		j.fault("create-time", "CreateTime %d is in milliseconds, it must be in seconds", n)
		return
	}
	j.add("create-time-milliseconds", Warning, "such replies have been seen to arrive, but nothing promises it",
		"CreateTime %d is in milliseconds; the official pages want seconds", n)
}

// parts judges what the reply's MsgType asks for.
func (j *judge) parts() {
	msgType, ok := j.m.Get("MsgType")
	if !ok || msgType == "" {
		j.fault("no-msg-type", "MsgType is missing")
		return
	}
	kind, known := j.kinds()[msgType]
	if !known {
		j.fault("unknown-msg-type", "MsgType %q is no reply that the platform knows%s", message.CutText(msgType, 40), j.meant(msgType))
		return
	}
	for _, path := range kind.required {
		j.required(path)
	}
	if kind.check != nil {
		kind.check(j)
	}
}

func (j *judge) meant(msgType string) string {
	trimmed := strings.ToLower(strings.TrimSpace(msgType))
	if _, ok := j.kinds()[trimmed]; ok {
		return fmt.Sprintf("; write %q, lower case and without spaces", trimmed)
	}
	return ""
}

func (j *judge) required(path string) {
	if text, ok := j.m.Get(path); ok && strings.TrimSpace(text) != "" {
		return
	}
	if _, ok := j.m.Get(path); ok {
		name := path[strings.LastIndex(path, "/")+1:]
		j.fault("empty-part", "%s is empty; to answer nothing send success or an empty body", name)
		return
	}
	j.fault("missing-part", "%s is missing%s", path, j.otherCase(path))
}
