package echo

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// Push is what a reply is made to.
type Push struct {
	Message []byte
	Flat    *message.Flat // of Message
	Head    *message.Head
	Expect  expect.Answer
}

// Responder makes the plaintext of a reply.
type Responder func(Push) ([]byte, error)

// Literal always answers the same bytes: success, or nothing.
func Literal(body string) Responder {
	return func(Push) ([]byte, error) { return []byte(body), nil }
}

// Echo answers a text with the same text and any other push with a word on its
// type, with the acknowledgement that it takes where it takes one, or with
// success where the platform takes no passive reply.
func Echo(now func() time.Time) Responder {
	return func(p Push) ([]byte, error) {
		switch {
		case p.Expect.Kind == expect.Fields:
			return acknowledge(p, now()), nil
		case p.Expect.Kind == expect.Empty, p.Expect.Kind == expect.Bot:
			return nil, nil
		case p.Expect.Content != "":
			return message.TextReply(p.Head, p.Expect.Content, now()), nil
		case p.Head.JSON, p.Head.FromUserName == "", p.Expect.Kind != expect.Passive && p.Expect.Kind != expect.Unknown:
			return []byte("success"), nil
		}
		return message.TextReply(p.Head, echoed(p), now()), nil
	}
}

func echoed(p Push) string {
	if p.Head.MsgType == "event" {
		return fmt.Sprintf("[event %s]", p.Head.Event)
	}
	if p.Head.MsgType == "text" {
		if content := string(p.Flat.Text("Content")); content != "" {
			return message.CutText(content, message.MaxText)
		}
	}
	return fmt.Sprintf("[%s]", p.Head.MsgType)
}

// acknowledge returns the fields that the platform expects: the addresses swapped, the
// values that the platform requires, else those of the push, else zero. This is the
// answer of a service that did the work successfully.
func acknowledge(p Push, now time.Time) []byte {
	var fields []message.Field
	for _, f := range p.Expect.Fields {
		field := message.Field{Name: f.Name, Text: cmp.Or(f.Value, string(p.Flat.Text(f.Name)), "0")}
		switch f.Name {
		case "ToUserName":
			field.Text = p.Head.FromUserName
		case "FromUserName":
			field.Text = p.Head.ToUserName
		case "CreateTime":
			field.Text, field.Bare = strconv.FormatInt(now.Unix(), 10), true
		}
		if _, err := strconv.Atoi(field.Text); err == nil {
			field.Bare = true
		}
		fields = append(fields, field)
	}
	if p.Head.JSON {
		return jsonAck(fields)
	}
	return message.Compose(fields...)
}

func jsonAck(fields []message.Field) []byte {
	out := []byte{'{'}
	for i, f := range fields {
		if i > 0 {
			out = append(out, ',')
		}
		value, _ := json.Marshal(f.Text)
		if f.Bare && json.Valid([]byte(f.Text)) { // 0042 is a number in XML only
			value = []byte(f.Text)
		}
		out = fmt.Appendf(out, "%q:%s", f.Name, value)
	}
	return append(out, '}')
}

// Template answers with the user's reply, addressed to the sender. Bytes that are not
// XML are sent unchanged.
func Template(reply []byte, now func() time.Time) Responder {
	template, err := message.Parse(reply)
	if err != nil {
		return Literal(string(reply))
	}
	return func(p Push) ([]byte, error) {
		m := template.Clone()
		m.Address(p.Head, now())
		return m.Bytes(), nil
	}
}
