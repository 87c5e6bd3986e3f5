package verdict

import (
	"bytes"
	"cmp"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// acknowledgement judges a structured answer, in XML or JSON. It may be plain
// even where the push was encrypted: the official pages print it so.
func (v *replyJudge) acknowledgement(body []byte) {
	v.Kind = "ack"
	v.envelope.Read(body) // a body that is no envelope is judged as it is
	switch {
	case v.envelope.Encrypted():
		opened, ok := v.open()
		if !ok {
			return
		}
		body = opened
	case v.push.Form == callback.FormHardware:
		v.add(replyPlaintext, "hardware")
		return
	}
	v.XML = body
	v.ack(body)
}

func (v *replyJudge) ack(reply []byte) {
	fields := Fact{"fields", text(v.expect.FieldList())}
	if len(bytes.TrimSpace(reply)) == 0 || string(reply) == "success" {
		v.add(ackNone, "", Fact{"body", bodyIs(reply)}, fields)
		return
	}
	doc, err := message.ParseDocument(reply)
	if err != nil {
		v.add(ackNotXML, "", Fact{"what", notXML(reply, err)}, fields)
		return
	}
	v.Document = doc
	for _, f := range v.expect.Fields {
		v.ackField(f)
	}
}

// ackField judges one field. Those of the head repeat the push's.
func (v *replyJudge) ackField(f expect.Field) {
	want := f.Value
	switch f.Name {
	case "ToUserName":
		want = v.push.Head.FromUserName
	case "FromUserName":
		want = v.push.Head.ToUserName
	case "CreateTime":
		v.createTime(ackCreateTime)
		return
	case "MsgType":
		want = v.push.Head.MsgType
	case "Event":
		want = cmp.Or(want, v.push.Head.Event)
	}
	got, ok := v.Document.Get(f.Name)
	switch {
	case !ok && (want != "" || v.Document.Count(f.Name) == 0): // an object or list has no text
		v.missing(ackMissingPart, f.Name)
	case want != "" && got != want:
		v.add(ackWrongPart, "", Fact{"name", text(f.Name)}, Fact{"got", text(got)}, Fact{"want", text(want)})
	}
}
