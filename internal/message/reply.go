package message

import (
	"strconv"
	"time"
)

// MaxText is the limit for the text of a passive reply, in bytes. The official pages
// state it for WeCom only; for Official Accounts it was measured.
const MaxText = 2048

// TextReply returns a passive text reply to push: ToUserName and FromUserName are
// swapped, CreateTime is in seconds. It replaces characters that are not allowed in
// XML, as [Clean] does.
func TextReply(push *Head, content string, now time.Time) []byte {
	return Compose(
		Field{Name: "ToUserName", Text: push.FromUserName},
		Field{Name: "FromUserName", Text: push.ToUserName},
		Field{Name: "CreateTime", Text: strconv.FormatInt(now.Unix(), 10), Bare: true},
		Field{Name: "MsgType", Text: "text"},
		Field{Name: "Content", Text: content},
	)
}

// Address turns m into a reply to push: it sets ToUserName, FromUserName and
// CreateTime, if m has these elements.
func (m *Message) Address(push *Head, now time.Time) {
	for _, f := range []struct{ path, value string }{
		{"ToUserName", push.FromUserName},
		{"FromUserName", push.ToUserName},
		{"CreateTime", strconv.FormatInt(now.Unix(), 10)},
	} {
		if e, err := m.find(f.path); err == nil {
			setText(e, clean(f.value), hasCData(e))
		}
	}
}

// CutText returns content truncated to at most limit bytes, without splitting a
// character.
func CutText(content string, limit int) string {
	if len(content) <= limit {
		return content
	}
	for limit > 0 && content[limit]&0xC0 == 0x80 {
		limit--
	}
	return content[:limit]
}
