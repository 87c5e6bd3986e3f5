package callback

import (
	"bytes"
	"fmt"
	"slices"

	"wxtool/internal/message"
)

// addEncrypt appends Encrypt to the plain fields, as in compatible mode. It reports
// false if msg is not a message.
func addEncrypt(msg []byte, head *message.Head, encrypt string) ([]byte, bool) {
	if head.Encrypt != "" {
		return nil, false
	}
	if head.JSON {
		begin, end := bytes.IndexByte(msg, '{'), bytes.LastIndexByte(msg, '}') // Scan succeeded, so only white space follows
		comma := ","
		if len(bytes.TrimSpace(msg[begin+1:end])) == 0 {
			comma = ""
		}
		return fmt.Appendf(bytes.Clone(msg[:end]), `%s"Encrypt":"%s"}`, comma, encrypt), true
	}
	if at, between, ok := endOfFields(msg, head.Root); ok {
		element := slices.Concat(between, []byte("<Encrypt><![CDATA["), []byte(encrypt), []byte("]]></Encrypt>"))
		return slices.Concat(msg[:at], element, msg[at:]), true
	}
	m, err := message.Parse(msg)
	if err != nil {
		return nil, false
	}
	if err := m.Add("Encrypt", encrypt); err != nil {
		return nil, false
	}
	return m.Bytes(), true
}

// endOfFields returns the place after the last element of an XML message with this
// root, and the white space between elements. It reports false for what is not written
// as the platform does it. The message was read before, so what looks like an end tag
// before the end tag of the root is one.
func endOfFields(msg []byte, root string) (at int, between []byte, ok bool) {
	const space = " \t\r\n"
	inner, ok := bytes.CutSuffix(bytes.TrimRight(msg, space), []byte("</"+root+">"))
	if !ok || !bytes.HasPrefix(msg, []byte("<"+root+">")) || bytes.Contains(msg, []byte("<Encrypt")) || bytes.Contains(msg, []byte("/>")) {
		return 0, nil, false
	}
	inner = bytes.TrimRight(inner, space)
	slash := bytes.LastIndex(inner, []byte("</"))
	if slash < 0 || !bytes.HasSuffix(inner, []byte(">")) {
		return 0, nil, false
	}
	name := inner[slash+len("</") : len(inner)-1]
	begin := bytes.LastIndex(inner, slices.Concat([]byte("<"), name, []byte(">")))
	if begin < 0 {
		return 0, nil, false // it has attributes
	}
	last := inner[begin+len(name)+len("<>") : slash]
	ambiguous := bytes.Contains(last, slices.Concat([]byte("</"), name, []byte(">"))) // an element of the same name inside
	inCDATA := bytes.Contains(last, []byte("]]>")) && !bytes.Contains(last, []byte("<![CDATA["))
	if ambiguous || inCDATA {
		return 0, nil, false
	}
	before := bytes.TrimRight(inner[:begin], space)
	if between = inner[len(before):begin]; len(before) == len("<"+root+">") {
		return 0, nil, false // the only element
	}
	return len(inner), between, true
}
