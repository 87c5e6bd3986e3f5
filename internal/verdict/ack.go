package verdict

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// NotReceived is the effect of an acknowledgement that is not one.
const NotReceived = "the platform takes the push as not received, and may send it again"

// JudgeAck names what is wrong with a structured acknowledgement, in XML or
// JSON.
func JudgeAck(reply []byte, want expect.Answer, push *message.Head) []Problem {
	j := judge{ctx: ReplyContext{Push: push}, effect: NotReceived, ack: true}
	if len(bytes.TrimSpace(reply)) == 0 || string(reply) == "success" {
		j.fault("no-ack", "the body is %s; the platform waits for %s", excerpt(reply), want.FieldList())
		return j.problems
	}
	m, err := message.ParseDocument(reply)
	if err != nil {
		j.fault("not-xml", "the reply is %s; the platform waits for %s", notXML(reply, err), want.FieldList())
		return j.problems
	}
	j.m = m
	for _, f := range want.Fields {
		j.ackField(f)
	}
	return j.problems
}

func (j *judge) ackField(f expect.Field) {
	want := f.Value
	switch f.Name {
	case "ToUserName":
		want = j.ctx.Push.FromUserName
	case "FromUserName":
		want = j.ctx.Push.ToUserName
	case "CreateTime":
		j.createTime()
		return
	case "MsgType":
		want = j.ctx.Push.MsgType
	case "Event":
		if want == "" {
			want = j.ctx.Push.Event
		}
	}
	got, ok := j.m.Get(f.Name)
	switch {
	case !ok && (want != "" || j.m.Count(f.Name) == 0): // an object or list has no text
		j.fault("missing-part", "%s is missing from the acknowledgement%s", f.Name, j.otherCase(f.Name))
	case want != "" && got != want:
		j.fault("wrong-part", "%s is %q, it must be %q", f.Name, message.CutText(got, 80), want)
	}
}

// otherCase tells when the name is there in other letters.
func (j *judge) otherCase(name string) string {
	at := slices.IndexFunc(j.m.Paths(), func(have string) bool { return strings.EqualFold(have, name) })
	if at < 0 {
		return ""
	}
	return fmt.Sprintf("; %s is there, but names are case-sensitive", j.m.Paths()[at])
}
