package yardstick

import "bytes"

// Message has the texts of a message or envelope, as views into it.
type Message struct {
	To, From, Type, Content            []byte
	Encrypt, Signature, Stamped, Nonce []byte
}

// Read reads XML with elements of one level, in one pass.
func (m *Message) Read(xml []byte) bool {
	*m = Message{}
	rest, ok := bytes.CutPrefix(xml, []byte("<xml>"))
	for ok {
		begin := bytes.IndexByte(rest, '<')
		if begin < 0 || len(rest) < begin+2 {
			return false
		}
		if rest = rest[begin+1:]; rest[0] == '/' {
			return string(rest) == "/xml>"
		}
		var name, text []byte
		if name, rest, ok = bytes.Cut(rest, []byte(">")); !ok {
			return false
		}
		if text, rest, ok = textOf(rest); !ok {
			return false
		}
		if len(rest) < len(name)+3 || rest[1] != '/' || rest[len(name)+2] != '>' || string(rest[2:len(name)+2]) != string(name) {
			return false
		}
		rest = rest[len(name)+3:]
		m.set(name, text)
	}
	return false
}

// textOf returns the text or CDATA at the start of data, and what follows.
func textOf(data []byte) (text, rest []byte, ok bool) {
	if data, ok := bytes.CutPrefix(data, []byte("<![CDATA[")); ok {
		return bytes.Cut(data, []byte("]]>"))
	}
	end := bytes.IndexByte(data, '<')
	if end < 0 {
		return nil, nil, false
	}
	return data[:end], data[end:], true
}

func (m *Message) set(name, text []byte) {
	switch string(name) {
	case "ToUserName":
		m.To = text
	case "FromUserName":
		m.From = text
	case "MsgType":
		m.Type = text
	case "Content":
		m.Content = text
	case "Encrypt":
		m.Encrypt = text
	case "MsgSignature":
		m.Signature = text
	case "TimeStamp":
		m.Stamped = text
	case "Nonce":
		m.Nonce = text
	}
}
