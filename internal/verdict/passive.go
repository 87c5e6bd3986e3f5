package verdict

import (
	"bytes"
	"cmp"
	"strings"

	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// passive judges a passive reply, encrypted or plain as the mode asks. It follows
// the official pages and, where these are silent, what users have measured.
func (v *replyJudge) passive(body []byte) {
	v.Kind = "other"
	v.envelope.Read(body) // a body that is no envelope is judged as a reply
	plaintext, ok := v.decrypt(body)
	if !ok {
		return
	}
	if len(bytes.TrimSpace(plaintext)) == 0 {
		v.add(replyEmptyEncrypted, "")
		return
	}
	v.XML = plaintext
	if v.expect.Kind == expect.Bot {
		v.bot(plaintext)
		return
	}
	if v.read(plaintext) {
		v.form(plaintext)
		v.addresses()
		v.createTime(replyCreateTime)
		v.parts()
	}
	v.welcome()
}

// read parses a passive reply. A push in JSON may be answered in JSON.
func (v *replyJudge) read(reply []byte) bool {
	var err error
	if v.push.Head.JSON && message.IsJSON(reply) {
		if v.Document, err = parsed(message.ParseJSON(reply)); err != nil {
			v.Kind = v.flatType()
			v.add(replyNotJSON, "", Fact{"why", reason(err)})
			return false
		}
		v.Kind = cmp.Or(v.text("MsgType"), "other")
		return true
	}
	m, err := message.Parse(reply)
	if v.Document, err = parsed(m, err); err != nil {
		v.Kind = v.flatType()
		v.add(replyNotXML, "", Fact{"what", notXML(reply, err)})
		return false
	}
	v.Kind = cmp.Or(v.text("MsgType"), "other")
	if m.Root() != "xml" {
		v.add(replyWrongRoot, "", Fact{"root", text(m.Root())})
	}
	return m.Root() == "xml"
}

// parsed is the result of a parser as a document, nil where it failed.
func parsed[D message.Document](doc D, err error) (message.Document, error) {
	if err != nil {
		return nil, err
	}
	return doc, nil
}

// flatType is the MsgType of a reply that could not be parsed.
func (v *replyJudge) flatType() string {
	flat := &v.envelope.Flat
	if v.Encrypted {
		flat, _ = v.opened.Flat()
	}
	if flat == nil {
		return "other"
	}
	return cmp.Or(string(flat.Text("MsgType")), "other")
}

// text is the text of an element, "" where there is none.
func (v *replyJudge) text(path string) string {
	t, _ := v.Document.Get(path)
	return t
}

// form warns of what one reader forgives and another does not.
func (v *replyJudge) form(reply []byte) {
	switch {
	case bytes.HasPrefix(reply, []byte("\xef\xbb\xbf")):
		v.add(replyBOM, "")
	case len(bytes.TrimLeft(reply, " \t\r\n")) < len(reply):
		v.add(replyLeadingSpace, "")
	}
	for _, name := range []string{"ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"} {
		if n := v.Document.Count(name); n > 1 {
			v.add(replyRepeated, "", Fact{"name", text(name)}, Fact{"n", number(n)})
		}
	}
}

// addresses: the reply goes from the account to the user.
func (v *replyJudge) addresses() {
	to, from := v.text("ToUserName"), v.text("FromUserName")
	switch {
	case to == "" && from == "":
		v.add(replyNoAddresses, "")
	case v.push.Head.FromUserName != "" && to == v.push.Head.ToUserName && from == v.push.Head.FromUserName:
		v.add(replyNotSwapped, "")
	default:
		v.address(replyWrongToUser, to, v.push.Head.FromUserName)
		v.address(replyWrongFromUser, from, v.push.Head.ToUserName)
	}
}

func (v *replyJudge) address(rule replyRule, got, want string) {
	key := ""
	switch {
	case got == want || want == "":
		return
	case got == "":
		key = "missing"
	case strings.TrimSpace(got) == want:
		key = "blanks"
	case rule == replyWrongFromUser && strings.HasPrefix(got, "wx") && strings.HasPrefix(want, "gh_"):
		key = "appid"
	}
	v.add(rule, key, Fact{"got", text(got)}, Fact{"want", text(want)})
}

// welcome judges whether a reply, good or not, is one that this push takes.
func (v *replyJudge) welcome() {
	switch card := v.Kind == "update_button" || v.Kind == "update_template_card"; {
	case v.expect.Kind == expect.Card && !card:
		v.add(replyCardOnly, "", Fact{"kind", text(v.Kind)})
	case v.expect.Kind == expect.Transfer && v.Kind != "transfer_customer_service":
		v.add(replyTransferOnly, "", Fact{"kind", text(v.Kind)})
	case v.expect.Content != "" && v.Document != nil && v.text("Content") != v.expect.Content:
		v.add(replyWrongContent, "", Fact{"got", text(v.text("Content"))}, Fact{"want", text(v.expect.Content)})
	}
}
