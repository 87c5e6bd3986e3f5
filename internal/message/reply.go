package message

import (
	"strconv"
	"time"
)

// MaxText is how many bytes of text a passive reply may have; the official pages
// give it for WeCom only, for Official Accounts it was measured.
const MaxText = 2048

// TextReply returns a passive text reply to push: ToUserName and FromUserName
// swapped, CreateTime in seconds. Text that XML cannot carry is replaced as in
// [Clean].
func TextReply(push *Head, content string, now time.Time) []byte {
	return Compose(
		Field{Name: "ToUserName", Text: push.FromUserName},
		Field{Name: "FromUserName", Text: push.ToUserName},
		Field{Name: "CreateTime", Text: strconv.FormatInt(now.Unix(), 10), Bare: true},
		Field{Name: "MsgType", Text: "text"},
		Field{Name: "Content", Text: content},
	)
}

// Address turns m into a reply to push: its ToUserName, FromUserName and
// CreateTime are set where it has them.
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

// CutText returns content cut to at most limit bytes at a character's edge.
func CutText(content string, limit int) string {
	if len(content) <= limit {
		return content
	}
	for limit > 0 && content[limit]&0xC0 == 0x80 {
		limit--
	}
	return content[:limit]
}
