package echo

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/message"
)

// Responder makes the plaintext of a reply.
type Responder func(push []byte, head *message.Head, answer message.Answer) ([]byte, error)

// Literal always answers the same bytes: success, or nothing.
func Literal(body string) Responder {
	return func([]byte, *message.Head, message.Answer) ([]byte, error) { return []byte(body), nil }
}

// Echo answers a text with the same text and any other push with a word on its
// type, or with success where the platform takes no passive reply.
func Echo(now func() time.Time) Responder {
	return func(push []byte, head *message.Head, answer message.Answer) ([]byte, error) {
		if head.JSON || head.FromUserName == "" || answer != message.AnswerPassive && answer != message.AnswerUnknown {
			return []byte("success"), nil
		}
		return message.TextReply(head, echoed(push, head), now()), nil
	}
}

func echoed(push []byte, head *message.Head) string {
	if head.MsgType == "event" {
		return fmt.Sprintf("[event %s]", head.Event)
	}
	if head.MsgType == "text" {
		if m, err := message.Parse(push); err == nil {
			if content, _ := m.Get("Content"); content != "" {
				return message.CutText(content, message.MaxText)
			}
		}
	}
	return fmt.Sprintf("[%s]", head.MsgType)
}

// Template answers with a reply of the user's, addressed to the sender. Bytes
// that are not XML are answered as they are.
func Template(reply []byte, now func() time.Time) Responder {
	return func(_ []byte, head *message.Head, _ message.Answer) ([]byte, error) {
		m, err := message.Parse(reply)
		if err != nil {
			return reply, nil
		}
		m.Address(head, now())
		return m.Bytes(), nil
	}
}

// stamp signs a reply with the nonce of the push, as Official Accounts want it,
// and this server's time.
func (s *Server) stamp(query callback.Query) (callback.Stamp, error) {
	stamp := callback.Stamp{Timestamp: strconv.FormatInt(s.Now().Unix(), 10), Nonce: query.Get("nonce")}
	_, err := io.ReadFull(s.Rand, stamp.Random[:])
	return stamp, err
}
